package dev.rondo.ledger;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.util.Map;

/// Tells others what becomes of runs.
record RunFacts(Events events) {

  void started(Transaction tx, Caller caller, Run run) {
    events.publish(
        tx,
        caller,
        "run.started",
        run.id().value(),
        Map.of("name", run.name(), "kind", run.kind(), "experiment", run.experiment()));
  }

  void finished(Transaction tx, Caller caller, Run run, RunStatus status) {
    events.publish(
        tx,
        caller,
        "run.finished",
        run.id().value(),
        Map.of("name", run.name(), "kind", run.kind(), "status", status));
  }

  void deleted(Transaction tx, Caller caller, Run run) {
    publish(tx, caller, "run.deleted", run);
  }

  void restored(Transaction tx, Caller caller, Run run) {
    publish(tx, caller, "run.restored", run);
  }

  private void publish(Transaction tx, Caller caller, String type, Run run) {
    events.publish(
        tx, caller, type, run.id().value(), Map.of("name", run.name(), "user", caller.user()));
  }
}
