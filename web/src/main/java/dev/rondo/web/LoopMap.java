package dev.rondo.web;

import dev.rondo.kernel.event.Event;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Run;
import dev.rondo.monitoring.WindowResult;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.workflow.Execution;
import java.util.Optional;

/// Where each component of the loop stands: the newest that it did.
///
/// @param build the newest event of a build
/// @param checked the newest event of a contract's check
/// @param features the newest asset that the feature store made
/// @param running executions under way
/// @param champion of the first model that has one
/// @param candidate the newest version, whatever became of it
record LoopMap(
    Optional<Event> build,
    Optional<Event> checked,
    Optional<AssetRecord> features,
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
