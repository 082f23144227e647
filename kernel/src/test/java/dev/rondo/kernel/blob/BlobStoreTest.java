package dev.rondo.kernel.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.testing.ForAll;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
