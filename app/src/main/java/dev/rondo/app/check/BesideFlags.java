package dev.rondo.app.check;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.check.DataCheck;
import dev.rondo.quality.check.Expected;
import dev.rondo.quality.profile.Profile;
import java.nio.file.Path;
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

  /// Tells a check what else there is.
  DataCheck told(DataCheck check) {
    DataCheck told = at == null ? check : check.at(EventTime.parse(at));
    if (history != null) {
      told = told.history(history);
    }
    if (profile != null) {
      told = told.profile(REFERENCE, profile(profile));
    }
    return classPath == null ? told : told.code(ClassPathCode.of(classPath));
  }

  private static Profile profile(Path file) {
    String text = Expected.text(file);
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
