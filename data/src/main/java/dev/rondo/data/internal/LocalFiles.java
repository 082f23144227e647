package dev.rondo.data.internal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/// Iceberg's metadata on local files, synchronised to disk before they count as written. It may be
/// closed more than once.
final class LocalFiles implements FileIO {
  private static final long serialVersionUID = 1;

  @Override
  public InputFile newInputFile(String path) {
    return org.apache.iceberg.Files.localInput(path);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new LocalOutput(Path.of(path));
  }

  @Override
  public void deleteFile(String path) {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record LocalOutput(Path path) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return open(StandardOpenOption.CREATE_NEW);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return open(StandardOpenOption.CREATE);
    }

    private PositionOutputStream open(StandardOpenOption create) {
      try {
        Files.createDirectories(path.getParent());
        return new SyncedStream(
            FileChannel.open(
                path, create, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
      } catch (FileAlreadyExistsException e) {
        throw new org.apache.iceberg.exceptions.AlreadyExistsException(e, "%s exists", path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String location() {
      return path.toString();
    }

    @Override
    public InputFile toInputFile() {
      return org.apache.iceberg.Files.localInput(new File(location()));
    }
  }

  private static final class SyncedStream extends PositionOutputStream {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private long position;

    SyncedStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      if (!buffer.hasRemaining()) {
        drain();
      }
      buffer.put((byte) b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (!buffer.hasRemaining()) {
          drain();
        }
        int n = Math.min(length - done, buffer.remaining());
        buffer.put(bytes, offset + done, n);
        done += n;
      }
      position += length;
    }

    private void drain() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        drain();
        channel.force(true);
        channel.close();
      }
    }
  }
}
