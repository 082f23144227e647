package dev.rondo.app.check;

import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/// The commands that read data in their own process, as a shell runs them in a folder.
abstract class CommandTest {
  @TempDir Path folder;
  String out = "";
  String err = "";

  final Path file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Words that begin with `@` are files of the folder.
  final int rondo(String... words) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            false,
            Map.of());
    String[] all =
        Arrays.stream(words)
            .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
            .toArray(String[]::new);
    int exit =
        RondoCommand.build(
                terminal,
                List.of(
                    new CheckCommand(terminal),
                    new ProfileCommand(terminal),
                    ContractsCommand.of(terminal)))
            .execute(all);
    out = results.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    err = errors.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    return exit;
  }
}
