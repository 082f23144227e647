package dev.rondo.loop.entity;

import dev.rondo.kernel.Asset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Where the rows of one entity are, and what learned from them. Values of rows are not among it.
///
/// @param columns of the key, in alphabetical order
/// @param tables that have the key's columns and rows of the entity, by name
/// @param trainingSets that have rows of it, newest first
/// @param models the versions that learned from one of these sets, newest first
/// @param quarantine how many rows were set aside, by data set and state
/// @param predictions how many answers were logged, by endpoint, where the key is what requests are
///   known by
/// @param unknown the training sets of which it cannot be told: their rows are not described, or
///   their data no longer there
public record EntityRows(
    List<String> columns,
    List<Table> tables,
    List<Set> trainingSets,
    List<Asset> models,
    Map<String, SortedMap<String, Long>> quarantine,
    SortedMap<String, Long> predictions,
    List<Asset> unknown) {

  /// @param rows of the entity in the newest snapshot
  /// @param first the oldest snapshot with a row of it: every one from there on has some, since
  ///   tables are appended to
  /// @param newest the newest snapshot
  public record Table(String name, long rows, Asset first, Asset newest) {}

  /// @param rows of the entity
  public record Set(Asset asset, long rows) {}

  public EntityRows {
    columns = List.copyOf(columns);
    tables = List.copyOf(tables);
    trainingSets = List.copyOf(trainingSets);
    models = List.copyOf(models);
    quarantine = Map.copyOf(quarantine);
    unknown = List.copyOf(unknown);
  }

  /// Whether nothing of the entity is known.
  public boolean isEmpty() {
    return tables.isEmpty()
        && trainingSets.isEmpty()
        && quarantine.isEmpty()
        && predictions.isEmpty();
  }
}
