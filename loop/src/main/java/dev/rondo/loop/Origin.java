package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.ledger.RunId;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.Prediction;
import java.util.List;
import java.util.Optional;

/// Where one prediction came from: what answered it, what that was made of, and from what.
///
/// @param inputs what the model was given, and the rows behind it
/// @param deployment empty when serving no longer knows it
/// @param run that trained the model
/// @param trainingSet empty when the model was brought from outside
/// @param snapshots the newest of each table that was read, directly or by way of others, by name
/// @param sourceFiles in the order in which they were reached
/// @param bundle the code, whose version is the commit
/// @param notRebuildable why the model cannot be made again; empty when it can
/// @param isComplete false when the lineage is longer than the ledger follows at once
public record Origin(
    Prediction prediction,
    PredictionInputs inputs,
    Optional<Deployment> deployment,
    ModelVersion model,
    RunId run,
    Optional<Asset> trainingSet,
    List<Asset> snapshots,
    List<Asset> sourceFiles,
    Optional<Asset> bundle,
    Optional<String> notRebuildable,
    boolean isComplete) {

  public Origin {
    snapshots = List.copyOf(snapshots);
    sourceFiles = List.copyOf(sourceFiles);
  }
}
