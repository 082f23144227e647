package dev.rondo.features;

import dev.rondo.data.Snapshot;
import dev.rondo.kernel.EventTime;
import java.util.Map;

/// Which rows a training set holds.
///
/// @param spine the snapshot that examples are taken from
/// @param views the snapshot of each view's table, by view name; a view without values is left out
/// @param from of the event time, included
/// @param to of the event time, excluded
/// @param knownBy labels that became known later are left out
public record TrainingSetRequest(
    FeatureService service,
    Snapshot spine,
    Map<String, Snapshot> views,
    EventTime from,
    EventTime to,
    EventTime knownBy) {

  public TrainingSetRequest {
    views = Map.copyOf(views);
  }
}
