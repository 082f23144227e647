package dev.rondo.registry.scan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks into the entries of a tape archive, of the old form and of those of POSIX and GNU. It
/// reads the headers itself, since it must keep little of them whatever lengths they claim. What
/// Python would place elsewhere than others do counts as damage. Confined to one thread.
final class TarContents {
  private static final int BLOCK = 512;
  private static final int MOST_NAMED = 1 << 20;
  private static final int MOST_ENTRIES = 100_000;
  private static final int CHECKSUM = 148;
  private static final Pattern OCTAL = Pattern.compile(" *([0-7]{1,12})[ \0]*");

  /// What Python's `int` takes to the base 8.
  private static final Pattern NUMBER = Pattern.compile("([+-]?)(?:0[oO]_?)?([0-7]+(?:_[0-7]+)*)");

  /// Where the numbers of a header stand, and how long they are; Python reads each.
  private static final Map<Integer, Integer> NUMBERS =
      Map.of(100, 8, 108, 8, 116, 8, 124, 12, 136, 12, CHECKSUM, 8, 329, 8, 337, 8);

  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");
  private static final String NO_CONTENT = "123456";

  private final Contents contents;
  private final Part archive;
  private final InputStream in;
  private long at;

  /// What an entry before says of the next: its name, where it links to, its length.
  private Optional<String> name = Optional.empty();

  private Optional<String> link = Optional.empty();
  private Optional<Long> size = Optional.empty();

  private TarContents(Contents contents, Part archive, InputStream in) {
    this.contents = contents;
    this.archive = archive;
    this.in = in;
  }

  /// Whether it begins with a header, by its sum: the old form has no other mark.
  static boolean begins(byte[] start) {
    return start.length == BLOCK && !isEmpty(start) && isHeader(start);
  }

  /// Whether Python takes it for one: the sum is one of bytes with a sign or without.
  private static boolean isHeader(byte[] head) {
    OptionalLong told = number(head, CHECKSUM, 8);
    if (told.isEmpty()) {
      return false;
    }
    long sum = 8 * ' ';
    long signed = sum;
    for (int i = 0; i < BLOCK; i++) {
      boolean isSummed = i < CHECKSUM || i >= CHECKSUM + 8;
      sum += isSummed ? head[i] & 0xff : 0;
      signed += isSummed ? head[i] : 0;
    }
    return (told.getAsLong() == sum || told.getAsLong() == signed)
        && NUMBERS.entrySet().stream()
            .allMatch(field -> number(head, field.getKey(), field.getValue()).isPresent());
  }

  /// A number as Python reads it, if it fits; empty where Python reads none.
  private static OptionalLong number(byte[] head, int from, int length) {
    int first = head[from] & 0xff;
    if (first == 0x80 || first == 0xff) {
      BigInteger value = new BigInteger(1, Arrays.copyOfRange(head, from + 1, from + length));
      BigInteger below =
          first == 0xff ? BigInteger.ONE.shiftLeft(8 * (length - 1)) : BigInteger.ZERO;
      return OptionalLong.of(value.subtract(below).longValue());
    }
    String text = latin(head, from, length);
    int end = text.indexOf('\0');
    String digits = (end < 0 ? text : text.substring(0, end)).strip();
    Matcher number = NUMBER.matcher(digits.isEmpty() ? "0" : digits);
    return number.matches()
        ? OptionalLong.of(Long.parseLong(number.group(1) + number.group(2).replace("_", ""), 8))
        : OptionalLong.empty();
  }

