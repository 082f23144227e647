package dev.rondo.loop;

import dev.rondo.kernel.Caller;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Platform;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a run was done with, as it was noted by the platform, or by a client from outside in the
/// tags that MLflow's clients set.
///
/// @param isDirty whether the code was changed since the commit, when a client says so
/// @param difference the changes, as far as a client sent them
/// @param platform empty when it is not known
public record RunEnvironment(
    Environment environment,
    Optional<String> commit,
    Optional<Boolean> isDirty,
    Optional<String> difference,
    Optional<String> repository,
    Optional<String> entry,
    Optional<Platform> platform) {
  private static final String GIT = "mlflow.source.git.";

  public static RunEnvironment of(Ledger ledger, Caller caller, Run run) {
    List<Tag> tags = ledger.tags(caller, run.id());
    Environment environment = run.environment();
    return new RunEnvironment(
        environment,
        environment.commit().or(() -> tag(tags, GIT + "commit")),
        tag(tags, GIT + "dirty").map(value -> value.equalsIgnoreCase("true")),
        tag(tags, GIT + "diff"),
        tag(tags, GIT + "repoURL"),
        tag(tags, "mlflow.source.name"),
        environment.platform().flatMap(digest -> ledger.platform(caller, digest)));
  }

  private static Optional<String> tag(List<Tag> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.key().equals(key))
        .map(Tag::value)
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /// What can differ between two runs by name, each package by itself; the commit is not among
  /// them, since it is of the code.
  public static SortedMap<String, String> facts(Ledger ledger, Caller caller, Run run) {
    return of(ledger, caller, run).facts();
  }

  SortedMap<String, String> facts() {
    SortedMap<String, String> facts = new TreeMap<>();
    put(facts, "machine", environment.machine());
    put(facts, "jdk", environment.jdk());
    platform.ifPresent(one -> {
      put(facts, "system", one.system());
      put(facts, "cores", Integer.toString(one.cores()));
      one.image().ifPresent(image -> put(facts, "image", image));
      one.packages().forEach((name, version) -> put(facts, "package " + name, version));
    });
    return facts;
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }
}
