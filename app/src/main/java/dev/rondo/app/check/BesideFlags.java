package dev.rondo.app.check;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.HistoryFile;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.expectation.History;
import dev.rondo.quality.expectation.Surroundings;
import dev.rondo.quality.profile.Profile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a check looks at beside its rows.
final class BesideFlags {
  /// What a profile of the command line is called in suites.
  private static final String REFERENCE = "reference";

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = {
        "What earlier checks measured, a line each; this one's is added.",
        "Checks with the same --at count once."
      })
  private @Nullable Path history;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The moment that the rows stand for, such as 2026-03-01 (default: now).")
  private @Nullable String at;

  @Option(
      names = "--reference-profile",
      paramLabel = "FILE",
      description = "A profile that 'rondo profile --output' kept, as the reference.")
  private @Nullable Path profile;

  @Option(
      names = "--classpath",
      paramLabel = "PATH",
      description = "Jars and folders with expectations of your own in Java.")
  private @Nullable String classPath;

  private @Nullable EventTime now;

  /// The moment that the rows stand for: the same all along.
  EventTime now() {
    if (now == null) {
      now =
          at == null
              ? new EventTime(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS))
              : EventTime.parse(at);
    }
    return now;
  }

  Optional<HistoryFile> history() {
    return Optional.ofNullable(history).map(HistoryFile::new);
  }

  /// What is known beside the rows when they are judged.
  ///
  /// @param judge the contract's id or the suite's name
  Surroundings around(String judge) {
    return Surroundings.at(now())
        .withHistory(history().map(file -> file.of(judge)).orElse(History.NONE))
        .withProfiles(profile == null ? Map.of() : Map.of(REFERENCE, profile(profile)))
        .withCode(classPath == null ? CustomCode.NONE : ClassPathCode.of(classPath));
  }

  private static Profile profile(Path file) {
    String text = ProjectFiles.text(file);
    try {
      return Profile.fromJson(text);
    } catch (Problem e) {
      throw Problem.wrap(
          ProblemCode.INVALID_FILE,
          "'%s' is no profile, such as 'rondo profile --output' keeps: %s"
              .formatted(file, e.text()),
          e);
    }
  }
}