  private static String latin(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  static void look(Contents contents, Part archive, InputStream in) throws IOException {
    try {
      new TarContents(contents, archive, in).entries();
    } catch (EOFException e) {
      String why = Optional.ofNullable(e.getMessage()).orElse("an entry is cut off");
      contents.add(Contents.damaged(archive.path(), why));
    }
  }

  private void entries() throws IOException {
    int entries = 0;
    for (byte[] head = next(BLOCK); head.length > 0; head = next(BLOCK)) {
      if (isEmpty(head)) {
        continue;
      }
      if (++entries > MOST_ENTRIES) {
        contents.add(Contents.beyond(archive.path()));
        return;
      }
      if (head.length < BLOCK || !isHeader(head)) {
        throw new EOFException("a header is wrong");
      }
      entry(head);
    }
  }

  private byte[] next(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    at += bytes.length;
    return bytes;
  }

  private static boolean isEmpty(byte[] head) {
    for (byte one : head) {
      if (one != 0) {
        return false;
      }
    }
    return true;
  }

  private void entry(byte[] head) throws IOException {
    char type = (char) (head[156] & 0xff);
    switch (type) {
      case 'L' -> name = Optional.of(text(named(head)));
      case 'K' -> link = Optional.of(text(named(head)));
      case 'x', 'X' -> extended(named(head));
      case 'g' -> {
        extended(named(head));
        if (name.isPresent() || link.isPresent() || size.isPresent()) {
          throw new EOFException("a header for all entries names one");
        }
      }
      case 'S' -> throw new EOFException("an entry has holes");
      default -> {
        content(head, type);
        name = Optional.empty();
        link = Optional.empty();
        size = Optional.empty();
      }
    }
  }

  private void content(byte[] head, char type) throws IOException {
    String path = name.orElse(plainName(head));
    boolean isFolder = path.endsWith("/") || text(head, 0, 100).endsWith("/");
    boolean hasContent = NO_CONTENT.indexOf(type) < 0 && !(type == 0 && isFolder);
    long length = size.isPresent() ? size.get() : size(head);
    boolean isLink = type == '1' || type == '2';
    if (Contents.leadsOut(path) || isLink && Contents.leadsOut(link.orElse(text(head, 157, 100)))) {
      contents.add(Contents.outside(archive.path(path)));
    }
    if (!hasContent && length > 0) {
      throw new EOFException("an entry that is no file has a content");
    }
    long start = at;
    Section packed = new Section(in, length);
    Part inside = archive.entry(path, contents.section(archive, start, length));
    contents.look(inside, packed);
    in.skipNBytes(packed.rest() + padding(length));
    at = start + length + padding(length);
  }

  private static long padding(long length) {
    return -length & (BLOCK - 1);
  }

  /// @throws EOFException for a length that Python may read otherwise
  private static long size(byte[] head) throws EOFException {
    Matcher octal = OCTAL.matcher(latin(head, 124, 12));
    if (octal.matches()) {
      return Long.parseLong(octal.group(1), 8);
    }
    long size = 0;
    for (int i = 125; i < 136; i++) {
      size = size << 8 | head[i] & 0xff;
      if (size < 0 || size > Long.MAX_VALUE >> 9) {
        throw new EOFException("a length is wrong");
      }
    }
    if ((head[124] & 0xff) != 0x80) {
      throw new EOFException("a length is wrong");
    }
    return size;
  }

  private static String plainName(byte[] head) {
    String prefix = latin(head, 257, 6).equals("ustar\0") ? text(head, 345, 155) : "";
    return prefix.isEmpty() ? text(head, 0, 100) : prefix + "/" + text(head, 0, 100);
  }

  private static String text(byte[] bytes, int from, int length) {
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private static String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  /// The content of an entry that says something of others.
  private byte[] named(byte[] head) throws IOException {
    long length = size(head);
    if (length > MOST_NAMED) {
      throw new EOFException("a name is too long");
    }
    byte[] bytes = next((int) length);
    int padding = (int) padding(length);
    if (bytes.length < length || next(padding).length < padding) {
      throw new EOFException("a name is cut off");
    }
    return bytes;
  }

  /// Records such as `12 path=a\n`, each with its own length.
  private void extended(byte[] records) throws EOFException {
    int from = 0;
    while (from < records.length && records[from] != 0) {
      String rest = latin(records, from, Math.min(20, records.length - from));
      String digits = rest.substring(0, Math.max(0, rest.indexOf(' ')));
      int length = digits.matches("[0-9]{1,8}") ? Integer.parseInt(digits) : 0;
      if (length < digits.length() + 4
          || length > records.length - from
          || records[from + length - 1] != '\n') {
        throw new EOFException("an extended header is wrong");
      }
      int start = from + digits.length() + 1;
      property(new String(records, start, from + length - 1 - start, StandardCharsets.UTF_8));
      from += length;
    }
  }

  private void property(String text) throws EOFException {
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1);
    switch (text.substring(0, Math.max(0, equals))) {
      case "path" -> name = Optional.of(value);
      case "linkpath" -> link = Optional.of(value);
      case "size" -> {
        if (size.isPresent() || !SIZE.matcher(value).matches()) {
          throw new EOFException("a length is wrong");
        }
        size = Optional.of(Long.parseLong(value));
      }
      case String key when key.startsWith("GNU.sparse") ->
          throw new EOFException("an entry has holes");
      default -> {}
    }
  }
}
