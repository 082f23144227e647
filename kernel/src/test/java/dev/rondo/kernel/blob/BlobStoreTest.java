package dev.rondo.kernel.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.testing.ForAll;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobStoreTest {
  @TempDir Path folder;

  @Test
  void whatIsPutIsLoadedUnderItsDigest() {
    BlobStore store = new BlobStore(folder);
    ForAll.forAll(
        50,
        random -> {
          byte[] content = new byte[random.nextInt(200_000)];
          random.nextBytes(content);
          return content;
        },
        content -> {
          Blob blob = store.put(content);
          assertThat(blob).isEqualTo(new Blob(Digest.of(content), content.length));
          assertThat(store.load(blob.digest())).isEqualTo(content);
        });
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
  }

  @Test
  void damageIsFound() throws Exception {
    BlobStore store = new BlobStore(folder);
    Blob blob = store.put("text".getBytes(UTF_8));
    Files.writeString(store.existing(blob.digest()), "tent");
    assertThatThrownBy(() -> store.load(blob.digest()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void anUnknownDigestIsNotFound() {
    assertThatThrownBy(() -> new BlobStore(folder).load(Digest.of("x")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("no blob");
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, VerifiedBlob.SMALL, VerifiedBlob.SMALL + 1, VerifiedBlob.SMALL * 2 + 7})
  void whatIsWrittenIsWhatWasPut(int size) throws Exception {
    BlobStore store = new BlobStore(folder);
    byte[] content = content(size);
    Digest digest = store.put(content).digest();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.write(digest, out);
    assertThat(out.toByteArray()).isEqualTo(content);
    out.reset();
    store.write(digest, size / 3, size - size / 3 - size / 7, out);
    assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(content, size / 3, size - size / 7));
  }

  @Test
  void damageOfALargeBlobIsFoundBeforeItsEnd() throws Exception {
    BlobStore store = new BlobStore(folder);
    byte[] content = content(VerifiedBlob.SMALL * 2);
    Digest digest = store.put(content).digest();
    content[12] ^= 1;
    Files.write(store.existing(digest), content);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> store.write(digest, out)).hasMessageContaining("damaged");
    assertThat(out.size()).isLessThan(content.length);
    out.reset();
    assertThatThrownBy(() -> store.write(digest, 5, 10, out)).hasMessageContaining("damaged");
    assertThat(out.size()).isZero();
  }

  @Test
  void theSameContentPutAgainMendsADamagedBlob() throws Exception {
    BlobStore store = new BlobStore(folder);
    Digest digest = store.put("text".getBytes(UTF_8)).digest();
    Files.writeString(store.existing(digest), "tent");
    store.put("text".getBytes(UTF_8));
    assertThat(store.load(digest)).isEqualTo("text".getBytes(UTF_8));
  }

  @Test
  void aStreamThatBreaksOffLeavesNothing() {
    BlobStore store = new BlobStore(folder);
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(content(900_000)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("No space left on device");
              }
            });
    assertThatThrownBy(() -> store.put(broken)).hasMessageContaining("No space left on device");
    assertThat(folder.resolve("incoming")).isEmptyDirectory();
    assertThat(folder).isDirectoryNotContaining(path -> !path.endsWith("incoming"));
  }
}
