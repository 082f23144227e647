package dev.rondo.training;

import dev.rondo.kernel.child.ChildJob;
import java.util.Map;

/// The jobs that a child process of this module's [Trainer] must know.
public final class TrainingJobs {
  private TrainingJobs() {}

  /// By the names that requests give; for [dev.rondo.kernel.child.ChildMain#serve].
  public static Map<String, ChildJob> byName() {
    return Map.of(TrainJob.NAME, new TrainJob(), ScoreJob.NAME, new ScoreJob());
  }
}
