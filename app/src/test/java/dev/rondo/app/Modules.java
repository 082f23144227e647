package dev.rondo.app;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The modules and the arrows between them: each may use itself, `kernel`, and what stands behind
/// it here. This table is the only place where that is decided.
final class Modules {
  private static final Set<String> COMPONENTS =
      Set.of(
          "access",
          "data",
          "delivery",
          "features",
          "ledger",
          "monitoring",
          "quality",
          "registry",
          "serving",
          "training",
          "workflow");

  static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("kernel", Set.of()),
          entry("data", Set.of()),
          entry("access", Set.of()),
          entry("ledger", Set.of()),
          entry("workflow", Set.of()),
          entry("quality", Set.of("data")),
          entry("features", Set.of("data")),
          entry("training", Set.of()),
          entry("registry", Set.of()),
          entry("serving", Set.of()),
          entry("monitoring", Set.of()),
          entry("delivery", Set.of("registry", "serving")),
          entry("loop", COMPONENTS),
          entry("api", with(COMPONENTS, "loop")),
          entry("web", with(COMPONENTS, "loop", "api")),
          entry("cli", Set.of()),
          entry("app", with(COMPONENTS, "loop", "api", "web", "cli")));

  /// Modules whose packages are all public: `kernel` is a shelf of small things, `loop` is read by
  /// the edges, and `api` is one package per protocol, each put together by `app`. Of any other
  /// only the root package, and those named here, are seen from outside.
  static final Set<String> OPEN = Set.of("kernel", "loop", "api");

  static final Set<String> OPEN_PACKAGES =
      Set.of(
          "dev.rondo.data.source",
          "dev.rondo.delivery.repository",
          "dev.rondo.ledger.trace",
          "dev.rondo.quality.change",
          "dev.rondo.quality.check",
          "dev.rondo.quality.custom",
          "dev.rondo.quality.docs",
          "dev.rondo.quality.draft",
          "dev.rondo.quality.exchange",
          "dev.rondo.quality.expectation",
          "dev.rondo.quality.profile",
          "dev.rondo.quality.publication",
          "dev.rondo.quality.suite",
          "dev.rondo.registry.evaluation",
          "dev.rondo.registry.scan",
          "dev.rondo.registry.webhook");

  private Modules() {}

  private static Set<String> with(Set<String> modules, String... more) {
    Set<String> all = new TreeSet<>(modules);
    all.addAll(Set.of(more));
    return all;
  }

  /// The module that a package belongs to; empty for a package that is not ours.
  static String of(String packageName) {
    String[] parts = packageName.split("\\.");
    boolean isOurs = parts.length > 2 && parts[0].equals("dev") && parts[1].equals("rondo");
    return isOurs ? parts[2] : "";
  }

  static boolean mayUse(String from, String to) {
    return to.isEmpty() || to.equals(from) || to.equals("kernel") || ARROWS.get(from).contains(to);
  }
}
