package dev.rondo.quality;

import java.util.Locale;

/// Where one stage hands data over to the next, and contracts and suites judge them.
public enum HandOver {
  /// From a source to its data set.
  INGEST,
  /// From feature views to training.
  TRAINING,
  /// From who asks to a model.
  REQUEST,
  /// From a model to who uses its answers.
  PREDICTION;

  /// The word on wires and in the database.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
