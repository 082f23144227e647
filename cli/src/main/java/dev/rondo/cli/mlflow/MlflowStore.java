package dev.rondo.cli.mlflow;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// What an MLflow store holds, each thing as a message of MLflow's protocol, with what only an
/// import needs beside it: `deleted_time`, `artifact_uri`, `storage_location`. A thing that cannot
/// be read is told to the report, and the rest is read. Confined to one thread.
public sealed interface MlflowStore extends AutoCloseable
    permits SqlStore, FolderStore, ServerStore {
  /// How people know it, without secrets.
  String name();

  /// Where files lie that no address is known of otherwise.
  ArtifactPlaces places();

  /// Every experiment, also deleted ones.
  List<ObjectNode> experiments();

  /// The runs of an experiment, also deleted ones, each without its metrics.
  void runs(String experiment, Consumer<ObjectNode> each);

  /// How many points a run has; empty when that takes as long as reading them.
  OptionalLong countPoints(ObjectNode run);

  /// The points of a run.
  void points(ObjectNode run, PointReader each);

  /// The logged models of an experiment.
  void models(String experiment, Consumer<ObjectNode> each);

  /// The registered models, each with its `versions`.
  void registered(Consumer<ObjectNode> each);

  /// The traces of an experiment, each with `trace_info`, and with `spans`, `runs` and `prompts`
  /// where the store has them.
  void traces(String experiment, Consumer<ObjectNode> each);

  @Override
  void close();

  /// Takes one point of a metric.
  @FunctionalInterface
  interface PointReader {
    void point(String key, long step, long time, double value);
  }
}
