package dev.rondo.serving;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;

/// Tells where the answers to a request lie in a finished segment, so that one is found among many
/// without going through all. A file beside the segment: the CRC-32C of what follows, in 8 bytes;
/// then of each record its id's CRC-32C and its place, 4 bytes each, in order. It is made when it
/// is first asked for, and again where it is not whole; so it may be deleted at any time.
final class SegmentIndex {
  private static final String END = ".ids";
  private static final String PART = ".part";

  private SegmentIndex() {}

  /// The index beside a segment's file.
  static Path file(Path segment) {
    return segment.resolveSibling(segment.getFileName() + END);
  }

  /// What stays in a folder of an index that a crash tore, or whose segment is gone.
  static List<Path> leftovers(List<Path> files) {
    List<Path> indexes = files.stream().map(SegmentIndex::file).toList();
    return files.stream()
        .filter(file -> file.toString().endsWith(PART) || file.toString().endsWith(END))
        .filter(file -> !indexes.contains(file))
        .toList();
  }

  private static long first(ByteBuffer requestId) {
    return checksum(requestId) << Integer.SIZE;
  }

  private static long checksum(ByteBuffer content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    return crc.getValue();
  }

  /// Where the frames of a request begin, in order; others whose ids have the same checksum may be
  /// among them.
  ///
  /// @throws NoSuchFileException when the segment is gone
  static List<Integer> find(Segment segment, String id) throws IOException {
    Path file = file(segment.file());
    long first = first(StandardCharsets.UTF_8.encode(id));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      if (channel.size() == (1 + segment.rows()) * Long.BYTES) {
        ByteBuffer content =
            channel.map(MapMode.READ_ONLY, 0, channel.size(), arena).asByteBuffer();
        if (content.getLong() == checksum(content.slice())) {
          return find(content.slice().asLongBuffer(), first);
        }
      }
    } catch (NoSuchFileException _) {
      // Nobody has asked yet.
    }
    return find(LongBuffer.wrap(make(segment, file)), first);
  }

  private static List<Integer> find(LongBuffer entries, long first) {
    int low = 0;
    for (int high = entries.limit(); low < high; ) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle) < first) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return LongStream.range(low, entries.limit())
        .map(i -> entries.get((int) i))
        .takeWhile(entry -> entry >>> Integer.SIZE == first >>> Integer.SIZE)
        .mapToObj(entry -> (int) entry)
        .toList();
  }

  private static long[] make(Segment segment, Path file) throws IOException {
    LongStream.Builder each = LongStream.builder();
    try (FileChannel log = Segment.open(segment.file())) {
      Segment.places(log, log.size(), (start, id) -> each.add(first(id) | start));
    }
    long[] entries = each.build().sorted().toArray();
    ByteBuffer content = ByteBuffer.allocate((1 + entries.length) * Long.BYTES);
    content.slice(Long.BYTES, entries.length * Long.BYTES).asLongBuffer().put(entries);
    content.putLong(0, checksum(content.duplicate().position(Long.BYTES)));
    try {
      Path part = Files.createTempFile(file.getParent(), "index", PART);
      Files.write(part, content.array());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      System.getLogger(SegmentIndex.class.getName())
          .log(Level.WARNING, "The index " + file + " is not kept: " + e.getMessage());
    }
    return entries;
  }
}
