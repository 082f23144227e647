package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What stands before the columns of a matrix file: eight bytes `RONDOMX1`, the length of the JSON
/// as a little-endian integer, then the JSON, filled up with spaces so that the columns start at a
/// multiple of 64.
///
/// @param names of the feature columns, in the model's order
/// @param rows how many values each column has
/// @param label the last column's name; empty when the matrix has no label
record MatrixHeader(List<String> names, int rows, String label) {
  private static final byte[] MAGIC = "RONDOMX1".getBytes(StandardCharsets.US_ASCII);
  private static final int PREFIX = MAGIC.length + Integer.BYTES;
  private static final int ALIGNMENT = 64;
  private static final int LARGEST = 1 << 22;

  MatrixHeader {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw Problem.invalid("A matrix needs at least one column.");
    }
    if (rows < 0) {
      throw Problem.invalid("A matrix cannot have %d rows.", rows);
    }
    var seen = new HashSet<>(List.of(label));
    for (String name : names) {
      if (name.isBlank() || !seen.add(name)) {
        throw Problem.invalid(
            "The column name '%s' is blank or stands twice; every column needs its own.", name);
      }
    }
  }

  boolean hasLabel() {
    return !label.isEmpty();
  }

  int columns() {
    return names.size() + (hasLabel() ? 1 : 0);
  }

  /// The header as it stands in the file, up to the first column.
  ByteBuffer bytes() {
    ObjectNode json = Json.object().put("label", label).put("rows", rows);
    names.forEach(json.putArray("names")::add);
    byte[] text = Json.write(json).getBytes(StandardCharsets.UTF_8);
    int size = (PREFIX + text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(size - PREFIX).put(text);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  /// Reads and checks the header, and that the file is as long as it says; leaves the channel at
  /// the first column.
  static MatrixHeader read(FileChannel file, String name) throws IOException {
    ByteBuffer prefix = fill(file, PREFIX, name);
    for (byte expected : MAGIC) {
      if (prefix.get() != expected) {
        throw damaged(name, "it does not start with 'RONDOMX1'");
      }
    }
    int length = prefix.getInt();
    if (length <= 0 || length > LARGEST) {
      throw damaged(name, "its header cannot have " + length + " bytes");
    }
    MatrixHeader header =
        parse(new String(fill(file, length, name).array(), StandardCharsets.UTF_8));
    long expected = file.position() + (long) header.columns() * header.rows * Float.BYTES;
    if (file.size() != expected) {
      throw damaged(name, "it has " + file.size() + " bytes where " + expected + " are needed");
    }
    return header;
  }

  private static MatrixHeader parse(String text) {
    ObjectNode json = Json.parseObject(text);
    List<String> names = new ArrayList<>();
    for (JsonNode column : json.path("names")) {
      names.add(column.asString());
    }
    return new MatrixHeader(names, json.path("rows").asInt(-1), json.path("label").asString(""));
  }

  private static ByteBuffer fill(FileChannel file, int size, String name) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes) < 0) {
        throw damaged(name, "it ends within its header");
      }
    }
    return bytes.flip();
  }

  private static Problem damaged(String name, String why) {
    return Problem.of(ProblemCode.INVALID_DATA, "'%s' is not a matrix file: %s.", name, why);
  }
}
