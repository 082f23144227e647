package dev.rondo.web;

import dev.rondo.access.Access;
import dev.rondo.data.Tables;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.Releases;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.RunId;
import dev.rondo.loop.cause.CauseFinder;
import dev.rondo.loop.contract.Contracts;
import dev.rondo.loop.evaluation.VersionPapers;
import dev.rondo.loop.rebuild.Rebuilds;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import dev.rondo.quality.publication.Publications;
import dev.rondo.registry.Registry;
import dev.rondo.serving.Serving;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionQuery;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What pages read: one part for each component.
///
/// @param clock system time
record Parts(
    ProjectReader projects,
    Delivery delivery,
    Data data,
    Engine engine,
    Ledger ledger,
    Registry registry,
    Serving serving,
    Monitoring monitoring,
    BlobStore blobs,
    VersionPapers papers,
    Events events,
    Access access,
    InstantSource clock) {

  /// What was built, and what was brought to endpoints.
  record Delivery(Builds builds, Releases releases) {}

  /// An execution whose run is not hidden from the caller.
  Optional<Execution> execution(Caller caller, ExecutionId id) {
    return engine.find(caller, id).filter(one -> isShown(caller, one));
  }

  /// Those of the executions whose runs are not hidden from the caller.
  List<Execution> executions(Caller caller, ExecutionQuery query) {
    return engine.list(caller, query).stream().filter(one -> isShown(caller, one)).toList();
  }

  private boolean isShown(Caller caller, Execution execution) {
    return !ledger.isHidden(caller, new RunId(execution.id().value()));
  }

  /// Finds why something failed.
  CauseFinder causes() {
    return new CauseFinder(ledger, registry, data.quality(), data.profiles(), delivery.builds());
  }

  /// Data sets, how they keep their contracts, what they hold, what was set aside, the contracts
  /// themselves, and what can no longer be made again.
  record Data(
      Tables tables,
      QualityResults quality,
      Profiles profiles,
      Quarantine quarantine,
      Contracts contracts,
      Publications publications,
      Rebuilds rebuilds) {}
}
