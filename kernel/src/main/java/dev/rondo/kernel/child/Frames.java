package dev.rondo.kernel.child;

import dev.rondo.kernel.json.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// Messages on a pipe: a length of four bytes, then a JSON object in UTF-8.
final class Frames {
  private static final int LIMIT = 1 << 26;

  private Frames() {}

  /// Reads one message; empty at the end of the stream.
  static ObjectNode read(DataInputStream in) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return Json.object();
    }
    if (length <= 0 || length > LIMIT) {
      throw new IOException("A message of " + length + " bytes is not possible.");
    }
    return Json.parseObject(new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  static void write(DataOutputStream out, ObjectNode message) throws IOException {
    byte[] bytes = Json.write(message).getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }
}
