package dev.rondo.api.openlineage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that events are appended to, one a line. A line that a crash or a full disk cut off is
/// taken back before the next one is written. Confined to its forwarder's thread.
final class FileReceiver implements Receiver {
  private final Path file;

  FileReceiver(Path file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Delivery send(byte[] json) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      append(json);
      return TAKEN;
    } catch (IOException e) {
      return new Delivery.Unreachable("it cannot be written: " + e.getMessage() + ".");
    }
  }

  private void append(byte[] json) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      channel.truncate(endOfLines(channel));
      channel.position(channel.size());
      ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(false);
    }
  }

  /// Where the last whole line ends.
  private static long endOfLines(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }
}
