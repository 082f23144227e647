package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.ledger.Experiment;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an experiment's files lie. Those of ours are reached through the server; others are in
/// stores that clients reach by themselves, and this server never opens them.
final class ArtifactLocation {
  static final String SCHEME = "mlflow-artifacts";

  private static final Set<String> REMOTE =
      Set.of("s3", "gs", "wasbs", "abfs", "abfss", "hdfs", "viewfs", "dbfs", "https");

  /// File systems that clients know one of without its name, as in `dbfs:/runs`.
  private static final Set<String> NAMELESS = Set.of("hdfs", "viewfs", "dbfs");

  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9+.-]*):(//[A-Za-z0-9@._:-]+)?((?://)?/[^\\p{Cntrl}\\s]*)?");

  private static final Pattern FOLDER = Pattern.compile("(?://)?/[^/].*");

  private ArtifactLocation() {}

  static String of(Experiment experiment) {
    return experiment.artifactLocation().orElseGet(() -> SCHEME + ":/" + experiment.id());
  }

  /// @throws Problem `invalid-request` for what a client may not choose
  static void check(String location) {
    Matcher matcher = FORM.matcher(location);
    String text = location.toLowerCase(Locale.ROOT);
    boolean isPlain =
        matcher.matches()
            && REMOTE.contains(matcher.group(1))
            && (matcher.group(2) != null || isNameless(matcher))
            && !text.contains("%")
            && !text.contains("#")
            && !text.contains("?")
            && !text.contains(";")
            && !text.contains("\\")
            && !("/" + text + "/").contains("/../")
            && !("/" + text + "/").contains("/./");
    if (!isPlain) {
      throw Problem.invalid(
          "Invalid artifact location: '%s'. Leave it out to keep the files in this server, or name a"
              + " plain address in a store of %s.",
          Texts.brief(location), REMOTE.stream().sorted().toList());
    }
  }

  private static boolean isNameless(Matcher matcher) {
    return NAMELESS.contains(matcher.group(1))
        && matcher.group(3) != null
        && FOLDER.matcher(matcher.group(3)).matches();
  }
}
