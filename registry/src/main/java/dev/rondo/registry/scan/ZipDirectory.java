package dev.rondo.registry.scan;

import dev.rondo.registry.scan.ModelFile.Opening;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The directory at the end of a ZIP archive, by which everyone who loads a model finds its
/// entries. What stands before an entry's content says less: PyTorch leaves the lengths out there,
/// and a liar could say something else. It is found as Python finds it, by its length and its end;
/// where others would find another one, the archive is damaged.
final class ZipDirectory {
  private static final int END_LENGTH = 22;
  private static final int END_64_LENGTH = 56;
  private static final int LOCATOR_64_LENGTH = 20;

  /// How many bytes at the end of an archive say where its directory is.
  static final int TAIL = (1 << 16) + END_LENGTH + LOCATOR_64_LENGTH + END_64_LENGTH;

  private static final int MOST_DIRECTORY = 1 << 26;
  private static final int MOST_ENTRIES = 100_000;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;
  private static final int ENCRYPTED = 1;
  private static final int LENGTHS = 0x0001;
  private static final int OTHER_NAME = 0x7075;
  private static final long MASK = 0xffffffffL;

  private ZipDirectory() {}

  /// @param method 0 for stored, 8 for deflated, 12 for bzip2
  /// @param packed how many bytes its content takes in the archive
  /// @param offset where it begins
  record Entry(String name, int method, boolean isEncrypted, long packed, long offset) {}

  /// Where a directory lies.
  ///
  /// @param count how many entries it says that it has
  /// @param moved how many bytes were put before the archive after it was made
  private record Place(long start, long size, long count, long moved) {

    /// @param end what comes after the directory
    static Place before(long end, long count, long size, long offset) {
      return new Place(end - size, size, count, end - size - offset);
    }
  }

  /// Whether a file has a directory at its end, whatever it begins with: then Python reads it as an
  /// archive.
  static boolean isIn(Opening file, Passing passed) throws IOException {
    ByteBuffer tail = passed.tail();
    int end = end(tail);
    if (end < 0) {
      return false;
    }
    Place place = place(tail, end, passed.size() - tail.limit());
    return place.size() >= ENTRY_LENGTH && isOne(file, place.start(), passed.size());
  }

  /// The entries in the order of their places.
  ///
  /// @param passed the whole archive
  /// @throws IOException for what is no whole archive
  static List<Entry> entries(Opening file, Passing passed) throws IOException {
    try {
      ByteBuffer tail = passed.tail();
      int end = end(tail);
      if (end < 0) {
        throw new EOFException("its directory is missing");
      }
      Place place = place(tail, end, passed.size() - tail.limit());
      requireAgreed(tail, end, place);
      require(place.moved() == 0 || !isOne(file, place.start() - place.moved(), passed.size()));
      require(place.count() >= 0 && place.count() <= MOST_ENTRIES);
      require(place.size() >= 0 && place.size() <= MOST_DIRECTORY);
      return entries(part(file, place.start(), place.size()), place);
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
      throw new EOFException("its directory is damaged");
    }
  }

  private static void require(boolean isRight) throws EOFException {
    if (!isRight) {
      throw new EOFException("its directory is damaged");
    }
  }

