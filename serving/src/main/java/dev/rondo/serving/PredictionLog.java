package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The logged predictions of one endpoint: a folder of segments, of which the last is open. A new
/// one begins when the columns change, at 16 MB, and on a new event day once the old one is worth a
/// file. Thread-safe: guarded by this.
final class PredictionLog {
  private static final long MAX_BYTES = 16L << 20;
  private static final long WORTH_A_FILE = 256L << 10;
  private static final long DAY_MILLIS = 86_400_000;
  private static final int BUFFER = 1 << 18;

  private final Path folder;
  private final List<Segment> finished = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
  private @Nullable FileChannel channel;
  private @Nullable LogSchema schema;
  private Segment open;
  private long written;
  private long buffered;
  private boolean isForced = true;

  private PredictionLog(Path folder) {
    this.folder = folder;
    this.open = new Segment(folder, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0);
  }

  /// Opens the folder, which is created when missing, and finishes what a crash left open.
  static PredictionLog open(Path folder) {
    try {
      Files.createDirectories(folder);
      PredictionLog log = new PredictionLog(folder);
      List<Path> files;
      try (Stream<Path> all = Files.list(folder)) {
        files = all.sorted().toList();
      }
      for (Path file : SegmentIndex.leftovers(files)) {
        Files.delete(file);
      }
      for (Path file : files) {
        Segment.parse(file).ifPresent(log.finished::add);
        var unfinished = Segment.parseOpen(file);
        if (unfinished.isPresent()) {
          log.recover(file, unfinished.get());
        }
      }
      log.finished.sort(Comparator.comparingLong(Segment::sequence));
      return log;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private void recover(Path file, long sequence) throws IOException {
    Range range = new Range();
    try (FileChannel torn =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long good = Segment.read(torn, torn.size(), _ -> {}, record -> range.add(record));
      torn.truncate(good);
      torn.force(true);
    }
    if (range.rows == 0) {
      Files.delete(file);
    } else {
      finish(new Segment(file, sequence, range.min, range.max, range.rows));
    }
  }

  private void finish(Segment segment) throws IOException {
    Path target = folder.resolve(segment.finishedName());
    Files.move(segment.file(), target, StandardCopyOption.ATOMIC_MOVE);
    finished.add(
        new Segment(
            target, segment.sequence(), segment.minMillis(), segment.maxMillis(), segment.rows()));
  }

  /// Takes a record; it is on its way to the disk after [#write].
  ///
  /// @throws IOException after which the records that were not written are gone; see [#abandon]
  synchronized void append(LogSchema recordSchema, LogRecord record) throws IOException {
    if (channel == null || mustRoll(recordSchema, record)) {
      roll(recordSchema);
    }
    byte[] requestId = record.requestId().getBytes(StandardCharsets.UTF_8);
    int size = Segment.size(record, requestId);
    if (size > buffer.remaining()) {
      write();
    }
    if (size > buffer.capacity()) {
      throw new IOException("a record of " + size + " bytes is too large");
    }
    Segment.frame(buffer, record, requestId);
    buffered++;
    open =
        new Segment(
            open.file(),
            open.sequence(),
            Math.min(open.minMillis(), record.eventMillis()),
            Math.max(open.maxMillis(), record.eventMillis()),
            open.rows() + 1);
  }

  private boolean mustRoll(LogSchema recordSchema, LogRecord record) {
    long size = written + buffer.position();
    boolean isNewDay =
        open.rows() > 0
            && Math.floorDiv(record.eventMillis(), DAY_MILLIS)
                > Math.floorDiv(open.maxMillis(), DAY_MILLIS);
    return size > MAX_BYTES
        || (isNewDay && size > WORTH_A_FILE)
        || (recordSchema != schema && !recordSchema.equals(schema));
  }

  private void roll(LogSchema newSchema) throws IOException {
    closeOpen();
    long sequence = finished.isEmpty() ? 1 : finished.getLast().sequence() + 1;
    Path file = folder.resolve(Segment.openName(sequence));
    byte[] header = Segment.header(newSchema);
    ByteBuffer frame = ByteBuffer.allocate(header.length + Segment.FRAME);
    Segment.frame(frame, header);
    FileChannel fresh =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    channel = fresh;
    schema = newSchema;
    open = new Segment(file, sequence, Long.MAX_VALUE, Long.MIN_VALUE, 0);
    written = writeFully(fresh, frame.flip(), 0);
  }

  /// Hands what is buffered to the operating system, where readers see it.
  synchronized void write() throws IOException {
    FileChannel file = channel;
    if (file != null && buffer.position() > 0) {
      written = writeFully(file, buffer.flip(), written);
      buffer.clear();
      buffered = 0;
      isForced = false;
    }
  }

  private static long writeFully(FileChannel file, ByteBuffer content, long start)
      throws IOException {
    long position = start;
    while (content.hasRemaining()) {
      position += file.write(content, position);
    }
    return position;
  }

  /// Makes durable what was written.
  synchronized void force() throws IOException {
    FileChannel file = channel;
    if (file != null && !isForced) {
      file.force(false);
      isForced = true;
    }
  }

  /// After a failed write: forgets what is buffered and finishes the segment as far as it is good,
  /// so that the next record begins a new one.
  ///
  /// @return how many records are lost
  synchronized long abandon() {
    long lost = buffered;
    buffer.clear();
    buffered = 0;
    FileChannel file = channel;
    channel = null;
    try {
      if (file != null) {
        file.truncate(written);
        file.close();
        recover(open.file(), open.sequence());
      }
    } catch (IOException e) {
      System.getLogger(PredictionLog.class.getName())
          .log(Level.WARNING, "The segment " + open.file() + " stays open: " + e.getMessage());
    }
    return lost;
  }

  /// The predictions of an event-time range.
  PredictionBlock read(long fromMillis, long toMillis) {
    BlockBuilder builder = new BlockBuilder(fromMillis, toMillis);
    scan(fromMillis, toMillis, builder::schema, builder::add);
    return builder.build();
  }

  /// Goes through the segments that overlap an event-time range, in the order of the log.
  void scan(long fromMillis, long toMillis, Consumer<LogSchema> header, Consumer<LogRecord> each) {
    try (Sources sources = sources(fromMillis, toMillis)) {
      for (Source source : sources.each()) {
        Segment.read(source.file(), source.bytes(), header, each);
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /// Reads the records of a request from the newest segment on, within each in its own order, until
  /// `isEnough` after one.
  void find(
      String requestId,
      Consumer<LogSchema> header,
      Consumer<LogRecord> each,
      BooleanSupplier isEnough) {
    try {
      State state = state();
      if (state.open().isPresent()) {
        try (Source open = state.open().get()) {
          List<Integer> places = Segment.places(open.file(), open.bytes(), requestId);
          Segment.read(open.file(), places, requestId, header, each);
        }
      }
      for (Segment segment : state.finished().reversed()) {
        if (!isEnough.getAsBoolean()) {
          find(segment, requestId, header, each);
        }
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static void find(
      Segment segment, String requestId, Consumer<LogSchema> header, Consumer<LogRecord> each)
      throws IOException {
    try {
      List<Integer> places = SegmentIndex.find(segment, requestId);
      if (!places.isEmpty()) {
        try (FileChannel file = Segment.open(segment.file())) {
          Segment.read(file, places, requestId, header, each);
        }
      }
    } catch (NoSuchFileException _) {
      // It was pruned meanwhile.
    }
  }

  /// What is open, as far as it is written, and what is finished.
  private record State(Optional<Source> open, List<Segment> finished) {}

  private synchronized State state() throws IOException {
    return new State(openSource(), List.copyOf(finished));
  }

  private record Source(FileChannel file, long bytes) implements Closeable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private Optional<Source> openSource() throws IOException {
    if (channel == null || open.rows() == 0) {
      return Optional.empty();
    }
    write();
    return Optional.of(new Source(Segment.open(open.file()), written));
  }

  private record Sources(List<Source> each) implements Closeable {
    @Override
    public void close() throws IOException {
      for (Source source : each) {
        source.close();
      }
    }
  }

  /// Opens the segments under the lock, so that one that is finished or pruned meanwhile stays
  /// readable.
  private synchronized Sources sources(long fromMillis, long toMillis) throws IOException {
    Sources sources = new Sources(new ArrayList<>());
    try {
      for (Segment segment : finished) {
        if (segment.overlaps(fromMillis, toMillis)) {
          FileChannel file = Segment.open(segment.file());
          sources.each().add(new Source(file, file.size()));
        }
      }
      if (open.overlaps(fromMillis, toMillis)) {
        openSource().ifPresent(sources.each()::add);
      }
      return sources;
    } catch (IOException e) {
      sources.close();
      throw e;
    }
  }

  /// Deletes the segments that end before a time.
  ///
  /// @return how many records they held
  synchronized long prune(long beforeMillis) {
    long rows = 0;
    try {
      for (Segment segment : List.copyOf(finished)) {
        if (segment.maxMillis() < beforeMillis) {
          Files.deleteIfExists(segment.file());
          Files.deleteIfExists(SegmentIndex.file(segment.file()));
          finished.remove(segment);
          rows += segment.rows();
        }
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    return rows;
  }

  private void closeOpen() throws IOException {
    write();
    force();
    FileChannel file = channel;
    if (file == null) {
      return;
    }
    file.close();
    channel = null;
    if (open.rows() == 0) {
      Files.delete(open.file());
    } else {
      finish(open);
    }
  }

  /// Finishes the open segment.
  synchronized void close() throws IOException {
    closeOpen();
  }

  private static Problem unusable(Path folder, IOException e) {
    return Problem.wrap(
        ProblemCode.INTERNAL,
        "The prediction log in '" + folder + "' cannot be used: " + e.getMessage(),
        e);
  }

  private static final class Range {
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private long rows;

    void add(LogRecord record) {
      min = Math.min(min, record.eventMillis());
      max = Math.max(max, record.eventMillis());
      rows++;
    }
  }
}
