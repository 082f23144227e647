package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.cli.Terminal.Colour;
import dev.rondo.cli.Text;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.check.Expected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Contracts as the commands read and write them.
final class ContractFiles {
  private ContractFiles() {}

  static ContractDocument read(Path file) {
    return ContractDocument.parse(file.toString(), text(file));
  }

  /// The text of a file that a command works on.
  ///
  /// @throws Problem `not-found` when it is not there
  static String text(Path file) {
    if (!Files.exists(file)) {
      throw Problem.notFound("There is no file '%s'.", file);
    }
    return Expected.text(file);
  }

  /// The table that is meant.
  ///
  /// @param name empty for the only one
  static Contract object(ContractDocument document, String name) {
    List<String> names = document.objects().stream().map(Contract::object).toList();
    if (name.isEmpty() && names.size() != 1) {
      throw Problem.invalid(
          "'%s' is about the tables %s; name one with --object.", document.file(), names);
    }
    return document
        .object(name.isEmpty() ? names.getFirst() : name)
        .orElseThrow(() ->
            Problem.notFound("'%s' has no table '%s', only %s.", document.file(), name, names));
  }

  /// Says something that people should know, beside the result.
  static void note(Terminal terminal, String note) {
    terminal.err().println(terminal.paint(Colour.BLUE, "note   ") + "  " + Text.plain(note));
  }

  /// Writes to a new file, or to standard output: a file that people may have edited is never
  /// written over.
  static void write(Terminal terminal, @Nullable Path output, String text) {
    if (output == null) {
      terminal.out().print(text);
      terminal.out().flush();
      return;
    }
    try {
      Files.writeString(output, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw Problem.wrap(
          ProblemCode.CONFLICT,
          "'" + output + "' is there already; name another file, or remove it.",
          e);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL, "'" + output + "' cannot be written: " + e.getMessage(), e);
    }
    terminal.err().println("Written to " + output + ".");
  }
}
