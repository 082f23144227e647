package dev.rondo.kernel.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir Path folder;

  @Test
  void aSecondServerIsRefusedAndTheFirstNamed() throws Exception {
    try (Home _ = Home.open(folder.resolve("h"))) {
      assertThatThrownBy(() -> Home.open(folder.resolve("h")))
          .isInstanceOfSatisfying(
              Problem.class,
              p -> {
                assertThat(p.code()).isEqualTo(ProblemCode.HOME_IN_USE);
                assertThat(p.text()).contains(Long.toString(ProcessHandle.current().pid()));
              });
    }
    Home.open(folder.resolve("h")).close();
  }

  @Test
  void aNewerHomeIsRefused() throws Exception {
    Home.open(folder.resolve("h")).close();
    Files.writeString(folder.resolve("h/format"), "99\n");
    assertThatThrownBy(() -> Home.open(folder.resolve("h")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.code()).isEqualTo(ProblemCode.HOME_TOO_NEW));
  }

  @Test
  void aHomeThatWasMovedIsRefusedUntilItsPathLeadsThereAgain() throws Exception {
    Home.open(folder.resolve("h")).close();
    Files.move(folder.resolve("h"), folder.resolve("moved"));
    assertThatThrownBy(() -> Home.open(folder.resolve("moved")))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.code()).isEqualTo(ProblemCode.HOME_UNUSABLE);
              assertThat(p.text()).contains(folder.resolve("h").toString());
            });
    Files.createSymbolicLink(folder.resolve("h"), folder.resolve("moved"));
    Home.open(folder.resolve("h")).close();
  }

  @Test
  void aHomeThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "text");
    assertThatThrownBy(() -> Home.open(file))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.code()).isEqualTo(ProblemCode.HOME_UNUSABLE);
              assertThat(p.text()).contains("--home");
            });
  }

  @Test
  void temporaryFilesAreSweptAtStart() throws Exception {
    try (Home home = Home.open(folder.resolve("h"))) {
      Path deep = Files.createDirectories(home.folder("tmp").resolve("a/b"));
      Files.writeString(deep.resolve("left"), "x");
    }
    try (Home home = Home.open(folder.resolve("h"))) {
      assertThat(home.folder("tmp")).isEmptyDirectory();
    }
  }

  @Test
  void onlyTheOwnerCanLookInside() throws Exception {
    try (Home home = Home.open(folder.resolve("h"))) {
      assertThat(Files.getPosixFilePermissions(home.root()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }
}
