package dev.rondo.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 of some content, as 64 lower-case hex digits.
public record Digest(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Digest {
    if (!FORM.matcher(value).matches()) {
      throw Problem.invalid("'%s' is not a digest: 64 lower-case hex digits are needed.", value);
    }
  }

  public static Digest of(byte[] content) {
    return finish(start(), content);
  }

  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads the whole file.
  public static Digest of(Path file) {
    MessageDigest digest = start();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return finish(digest, new byte[0]);
  }

  /// A fresh SHA-256, for content that comes in pieces.
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /// Ends a digest with its last piece.
  public static Digest finish(MessageDigest digest, byte[] lastPiece) {
    return new Digest(HexFormat.of().formatHex(digest.digest(lastPiece)));
  }

  /// The first twelve digits, for people.
  public String brief() {
    return value.substring(0, 12);
  }

  @Override
  public String toString() {
    return value;
  }
}
