package dev.rondo.app.check;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.OwnExits;
import dev.rondo.cli.Terminal;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceSession;
import dev.rondo.kernel.Counted;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.ProfileText;
import dev.rondo.quality.profile.Profiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells what data holds, in this process: no server and no home are needed.
@Command(
    name = "profile",
    description = "Tell what data holds: types, gaps, values, keys, relations, likely leaks.",
    footer = {"", "Example: rondo profile hour.csv --target cnt"})
public final class ProfileCommand implements Callable<Integer>, OwnExits {
  private static final String RELATION = "rows";

  @Mixin private final HomeOptions options = new HomeOptions();
  @Mixin private final SourceFlags flags = new SourceFlags();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Where the rows are.")
  private List<String> locations = List.of();

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column that a model shall predict: what gives it away is named.")
  private String target = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Keep the profile as JSON in a file, beside what is shown.")
  private @Nullable Path output;

  private final Terminal terminal;

  public ProfileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Optional<ExitCode> exit(ProblemCode problem) {
    return problem == ProblemCode.INVALID_REQUEST ? Optional.of(ExitCode.USAGE) : Optional.empty();
  }

  @Override
  public Integer call() {
    RowSource source = RowSource.parse(locations, flags.options());
    Path home = options.home(terminal.environment());
    List<RowSource> all = List.of(source);
    try (Workplace work = Workplace.open(terminal, all, home, flags.project());
        SourceSession session = SourceSession.open(work.engine(), work.reader(), all)) {
      Rows rows = session.read(source, RELATION);
      Profile profile =
          Profiler.profile(session.sql(), RELATION, ProfileOptions.standard().withTarget(target));
      rows.requireUnchanged();
      if (rows.badRows() > 0) {
        terminal
            .err()
            .println("warning  " + Counted.of(rows.badRows(), "row") + " could not be read.");
      }
      write(profile);
    }
    return ExitCode.OK.number();
  }

  private void write(Profile profile) {
    if (options.isJson()) {
      terminal.out().println(profile.toJson());
    } else {
      terminal.out().print(ProfileText.of(profile));
      terminal.out().flush();
    }
    if (output != null) {
      try {
        Files.writeString(output, profile.toJson() + "\n");
      } catch (IOException e) {
        throw Problem.wrap(
            ProblemCode.INTERNAL, "'" + output + "' cannot be written: " + e.getMessage(), e);
      }
    }
  }
}
