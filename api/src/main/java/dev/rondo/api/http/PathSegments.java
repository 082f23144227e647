package dev.rondo.api.http;

import dev.rondo.kernel.PlainPath;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The one place where the path of a request becomes segments. Each is decoded once; a path is no
/// path of ours when a segment then is not plain, or is empty anywhere but at the end.
final class PathSegments {
  private static final int MOST = 64;

  private PathSegments() {}

  static Optional<List<String>> of(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>(8);
    int from = 1;
    while (from <= rawPath.length() && segments.size() < MOST) {
      int slash = rawPath.indexOf('/', from);
      int end = slash < 0 ? rawPath.length() : slash;
      Optional<String> segment = decode(rawPath.substring(from, end));
      if (segment.isEmpty() || !PlainPath.isSegment(segment.get()) || (end == from && slash >= 0)) {
        return Optional.empty();
      }
      segments.add(segment.get());
      from = end + 1;
    }
    return segments.size() < MOST ? Optional.of(segments) : Optional.empty();
  }

  private static Optional<String> decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return Optional.of(segment);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
    byte[] raw = segment.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int value = i + 2 < raw.length ? hex(raw[i + 1]) * 16 + hex(raw[i + 2]) : -1;
      if (value < 0 || hex(raw[i + 1]) < 0 || hex(raw[i + 2]) < 0) {
        return Optional.empty();
      }
      bytes.write(value);
      i += 2;
    }
    return utf8(bytes.toByteArray());
  }

  private static int hex(byte digit) {
    return Character.digit(digit, 16);
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
