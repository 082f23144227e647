package dev.rondo.app.demo;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private void refuses(Path data, String reason) {
    Terminal terminal = new Terminal(print(out), print(err), false, Map.of());
    Path home = folder.resolve("home");
    int exit =
        RondoCommand.build(terminal, List.of(new DemoCommand()))
            .execute("demo", "--data", data.toString(), "--home", home.toString(), "--exit");
    assertThat(exit).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--data: ", data.toString(), reason);
    assertThat(home).doesNotExist();
  }

  private static PrintStream print(ByteArrayOutputStream into) {
    return new PrintStream(into, true, StandardCharsets.UTF_8);
  }

  @Test
  void aMissingFolderOfDataIsAUsageErrorBeforeAnythingStarts() {
    refuses(folder.resolve("nowhere"), "There is no folder");
  }

  @Test
  void aFileIsNoFolderOfData() throws IOException {
    refuses(Files.writeString(folder.resolve("2018-01.csv"), "a"), "There is no folder");
  }

  @Test
  void aFolderWithoutMonthlyFilesIsAUsageErrorToo() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("trips.csv"), "a");
    refuses(empty, "no monthly files");
  }
}
