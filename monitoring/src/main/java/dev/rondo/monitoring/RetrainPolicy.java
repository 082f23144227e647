package dev.rondo.monitoring;

import dev.rondo.kernel.EventTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// When a model is trained again: when it is too old, when its error is too large, or when its data
/// have drifted far, but not while the last training is fresh nor beyond a budget. A pure function.
///
/// @param maxAge of the model, in event time
/// @param errorRatio of the error to the expected one
/// @param minimumLabels with fewer the error is not judged
/// @param driftScore of the largest PSI; infinite to leave drift to people
/// @param coolDown no training follows another sooner, in event time
/// @param budget how many trainings there may be
public record RetrainPolicy(
    Duration maxAge,
    double errorRatio,
    long minimumLabels,
    double driftScore,
    Duration coolDown,
    int budget) {

  /// Where things stand.
  ///
  /// @param trained until when the model's data reach
  /// @param lastTraining when a training was last begun, whatever came of it
  /// @param mae of the newest window, if it has labels
  /// @param retrains how many trainings there were
  public record Situation(
      EventTime now,
      EventTime trained,
      Optional<EventTime> lastTraining,
      OptionalDouble mae,
      double expectedMae,
      long labels,
      double driftScore,
      int retrains) {}

  /// Why to train.
  public enum Trigger {
    AGE,
    ERROR,
    DRIFT;

    /// The stable text on wires.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param sentence why, for people
  public record Reason(Trigger trigger, String sentence) {}

  /// Why to train now, if at all; the error speaks before drift, and drift before age.
  public Optional<Reason> decide(Situation situation) {
    if (situation.retrains() >= budget || isCoolingDown(situation)) {
      return Optional.empty();
    }
    return byError(situation).or(() -> byDrift(situation)).or(() -> byAge(situation));
  }

  private boolean isCoolingDown(Situation situation) {
    return situation
        .lastTraining()
        .filter(last -> situation.now().isBefore(last.plus(coolDown)))
        .isPresent();
  }

  private Optional<Reason> byError(Situation situation) {
    double limit = situation.expectedMae() * errorRatio;
    if (situation.labels() < minimumLabels || !(situation.mae().orElse(0) > limit)) {
      return Optional.empty();
    }
    return reason(
        Trigger.ERROR,
        "The error of %.3f is above %.3f, which is %.2f times the expected one.",
        situation.mae().getAsDouble(),
        limit,
        errorRatio);
  }

  private Optional<Reason> byDrift(Situation situation) {
    if (!(situation.driftScore() >= driftScore)) {
      return Optional.empty();
    }
    return reason(
        Trigger.DRIFT,
        "A feature has drifted to a PSI of %.3f, and %.3f is the limit.",
        situation.driftScore(),
        driftScore);
  }

  private Optional<Reason> byAge(Situation situation) {
    if (situation.now().isBefore(situation.trained().plus(maxAge))) {
      return Optional.empty();
    }
    return reason(
        Trigger.AGE,
        "The model's data end on %s, more than %d days ago.",
        situation.trained().day(),
        maxAge.toDays());
  }

  private static Optional<Reason> reason(Trigger trigger, String format, Object... arguments) {
    return Optional.of(new Reason(trigger, String.format(Locale.ROOT, format, arguments)));
  }
}
