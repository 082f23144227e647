package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Bytes as short text and back.
final class Packed {
  private Packed() {}

  static String pack(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().withoutPadding().encodeToString(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /// @param limit more bytes than this are refused
  static byte[] unpack(String text, int limit) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(text));
      byte[] bytes = new byte[limit];
      int length = inflater.inflate(bytes);
      if (!inflater.finished()) {
        throw Problem.invalid("A sketch of the profile is cut off, or longer than it may be.");
      }
      return Arrays.copyOf(bytes, length);
    } catch (DataFormatException | IllegalArgumentException e) {
      throw Problem.wrap(ProblemCode.INVALID_REQUEST, "A sketch of the profile is unreadable.", e);
    } finally {
      inflater.end();
    }
  }
}
