package dev.rondo.web;

import dev.rondo.delivery.Build;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Run;
import dev.rondo.monitoring.WindowResult;
import dev.rondo.quality.QualityRecord;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.workflow.Execution;
import java.util.Optional;

/// Where each component of the loop stands: the newest that it did.
///
/// @param build of the newest push
/// @param checked the newest check of a contract
/// @param features the newest run that moved feature values, online or offline
/// @param running executions under way
/// @param champion of the first model that has one
/// @param candidate the newest version, whatever became of it
record LoopMap(
    Optional<Build> build,
    Optional<QualityRecord> checked,
    Optional<Run> features,
    Optional<Execution> execution,
    long running,
    Optional<AssetRecord> trainingSet,
    Optional<Run> trial,
    Optional<ModelVersion> champion,
    Optional<ModelVersion> candidate,
    Optional<EndpointStatus> endpoint,
    long requests,
    Optional<WindowResult> window,
    Optional<Run> run) {

  /// Whether nothing has happened yet.
  boolean isEmpty() {
    return build.isEmpty() && execution.isEmpty() && run.isEmpty() && candidate.isEmpty();
  }
}
