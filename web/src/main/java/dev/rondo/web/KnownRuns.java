package dev.rondo.web;

import dev.rondo.kernel.Caller;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Those of the runs that others speak of which are here: a page leads to no other.
///
/// @param runs by id
record KnownRuns(Map<String, Run> runs) {
  private static final int MOST = 200;

  static KnownRuns of(Ledger ledger, Caller caller, Stream<String> ids) {
    Map<String, Run> runs = new TreeMap<>();
    ids.filter(RunPages::isId)
        .distinct()
        .limit(MOST)
        .forEach(id -> ledger.find(caller, new RunId(id)).ifPresent(run -> runs.put(id, run)));
    return new KnownRuns(runs);
  }

  Optional<Run> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }
}
