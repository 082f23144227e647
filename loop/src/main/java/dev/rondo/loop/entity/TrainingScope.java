package dev.rondo.loop.entity;

import dev.rondo.features.TrainingSetRequest;
import dev.rondo.kernel.EventTime;
import dev.rondo.ledger.AssetRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Which rows of a data set a training set has, as its facts in the ledger say.
///
/// @param snapshot its id
/// @param from of the event time, included
/// @param to of the event time, excluded
/// @param knownBy the moment before which labels were known
public record TrainingScope(
    String dataset,
    long snapshot,
    String id,
    String eventTime,
    String labelTime,
    EventTime from,
    EventTime to,
    EventTime knownBy) {

  public static TrainingScope of(TrainingSetRequest request) {
    var spine = request.service().spine();
    return new TrainingScope(
        spine.dataset(),
        request.spine().id(),
        spine.id(),
        spine.eventTime(),
        spine.labelTime(),
        request.from(),
        request.to(),
        request.knownBy());
  }

  public Map<String, Object> facts() {
    Map<String, Object> facts = new HashMap<>();
    facts.put("dataset", dataset);
    facts.put("snapshot_id", Long.toString(snapshot));
    facts.put("id", id);
    facts.put("event_time", eventTime);
    facts.put("label_time", labelTime);
    facts.put("from", from.toString());
    facts.put("to", to.toString());
    facts.put("known_by", knownBy.toString());
    return facts;
  }

  /// Empty for a training set that was noted without them.
  static Optional<TrainingScope> parse(AssetRecord set) {
    ObjectNode facts = set.facts();
    return facts.has("known_by")
        ? Optional.of(
            new TrainingScope(
                facts.path("dataset").asString(),
                Long.parseLong(facts.path("snapshot_id").asString()),
                facts.path("id").asString(),
                facts.path("event_time").asString(),
                facts.path("label_time").asString(),
                EventTime.parse(facts.path("from").asString()),
                EventTime.parse(facts.path("to").asString()),
                EventTime.parse(facts.path("known_by").asString())))
        : Optional.empty();
  }
}
