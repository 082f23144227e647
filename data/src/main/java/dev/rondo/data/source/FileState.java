package dev.rondo.data.source;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;

/// What a file was when it was read.
///
/// @param digest of its content
record FileState(SourceFile file, long size, FileTime modified, Digest digest) {
  private static final int END = 1 << 16;

  /// The state by the whole content.
  static FileState whole(SourceFile file) {
    return of(file, Digest.of(file.path()));
  }

  /// The state by the content's beginning and end, for files that are read in place and tell at
  /// their end what they hold.
  static FileState ends(SourceFile file) {
    MessageDigest digest = Digest.start();
    try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(END, in.length())];
      in.readFully(bytes);
      digest.update(bytes);
      in.seek(in.length() - bytes.length);
      in.readFully(bytes);
      return of(file, Digest.finish(digest, bytes));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static FileState of(SourceFile file, Digest digest) {
    try {
      return new FileState(
          file, Files.size(file.path()), Files.getLastModifiedTime(file.path()), digest);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// Refuses what was read when the file is another by now.
  void requireSame(FileState now) {
    if (!equals(now)) {
      throw Problem.conflict(
          "The file '%s' changed while it was read (%,d bytes before, %,d after); read it again when"
              + " nobody writes it.",
          file.name(), size, now.size);
    }
  }

  static Problem unreadable(SourceFile file, IOException e) {
    return e instanceof NoSuchFileException
        ? Problem.notFound("There is no file '%s'.", file.name())
        : Problem.wrap(
            ProblemCode.INVALID_DATA,
            "The file '" + file.name() + "' cannot be read: " + e.getMessage(),
            e);
  }
}
