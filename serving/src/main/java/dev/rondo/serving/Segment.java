package dev.rondo.serving;

import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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
    ByteBuffer buffer = loaded(channel, 0, limit);
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

  /// Reads the records of a request among those that begin at some places. It ends at the first
  /// that is not good.
  static void read(
      FileChannel channel,
      List<Integer> places,
      String requestId,
      Consumer<LogSchema> header,
      Consumer<LogRecord> each)
      throws IOException {
    Optional<LogSchema> schema = frame(channel, 0).map(Segment::schema);
    schema.ifPresent(header);
    for (int i = 0; schema.isPresent() && i < places.size(); i++) {
      int width = schema.get().features().size();
      Optional<LogRecord> record = frame(channel, places.get(i)).map(it -> record(it, width));
      if (record.isEmpty()) {
        return;
      }
      record.filter(it -> it.requestId().equals(requestId)).ifPresent(each);
    }
  }

  private static Optional<ByteBuffer> frame(FileChannel channel, long start) throws IOException {
    long room = channel.size() - start - FRAME;
    ByteBuffer length = loaded(channel, start, Integer.BYTES);
    boolean isWhole = length.remaining() == Integer.BYTES && length.getInt(0) <= room;
    return isWhole ? next(loaded(channel, start, FRAME + length.getInt(0))) : Optional.empty();
  }

  /// Where the records of a request within the first `limit` bytes begin.
  static List<Integer> places(FileChannel channel, long limit, String requestId)
      throws IOException {
    ByteBuffer id = StandardCharsets.UTF_8.encode(requestId);
    List<Integer> places = new ArrayList<>();
    places(
        channel,
        limit,
        (start, other) -> {
          if (other.equals(id)) {
            places.add(start);
          }
        });
    return places;
  }

  /// Where the records within the first `limit` bytes begin, with their ids; they are stepped over,
  /// not read.
  static void places(FileChannel channel, long limit, PlaceConsumer each) throws IOException {
    ByteBuffer buffer = loaded(channel, 0, limit);
    boolean isGood = next(buffer).isPresent();
    while (isGood && isWhole(buffer)) {
      int start = buffer.position();
      int id = start + Integer.BYTES + BEFORE_ID;
      each.accept(start, buffer.slice(id + Short.BYTES, buffer.getShort(id)));
      buffer.position(start + FRAME + buffer.getInt(start));
    }
  }

  /// Takes the place of a record.
  interface PlaceConsumer {
    /// @param start of its frame
    void accept(int start, ByteBuffer requestId);
  }

  private static boolean isWhole(ByteBuffer buffer) {
    int start = buffer.position();
    int room = buffer.remaining() - FRAME;
    if (room < FIXED || buffer.getInt(start) > room) {
      return false;
    }
    int id = buffer.getShort(start + Integer.BYTES + BEFORE_ID);
    return id >= 0 && FIXED + id <= buffer.getInt(start);
  }

  private static ByteBuffer loaded(FileChannel channel, long start, long size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
    while (buffer.hasRemaining() && channel.read(buffer, start + buffer.position()) >= 0) {
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
