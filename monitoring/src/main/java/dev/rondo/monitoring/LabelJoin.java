package dev.rondo.monitoring;

import dev.rondo.kernel.EventTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Joins labels to predictions by request id. A label counts in the window in which it becomes
/// known, however old its prediction is: the predictions given here reach back as far as labels may
/// be late. Confined to one thread.
public final class LabelJoin {
  private final Map<String, Integer> places;
  private final float[] predictions;
  private final int[] versions;

  /// Labels that became known.
  ///
  /// @param requestIds whose labels they are
  /// @param actual what turned out; NaN and infinities are no labels
  /// @param knownMillis when it became known, in event time
  public record Labels(String[] requestIds, float[] actual, long[] knownMillis) {}

  /// What was joined, ordered by request id.
  ///
  /// @param versions the model version of each prediction
  /// @param unmatched labels without a prediction
  /// @param replaced labels that a later one of the same request in this window replaced
  /// @param invalid labels that are not finite
  public record Joined(
      float[] predicted,
      float[] actual,
      int[] versions,
      long unmatched,
      long replaced,
      long invalid) {

    public AbsoluteError error() {
      return AbsoluteError.of(predicted, actual);
    }
  }

  /// Of predictions with the same request id, the last counts.
  public LabelJoin(String[] requestIds, float[] predictions, int[] versions) {
    this.predictions = predictions;
    this.versions = versions;
    this.places = HashMap.newHashMap(requestIds.length);
    for (int i = 0; i < requestIds.length; i++) {
      places.put(requestIds[i], i);
    }
  }

  /// Joins the labels that became known from `from` until before `to`.
  public Joined join(Labels labels, EventTime from, EventTime to) {
    long fromMillis = from.value().toEpochMilli();
    long toMillis = to.value().toEpochMilli();
    Map<String, Integer> newest = new HashMap<>();
    long unmatched = 0;
    long replaced = 0;
    long invalid = 0;
    for (int i = 0; i < labels.requestIds().length; i++) {
      long known = labels.knownMillis()[i];
      if (known < fromMillis || known >= toMillis) {
        continue;
      }
      if (!Float.isFinite(labels.actual()[i])) {
        invalid++;
      } else if (!places.containsKey(labels.requestIds()[i])) {
        unmatched++;
      } else {
        Integer before = newest.get(labels.requestIds()[i]);
        replaced += before == null ? 0 : 1;
        if (before == null || labels.knownMillis()[before] <= known) {
          newest.put(labels.requestIds()[i], i);
        }
      }
    }
    return joined(labels, newest, unmatched, replaced, invalid);
  }

  private Joined joined(
      Labels labels, Map<String, Integer> newest, long unmatched, long replaced, long invalid) {
    String[] ids = newest.keySet().toArray(String[]::new);
    Arrays.sort(ids);
    float[] predicted = new float[ids.length];
    float[] actual = new float[ids.length];
    int[] joinedVersions = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      int place = places.getOrDefault(ids[i], 0);
      predicted[i] = predictions[place];
      joinedVersions[i] = versions[place];
      actual[i] = labels.actual()[newest.getOrDefault(ids[i], 0)];
    }
    return new Joined(predicted, actual, joinedVersions, unmatched, replaced, invalid);
  }
}
