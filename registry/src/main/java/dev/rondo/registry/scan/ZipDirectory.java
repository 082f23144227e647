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
import java.util.Comparator;
import java.util.List;

/// The directory at the end of a ZIP archive, by which everyone who loads a model finds its
/// entries. What stands before an entry's content says less: PyTorch leaves the lengths out there,
/// and a liar could say something else.
final class ZipDirectory {
  private static final int TAIL = 1 << 17;
  private static final int MOST_DIRECTORY = 1 << 26;
  private static final int MOST_ENTRIES = 100_000;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int ENCRYPTED = 1;
  private static final long MASK = 0xffffffffL;

  private ZipDirectory() {}

  /// @param method 0 for stored, 8 for deflated, 12 for bzip2
  /// @param packed how many bytes its content takes in the archive
  /// @param offset where it begins
  record Entry(String name, int method, boolean isEncrypted, long packed, long offset) {}

  /// The entries in the order of their places.
  ///
  /// @param length of the archive, in bytes
  /// @throws IOException for what is no whole archive
  static List<Entry> entries(Opening file, long length) throws IOException {
    try {
      long tailStart = Math.max(0, length - TAIL);
      ByteBuffer tail = part(file, tailStart, length - tailStart);
      int end = end(tail);
      long count = tail.getShort(end + 10) & 0xffff;
      long size = tail.getInt(end + 12) & MASK;
      long offset = tail.getInt(end + 16) & MASK;
      if (offset == MASK || size == MASK || count == 0xffff) {
        long at = tail.getInt(end - 20) == LOCATOR_64 ? tail.getLong(end - 12) : -1;
        ByteBuffer large = part(file, at, 56);
        require(large.getInt(0) == END_64);
        count = large.getLong(32);
        size = large.getLong(40);
        offset = large.getLong(48);
      }
      require(count >= 0 && count <= MOST_ENTRIES && size <= MOST_DIRECTORY);
      return entries(part(file, offset, size), count);
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

  private static int end(ByteBuffer tail) throws EOFException {
    for (int i = tail.limit() - 22; i >= 0; i--) {
      if (tail.getInt(i) == END) {
        return i;
      }
    }
    throw new EOFException("its directory is missing");
  }

  private static List<Entry> entries(ByteBuffer directory, long count) throws EOFException {
    List<Entry> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      require(directory.getInt() == ENTRY);
      int at = directory.position() - 4;
      byte[] name = new byte[directory.getShort(at + 28) & 0xffff];
      int extra = directory.getShort(at + 30) & 0xffff;
      int comment = directory.getShort(at + 32) & 0xffff;
      directory.get(at + 46, name);
      long[] lengths = {
        directory.getInt(at + 24) & MASK,
        directory.getInt(at + 20) & MASK,
        directory.getInt(at + 42) & MASK
      };
      widen(directory.slice(at + 46 + name.length, extra).order(ByteOrder.LITTLE_ENDIAN), lengths);
      entries.add(
          new Entry(
              new String(name, StandardCharsets.UTF_8),
              directory.getShort(at + 10) & 0xffff,
              (directory.getShort(at + 8) & ENCRYPTED) != 0,
              lengths[1],
              lengths[2]));
      directory.position(at + 46 + name.length + extra + comment);
    }
    return entries.stream().sorted(Comparator.comparingLong(Entry::offset)).toList();
  }

  /// Numbers that do not fit stand in an extra field, in their order.
  private static void widen(ByteBuffer extra, long[] lengths) {
    while (extra.remaining() >= 4) {
      int kind = extra.getShort() & 0xffff;
      int length = extra.getShort() & 0xffff;
      int next = extra.position() + length;
      for (int i = 0; kind == 1 && i < lengths.length; i++) {
        if (lengths[i] == MASK) {
          lengths[i] = extra.getLong();
        }
      }
      extra.position(next);
    }
  }
}
