package dev.rondo.kernel.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBoxTest {
  @TempDir Path folder;

  @Test
  void whatWasSealedIsReadWithTheSameKeyAfterAnotherStart() {
    String sealed = SecretBox.open(folder.resolve("key")).seal("hush ü");
    assertThat(sealed).doesNotContain("hush");
    assertThat(SecretBox.open(folder.resolve("key")).unseal(sealed)).isEqualTo("hush ü");
  }

  @Test
  void theSameSecretIsNeverSealedAlike() {
    SecretBox box = SecretBox.open(folder.resolve("key"));
    assertThat(box.seal("x")).isNotEqualTo(box.seal("x"));
  }

  @Test
  void theKeyIsForItsOwnerAlone() throws IOException {
    SecretBox.open(folder.resolve("key"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void anotherKeyOrAnAlteredSecretIsRefused() {
    SecretBox box = SecretBox.open(folder.resolve("key"));
    String sealed = box.seal("hush");
    assertThatThrownBy(() -> SecretBox.open(folder.resolve("other")).unseal(sealed))
        .isInstanceOf(Problem.class);
    char last = sealed.charAt(10);
    String altered = sealed.substring(0, 10) + (last == 'A' ? 'B' : 'A') + sealed.substring(11);
    assertThatThrownBy(() -> box.unseal(altered)).isInstanceOf(Problem.class);
  }

  @Test
  void aKeyFileThatIsNoneIsRefused() throws IOException {
    Files.writeString(folder.resolve("key"), "short");
    assertThatThrownBy(() -> SecretBox.open(folder.resolve("key")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("has 5 bytes");
  }
}
