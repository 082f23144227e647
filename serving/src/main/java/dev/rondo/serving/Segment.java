package dev.rondo.serving;

import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;

/// A file of logged predictions. It begins with a header that names the model and the columns, and
/// goes on with records; each of both is `length, bytes, CRC-32C of the bytes`. What a crash tore
/// at the end fails its checksum and is cut. The name of a finished segment holds the range of its
/// event times, so that a reader opens only what it needs.
///
/// @param sequence its place in the log
/// @param minMillis the earliest event time in it
/// @param maxMillis the latest
/// @param rows how many records it has
record Segment(Path file, long sequence, long minMillis, long maxMillis, long rows) {
  /// Bytes of a frame beside its content.
  static final int FRAME = 8;

  private static final Pattern FINISHED =
      Pattern.compile("(\\d{10})_(-?\\d+)_(-?\\d+)_(\\d+)\\.log");
  private static final Pattern OPEN = Pattern.compile("(\\d{10})\\.open");
  private static final int BEFORE_ID = 8 + 4 + 4 + 8;
  private static final int FIXED = BEFORE_ID + Short.BYTES;

  /// A finished segment, by its name.
  static Optional<Segment> parse(Path file) {
    Matcher name = FINISHED.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(
            new Segment(
                file,
                Long.parseLong(name.group(1)),
                Long.parseLong(name.group(2)),
                Long.parseLong(name.group(3)),
                Long.parseLong(name.group(4))))
        : Optional.empty();
  }

  /// The sequence of a segment that was never finished.
  static Optional<Long> parseOpen(Path file) {
    Matcher name = OPEN.matcher(file.getFileName().toString());
    return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
  }

  String finishedName() {
    return "%010d_%d_%d_%d.log".formatted(sequence, minMillis, maxMillis, rows);
  }

  static String openName(long sequence) {
    return "%010d.open".formatted(sequence);
  }

  boolean overlaps(long fromMillis, long toMillis) {
    return rows > 0 && maxMillis >= fromMillis && minMillis < toMillis;
  }

  static byte[] header(LogSchema schema) {
    return Json.write(schema).getBytes(StandardCharsets.UTF_8);
  }

  /// The size of a record's frame.
  static int size(LogRecord record, byte[] requestId) {
    return FRAME + FIXED + requestId.length + record.features().length * Float.BYTES;
  }

  /// Writes one frame of a header.
  static void frame(ByteBuffer buffer, byte[] content) {
    int start = buffer.position() + Integer.BYTES;
    buffer.putInt(content.length).put(content);
    buffer.putInt(checksum(buffer, start, content.length));
  }

  /// Writes one frame of a record.
  static void frame(ByteBuffer buffer, LogRecord record, byte[] requestId) {
    int length = size(record, requestId) - FRAME;
    int start = buffer.position() + Integer.BYTES;
    buffer.putInt(length);
    buffer.putLong(record.eventMillis()).putInt(record.version()).putFloat(record.value());
    buffer.putLong(record.nanos()).putShort((short) requestId.length).put(requestId);
    buffer.asFloatBuffer().put(record.features());
    buffer.position(start + length);
    buffer.putInt(checksum(buffer, start, length));
  }

  private static int checksum(ByteBuffer buffer, int start, int length) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.slice(start, length));
    return (int) crc.getValue();
  }

  /// Reads the whole records of the first `limit` bytes.
  ///
  /// @return how many bytes are good; the rest was torn
  static long read(
      FileChannel channel, long limit, Consumer<LogSchema> header, Consumer<LogRecord> each)
      throws IOException {
    ByteBuffer buffer = loaded(channel, limit);
    Optional<ByteBuffer> first = next(buffer);
    if (first.isEmpty()) {
      return 0;
    }
    LogSchema schema = schema(first.get());
    header.accept(schema);
    int good = buffer.position();
    for (Optional<ByteBuffer> frame = next(buffer); frame.isPresent(); frame = next(buffer)) {
      each.accept(record(frame.get(), schema.features().size()));
      good = buffer.position();
    }
    return good;
  }

  /// Reads the records of a request within the first `limit` bytes, which are good; others are only
  /// stepped over.
  static void find(
      FileChannel channel,
      long limit,
      byte[] requestId,
      Consumer<LogSchema> header,
      Consumer<LogRecord> each)
      throws IOException {
    ByteBuffer buffer = loaded(channel, limit);
    Optional<LogSchema> schema = next(buffer).map(Segment::schema);
    schema.ifPresent(header);
    boolean isGood = schema.isPresent();
    while (isGood && isWhole(buffer)) {
      if (isOf(buffer, requestId)) {
        int width = schema.get().features().size();
        Optional<ByteBuffer> frame = next(buffer);
        frame.ifPresent(content -> each.accept(record(content, width)));
        isGood = frame.isPresent();
      } else {
        buffer.position(buffer.position() + FRAME + buffer.getInt(buffer.position()));
      }
    }
  }

  private static boolean isWhole(ByteBuffer buffer) {
    int room = buffer.remaining() - FRAME;
    return room >= FIXED
        && buffer.getInt(buffer.position()) >= FIXED
        && buffer.getInt(buffer.position()) <= room;
  }

  private static boolean isOf(ByteBuffer buffer, byte[] requestId) {
    int at = buffer.position() + Integer.BYTES + BEFORE_ID;
    int start = at + Short.BYTES;
    int end = start + requestId.length;
    return buffer.getShort(at) == requestId.length
        && end <= buffer.limit()
        && Arrays.equals(buffer.array(), start, end, requestId, 0, requestId.length);
  }

  private static ByteBuffer loaded(FileChannel channel, long limit) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(limit));
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      continue;
    }
    return buffer.flip();
  }

  /// Opens a segment to read it.
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private static Optional<ByteBuffer> next(ByteBuffer buffer) {
    if (buffer.remaining() < FRAME) {
      return Optional.empty();
    }
    int length = buffer.getInt(buffer.position());
    if (length <= 0 || length > buffer.remaining() - FRAME) {
      return Optional.empty();
    }
    int start = buffer.position() + Integer.BYTES;
    if (buffer.getInt(start + length) != checksum(buffer, start, length)) {
      return Optional.empty();
    }
    buffer.position(start + length + Integer.BYTES);
    return Optional.of(buffer.slice(start, length));
  }

  private static LogSchema schema(ByteBuffer frame) {
    JsonNode json = Json.parse(StandardCharsets.UTF_8.decode(frame).toString());
    List<String> features = new ArrayList<>();
    json.path("features").forEach(name -> features.add(name.asString()));
    return new LogSchema(json.path("model").asString(), features);
  }

  private static LogRecord record(ByteBuffer frame, int width) {
    long eventMillis = frame.getLong();
    int version = frame.getInt();
    float value = frame.getFloat();
    long nanos = frame.getLong();
    byte[] requestId = new byte[frame.getShort()];
    frame.get(requestId);
    float[] features = new float[width];
    frame.asFloatBuffer().get(features);
    return new LogRecord(
        new String(requestId, StandardCharsets.UTF_8),
        eventMillis,
        version,
        features,
        value,
        nanos);
  }
}
