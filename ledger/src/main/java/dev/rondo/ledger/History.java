package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Upstream.Reached;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What went before a run: the last good run of the same name, and what has changed upstream since.
/// Thread-safe.
public final class History {
  /// What is added to the ledger's tables so that these questions are answered at once.
  static final String SCHEMA =
      """
      CREATE INDEX run_by_name ON run (project, kind, name, started, id);
      CREATE INDEX asset_by_name_and_age ON asset (project, kind, name, key)
      """;

  private static final int CANDIDATES = 200;

  private final Database database;

  History(Database database) {
    this.database = database;
  }

  /// The last run of the same kind and name, within a parent of the same name, that finished before
  /// this one began.
  ///
  /// @param isLike what else it must have in common
  public Optional<Run> lastGood(Caller caller, Run run, Predicate<Run> isLike) {
    caller.require(Permission.READ);
    return database.read(tx -> finishedBefore(tx, caller, run)).stream()
        .filter(one -> !Reachable.isHidden(caller, one.experimentId()))
        .filter(isLike)
        .findFirst();
  }

  private static List<Run> finishedBefore(Transaction tx, Caller caller, Run run) {
    Optional<String> parent =
        run.parent().flatMap(id -> RunTable.find(tx, caller, id)).map(Run::name);
    return tx.list(
        "SELECT "
            + RunTable.COLUMNS
            + " FROM run WHERE run.project = ? AND run.kind = ? AND run.name = ?"
            + " AND (run.started, run.id) < (?, ?) AND run.status = ? AND run.deleted IS NULL"
            + " AND coalesce((SELECT p.name FROM run p WHERE p.project = run.project"
            + " AND p.id = run.parent), '') = ? ORDER BY run.started DESC, run.id DESC LIMIT ?",
        RunTable::run,
        caller.project(),
        run.kind(),
        run.name(),
        run.started(),
        run.id(),
        RunStatus.FINISHED,
        parent.orElse(""),
        CANDIDATES);
  }

  /// The newest version of a thing that was recorded before a run ended; of one that runs, the
  /// newest.
  private static Optional<AssetRecord> newest(
      Transaction tx, Caller caller, AssetName name, Run before) {
    return tx.find(
        "SELECT "
            + AssetTable.COLUMNS
            + " FROM asset a WHERE a.project = ? AND a.kind = ? AND a.name = ? AND a.recorded <= ?"
            + " ORDER BY a.key DESC LIMIT 1",
        AssetTable::asset,
        caller.project(),
        name.kind().text(),
        name.name(),
        before.ended().orElse(Instant.ofEpochMilli(Long.MAX_VALUE)));
  }

  /// What a run had upstream otherwise than a good one, nearest first. Of what the good one had and
  /// the run never came to read, the newest version before its end counts.
  ///
  /// @param maxNodes of each run's lineage
  public List<UpstreamChange> changes(Caller caller, Run run, Run good, int maxNodes) {
    caller.require(Permission.READ);
    return database.read(tx -> {
      Upstream now = upstream(tx, caller, run.id(), maxNodes);
      Upstream before = upstream(tx, caller, good.id(), maxNodes);
      List<UpstreamChange> changes = new ArrayList<>(now.since(before));
      for (Reached reached : now.lacks(before)) {
        unread(tx, caller, reached, run).ifPresent(changes::add);
      }
      return changes;
    });
  }

  private static Upstream upstream(Transaction tx, Caller caller, RunId id, int maxNodes) {
    long key =
        RunTable.findKey(tx, caller.project(), id)
            .orElseThrow(() -> Problem.notFound("There is no run '%s'.", id));
    return Upstream.of(id, Lineage.ofRun(tx, key, Direction.UPSTREAM, maxNodes).seenBy(caller));
  }

  private static Optional<UpstreamChange> unread(
      Transaction tx, Caller caller, Reached before, Run run) {
    Asset old = before.asset().asset();
    AssetName name = new AssetName(old.kind(), old.name());
    return newest(tx, caller, name, run)
        .filter(one -> one.recorded().isAfter(before.asset().recorded()))
        .filter(one -> !one.asset().equals(old))
        .map(one ->
            new UpstreamChange(
                name, Optional.of(before.asset()), Optional.of(one), before.distance(), false));
  }
}
