package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/// Contents that come in numbered parts, in any order, over as many calls and restarts as it takes,
/// and become one blob in the end. Each upload is a folder with one file for each part, which is
/// there whole or not at all. Thread-safe.
public final class Uploads {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final String NOTE = "upload";
  private static final Duration REST = Duration.ofDays(1);
  private static final int MOST_PARTS = 10_000;

  private final Path root;
  private final BlobStore blobs;

  /// @param root created when missing
  public Uploads(Path root, BlobStore blobs) {
    this.root = root;
    this.blobs = blobs;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// A part that is there.
  public record Part(int number, Digest digest) {}

  /// Begins an upload.
  ///
  /// @param id new, 32 hex digits
  /// @param note whatever its owner must know of it later
  public void begin(String id, String note) {
    try {
      Path folder = Files.createDirectory(folder(id));
      Files.writeString(folder.resolve(NOTE), note);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// What was noted at the beginning.
  ///
  /// @throws Problem `not-found` when there is no such upload, or none any more
  public String note(String id) {
    try {
      return Files.readString(existing(id).resolve(NOTE));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Stores a part; the same number again replaces it.
  public Part put(String id, int number, InputStream content) {
    Path folder = existing(id);
    if (number < 1 || number > MOST_PARTS) {
      throw Problem.invalid("Part %d cannot be; 1 to %d can.", number, MOST_PARTS);
    }
    try {
      Path file = Files.createTempFile(folder, "", ".part");
      try {
        Part part = new Part(number, BlobStore.copy(content, file).digest());
        Files.move(file, folder.resolve(name(part)), StandardCopyOption.ATOMIC_MOVE);
        return part;
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String name(Part part) {
    return part.number() + "-" + part.digest();
  }

  /// Stores the parts, one after the other, as one blob. The upload is still there, so that the
  /// call can be repeated until [#end].
  ///
  /// @throws Problem `invalid-request` when one of them is not there
  public Blob join(String id, List<Part> parts) {
    Path folder = existing(id);
    List<Path> files = parts.stream().map(part -> folder.resolve(name(part))).toList();
    for (int i = 0; i < files.size(); i++) {
      if (!Files.exists(files.get(i))) {
        throw Problem.invalid(
            "Part %d has not been uploaded with that ETag.", parts.get(i).number());
      }
    }
    try (InputStream all =
        new SequenceInputStream(
            Collections.enumeration(files.stream().map(Uploads::open).toList()))) {
      return blobs.put(all);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Opens the file when it is read first: there may be thousands.
  private static InputStream open(Path file) {
    return new InputStream() {
      private final byte[] one = new byte[1];
      private InputStream in = InputStream.nullInputStream();
      private boolean opened;

      @Override
      public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!opened) {
          in = Files.newInputStream(file);
          opened = true;
        }
        return in.read(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  /// Forgets an upload with its parts; one that is not there is no mistake.
  public void end(String id) {
    remove(folder(id));
  }

  /// Forgets the uploads to which nothing has come for a day. One that ends, or goes on, meanwhile
  /// is passed over.
  ///
  /// @param now system time
  public void sweep(Instant now) {
    Instant before = now.minus(REST);
    try (DirectoryStream<Path> uploads = Files.newDirectoryStream(root)) {
      for (Path upload : uploads) {
        if (isOlder(upload, before)) {
          remove(upload);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static boolean isOlder(Path upload, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(upload).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void remove(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (NoSuchFileException | DirectoryNotEmptyException e) {
      System.getLogger(Uploads.class.getName())
          .log(Level.DEBUG, "The upload '" + folder + "' has gone, or goes on.", e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path existing(String id) {
    Path folder = folder(id);
    if (!Files.exists(folder.resolve(NOTE))) {
      throw Problem.notFound("There is no upload '%s'; it may have ended.", id);
    }
    return folder;
  }

  private Path folder(String id) {
    if (!ID.matcher(id).matches()) {
      throw Problem.notFound("There is no upload with that id.");
    }
    return root.resolve(id);
  }

  private static Problem failed(IOException e) {
    return Writing.failed("An upload could not be kept", e);
  }
}
