package dev.rondo.kernel.blob;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that is written from its beginning to its end. What stands in it is forced to the disk
/// while more is written, so that little is left to be forced at the end. Confined to one thread.
final class BlobFile implements AutoCloseable {
  private static final long FORCED_AT_ONCE = 16L << 20;

  private final FileChannel channel;
  private final Arena arena;
  private final ByteBuffer buffer;
  private long size;
  private long forced;
  private @Nullable Thread forcing;
  private volatile @Nullable IOException failure;

  private BlobFile(FileChannel channel, Arena arena, ByteBuffer buffer) {
    this.channel = channel;
    this.arena = arena;
    this.buffer = buffer;
  }

  /// @param file an empty one
  /// @param most how many bytes are written at once
  static BlobFile create(Path file, int most) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    Arena arena = Arena.ofConfined();
    return new BlobFile(channel, arena, arena.allocate(most).asByteBuffer());
  }

  /// Writes the first bytes of an array behind what was written before.
  void write(byte[] bytes, int length) throws IOException {
    buffer.clear().put(bytes, 0, length).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    size += length;
    if (size - forced >= FORCED_AT_ONCE && (forcing == null || !forcing.isAlive())) {
      forced = size;
      forcing = Thread.ofVirtual().start(this::forceAhead);
    }
  }

  /// The system tells of a failure only once.
  private void forceAhead() {
    try {
      channel.force(false);
    } catch (IOException e) {
      failure = e;
    }
  }

  /// Returns when all is on the disk.
  void force() throws IOException {
    join();
    if (failure != null) {
      throw failure;
    }
    channel.force(true);
  }

  private void join() throws IOException {
    try {
      if (forcing != null) {
        forcing.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The transfer was interrupted.");
    }
  }

  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    try (arena) {
      channel.close();
    }
  }
}
