package dev.rondo.registry.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Notes of a stream that passes by how long it is, how it ends, and whether it has the signature
/// of HDF5 at one of the places where that is looked for. Confined to one thread.
final class Passing extends Watched {
  private final byte[] last = new byte[ZipDirectory.TAIL];
  private final byte[] mark = new byte[KerasLayers.HDF5.length];
  private long size;
  private long markAt;
  private boolean hasHdf5;

  Passing(InputStream in) {
    super(in);
  }

  /// How many bytes have passed.
  long size() {
    return size;
  }

  /// The last bytes, as many as there are of [ZipDirectory#TAIL], the lowest byte first.
  ByteBuffer tail() {
    int length = (int) Math.min(size, last.length);
    byte[] tail = new byte[length];
    int at = (int) ((size - length) % last.length);
    int part = Math.min(length, last.length - at);
    System.arraycopy(last, at, tail, 0, part);
    System.arraycopy(last, 0, tail, part, length - part);
    return ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Whether HDF5 begins at its beginning or behind a block of the user's own.
  boolean hasHdf5() {
    return hasHdf5;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n > 0) {
      look(buffer, offset, n);
      keep(buffer, offset, n);
      size += n;
    }
    return n;
  }

  private void keep(byte[] buffer, int offset, int n) {
    for (int i = Math.max(0, n - last.length); i < n; ) {
      int at = (int) ((size + i) % last.length);
      int part = Math.min(last.length - at, n - i);
      System.arraycopy(buffer, offset + i, last, at, part);
      i += part;
    }
  }

  /// The signature stands at 0, 512, 1024, 2048 and so on.
  private void look(byte[] buffer, int offset, int n) {
    while (markAt < size + n) {
      int from = (int) Math.max(0, size - markAt);
      int to = (int) Math.min(mark.length, size + n - markAt);
      System.arraycopy(buffer, offset + (int) (markAt + from - size), mark, from, to - from);
      if (to < mark.length) {
        return;
      }
      hasHdf5 |= Arrays.equals(mark, KerasLayers.HDF5);
      markAt = Math.max(512, 2 * markAt);
    }
  }
}
