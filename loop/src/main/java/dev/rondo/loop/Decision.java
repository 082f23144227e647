package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.json.Json;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What was decided of a model's version, as its event tells it.
///
/// @param verb `promoted`, `rejected` or `rolled-back`
/// @param version that it was decided of; of a rollback, the one that came back
/// @param previous the version that was in production before, where there was one
/// @param user who decided
record Decision(
    String model,
    String verb,
    int version,
    OptionalInt previous,
    String reason,
    String user,
    long event) {
  /// The kind of its runs.
  static final String RUN = "decision";

  static final Set<String> EVENTS = Set.of("model.promoted", "model.rejected", "model.rolled-back");

  static Decision of(Event event) {
    int previous = event.data().path("previous").asInt(0);
    return new Decision(
        event.subject(),
        event.type().substring("model.".length()),
        event.data().path("version").asInt(),
        previous == 0 ? OptionalInt.empty() : OptionalInt.of(previous),
        event.data().path("reason").asString(""),
        event.data().path("user").asString(""),
        event.sequence());
  }

  /// The version that stands in its name: a rollback is about the one that is withdrawn.
  private int about() {
    return verb.equals("rolled-back") ? previous.orElse(version) : version;
  }

  /// Its name in lineage. The event's place makes it one of its own, also when the same is decided
  /// again.
  Asset asset() {
    return new Asset(
        Asset.Kind.DECISION,
        model,
        "v%d/%s/%d".formatted(about(), verb, event),
        Digest.of(Json.write(this)));
  }

  /// What is noted of it, whoever names it first.
  Map<String, Object> facts() {
    return Map.of("verb", verb, "reason", reason, "user", user);
  }

  /// The id of its run, which is the same whenever the event comes again.
  String run() {
    return asset().digest().value().substring(0, 32);
  }
}
