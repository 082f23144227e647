package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What another system tells of one of its runs in one go.
///
/// @param starts the run, with its id, after those that it is part of; one that is there already
///   stays as it is
/// @param file what was told, as it came
/// @param change how the run stands now
public record RunReport(
    List<RunStart> starts,
    List<Tag> tags,
    Artifact file,
    List<Data> inputs,
    List<Data> outputs,
    Optional<RunChange> change) {
  /// How many assets one report tells of, at the most.
  public static final int DATA = 1_000;

  /// How many assets one run reads and writes, at the most, where others tell of it.
  static final int DATA_OF_RUN = 4_000;

  public RunReport {
    starts = List.copyOf(starts);
    tags = List.copyOf(tags);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireFew(inputs.size() + outputs.size());
  }

  static void requireFew(int data) {
    if (data > DATA) {
      throw Problem.invalid(
          "The event tells of %d inputs and outputs; %d are the most.", data, DATA);
    }
  }

  /// An asset that the run read or wrote.
  ///
  /// @param facts remembered with it when it is new
  public record Data(Asset asset, Map<String, Object> facts) {
    public Data {
      Limits.name("asset's name", asset.name());
      Limits.name("asset's version", asset.version());
      facts = Map.copyOf(facts);
    }
  }

  RunId run() {
    return starts.getLast().id().orElseThrow();
  }
}