  private static ByteBuffer part(Opening file, long start, long length) throws IOException {
    require(start >= 0 && length >= 0);
    try (InputStream in = file.open()) {
      in.skipNBytes(start);
      byte[] bytes = in.readNBytes((int) length);
      require(bytes.length == length);
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static boolean isOne(Opening file, long start, long length) throws IOException {
    return start >= 0 && start <= length - ENTRY_LENGTH && part(file, start, 4).getInt() == ENTRY;
  }

  /// @return where the last record of its kind begins, with any comment behind it; -1 without one
  private static int end(ByteBuffer tail) {
    int first = Math.max(0, tail.limit() - (1 << 16) - END_LENGTH);
    for (int i = tail.limit() - END_LENGTH; i >= first; i--) {
      if (tail.getInt(i) == END) {
        return i;
      }
    }
    return -1;
  }

  /// @param tailStart where the tail begins in the file
  private static Place place(ByteBuffer tail, int end, long tailStart) {
    int large = end - LOCATOR_64_LENGTH - END_64_LENGTH;
    if (hasLocator(tail, end) && large >= 0 && tail.getInt(large) == END_64) {
      return Place.before(
          tailStart + large,
          tail.getLong(large + 32),
          tail.getLong(large + 40),
          tail.getLong(large + 48));
    }
    return Place.before(
        tailStart + end,
        tail.getShort(end + 10) & 0xffff,
        tail.getInt(end + 12) & MASK,
        tail.getInt(end + 16) & MASK);
  }

  private static boolean hasLocator(ByteBuffer tail, int end) {
    return end >= LOCATOR_64_LENGTH && tail.getInt(end - LOCATOR_64_LENGTH) == LOCATOR_64;
  }

  /// What the records at the end say of the directory must be one thing, whichever are read.
  private static void requireAgreed(ByteBuffer tail, int end, Place place) throws EOFException {
    long count = tail.getShort(end + 10) & 0xffff;
    long size = tail.getInt(end + 12) & MASK;
    long offset = tail.getInt(end + 16) & MASK;
    if (hasLocator(tail, end)) {
      int large = end - LOCATOR_64_LENGTH - END_64_LENGTH;
      require(tail.getInt(large) == END_64);
      require(tail.getLong(end - 12) == place.start() + place.size() - place.moved());
      require(count == 0xffff || count == place.count());
      require(size == MASK || size == place.size());
      require(offset == MASK || offset == place.start() - place.moved());
    } else {
      require(count != 0xffff && size != MASK && offset != MASK);
    }
  }

  /// Python reads entries as far as the directory goes, others as many as there are said to be.
  private static List<Entry> entries(ByteBuffer directory, Place place) throws EOFException {
    List<Entry> entries = new ArrayList<>();
    for (long i = 0; i < place.count(); i++) {
      entries.add(entry(directory, place.moved()));
    }
    require(!directory.hasRemaining());
    return entries.stream().sorted(Comparator.comparingLong(Entry::offset)).toList();
  }

  private static Entry entry(ByteBuffer directory, long moved) throws EOFException {
    int at = directory.position();
    require(directory.getInt(at) == ENTRY);
    byte[] name = new byte[directory.getShort(at + 28) & 0xffff];
    int extra = directory.getShort(at + 30) & 0xffff;
    int comment = directory.getShort(at + 32) & 0xffff;
    directory.get(at + ENTRY_LENGTH, name);
    long[] lengths = {
      directory.getInt(at + 24) & MASK,
      directory.getInt(at + 20) & MASK,
      directory.getInt(at + 42) & MASK
    };
    int extraAt = at + ENTRY_LENGTH + name.length;
    look(directory.slice(extraAt, extra).order(ByteOrder.LITTLE_ENDIAN), name, lengths);
    directory.position(extraAt + extra + comment);
    return new Entry(
        name(name),
        directory.getShort(at + 10) & 0xffff,
        (directory.getShort(at + 8) & ENCRYPTED) != 0,
        lengths[1],
        lengths[2] + moved);
  }

  /// As Python cuts it.
  private static String name(byte[] bytes) {
    String name = new String(bytes, StandardCharsets.UTF_8);
    int end = name.indexOf('\0');
    return end < 0 ? name : name.substring(0, end);
  }

  /// @param lengths those that do not fit where they belong are taken from the extra fields
  private static void look(ByteBuffer extra, byte[] name, long[] lengths) throws EOFException {
    while (extra.remaining() >= 4) {
      int kind = extra.getShort() & 0xffff;
      ByteBuffer field =
          extra.slice(extra.position() + 2, extra.getShort(extra.position()) & 0xffff);
      extra.position(extra.position() + 2 + field.limit());
      switch (kind) {
        case LENGTHS -> widen(field.order(ByteOrder.LITTLE_ENDIAN), lengths);
        case OTHER_NAME -> requireSame(name, field);
        default -> {}
      }
    }
  }

  /// Numbers that do not fit stand in an extra field, in their order.
  private static void widen(ByteBuffer field, long[] lengths) throws EOFException {
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] == MASK) {
        lengths[i] = field.getLong();
        require(lengths[i] >= 0);
      }
    }
  }

  /// A name in another encoding, which newer versions of Python take, and older ones do not. It has
  /// letters beyond ASCII, as the name has; none that a library asks for has them.
  private static void requireSame(byte[] name, ByteBuffer field) throws EOFException {
    byte[] other = new byte[Math.max(0, field.limit() - 5)];
    field.get(field.limit() - other.length, other);
    require(Arrays.equals(name, other) || !isAscii(name) && !isAscii(other));
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return false;
      }
    }
    return true;
  }
}
