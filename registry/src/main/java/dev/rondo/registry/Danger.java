package dev.rondo.registry;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.registry.scan.Finding;
import dev.rondo.registry.scan.Scan;
import java.util.Set;

/// Keeps out of production what a scan found dangerous, until somebody says why it may go there.
final class Danger {
  /// By which clients load what is in production.
  private static final Set<String> ALIASES = Set.of(Registry.PRODUCTION, "champion");

  private Danger() {}

  /// Lets pass what is in production already: somebody has said why.
  ///
  /// @throws Problem `precondition-failed`, with the finding and the way out
  static void refuse(ModelVersion version) {
    requireSeen(version);
    version
        .scan()
        .filter(Scan::isDangerous)
        .filter(_ -> version.status() != VersionStatus.PRODUCTION)
        .ifPresent(scan -> {
          throw refused(version, scan.findings().getFirst());
        });
  }

  /// @throws Problem `precondition-failed` while its files are looked at, or when they cannot be
  static void requireSeen(ModelVersion version) {
    String name = "Version %d of '%s'".formatted(version.version(), version.model());
    switch (version.readiness().state()) {
      case PENDING ->
          throw Problem.of(
              ProblemCode.PRECONDITION_FAILED,
              "%s cannot go into production yet: its files are still being looked at.",
              name);
      case FAILED ->
          throw Problem.of(
              ProblemCode.PRECONDITION_FAILED,
              "%s cannot go into production: %s",
              name,
              version.readiness().reason());
      case READY -> {}
    }
  }

  /// Aliases by which nobody loads what is in production pass.
  static void refuse(ModelVersion version, String alias) {
    if (ALIASES.contains(alias)) {
      refuse(version);
    }
  }

  private static Problem refused(ModelVersion version, Finding finding) {
    return Problem.of(
        ProblemCode.PRECONDITION_FAILED,
        "Version %d of '%s' cannot go into production: the scan found '%s' in its file '%s'. Whoever"
            + " may promote and knows why that is safe says so: rondo models promote '%s' %d"
            + " --despite-scan --reason TEXT.",
        version.version(),
        version.model(),
        finding.text(),
        finding.file(),
        version.model(),
        version.version());
  }
}
