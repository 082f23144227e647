package dev.rondo.api.mlflow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a content.
///
/// @param length 0 or less when there is nothing of it
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

  /// The one range that a `Range` header asks for. Of several, and of what cannot be read, nothing:
  /// the whole is the right answer to them.
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = FORM.matcher(header);
    if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long last = Math.min(size, Long.parseLong(matcher.group(2)));
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = Long.parseLong(matcher.group(1));
    long to = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
    if (to < from && !matcher.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /// As `Content-Range` has it, without the size.
  @Override
  public String toString() {
    return "bytes " + from + "-" + (from + length - 1);
  }
}
