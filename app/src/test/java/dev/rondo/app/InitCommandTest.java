package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path folder;
  private String err = "";

  @BeforeEach
  void setRoot() {
    System.setProperty("rondo.root", "..");
  }

  @AfterEach
  void clearRoot() {
    System.clearProperty("rondo.root");
  }

  private int init(Path target) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(text, true, StandardCharsets.UTF_8);
    int exit =
        RondoCommand.build(new Terminal(print, print, false, Map.of()), List.of(new InitCommand()))
            .execute("init", target.toString());
    err = text.toString(StandardCharsets.UTF_8);
    return exit;
  }

  @Test
  void theExampleIsCopiedUnderTheFoldersName() throws IOException {
    assertThat(init(folder.resolve("my-rides"))).isZero();
    assertThat(folder.resolve("my-rides/project.yaml"))
        .content()
        .contains("name: my-rides\n")
        .doesNotContain("name: taxi-duration");
    assertThat(folder.resolve("my-rides/pipelines/train.yaml")).exists();
  }

  @Test
  void whereNoFolderCanBeMadeIsSaid() throws IOException {
    assertThat(init(Path.of("/"))).isEqualTo(5);
    assertThat(err).contains("exists already");
    Path file = Files.writeString(folder.resolve("file"), "a");
    assertThat(init(file.resolve("project"))).isEqualTo(1);
    assertThat(err).contains("cannot be written");
    assertThat(init(folder.resolve("My Rides"))).isEqualTo(1);
    assertThat(err).contains("'My Rides' is not a project name");
  }
}
