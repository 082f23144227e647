package dev.rondo.web;

import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run in a table.
///
/// @param depth how deep it is nested in the runs right above it
record RunRow(RunData data, int depth) {
  private static final int DEEPEST = 6;

  Run run() {
    return data.run();
  }

  /// What it is nested in, where that does not stand above it.
  Optional<RunId> elsewhere() {
    return depth > 0 ? Optional.empty() : run().parent();
  }

  /// The runs as they come.
  static List<RunRow> flat(List<RunData> runs) {
    return runs.stream().map(run -> new RunRow(run, 0)).toList();
  }

  /// The runs with those that are nested in them right below.
  static List<RunRow> nested(List<RunData> runs) {
    Map<RunId, List<RunData>> within = new LinkedHashMap<>();
    runs.forEach(run -> within.put(run.run().id(), new ArrayList<>()));
    List<RunData> outermost = new ArrayList<>();
    for (RunData run : runs) {
      run.run()
          .parent()
          .map(within::get)
          .ifPresentOrElse(siblings -> siblings.add(run), () -> outermost.add(run));
    }
    List<RunRow> rows = new ArrayList<>();
    outermost.forEach(run -> add(rows, run, 0, within));
    return rows;
  }

  private static void add(
      List<RunRow> rows, RunData run, int depth, Map<RunId, List<RunData>> within) {
    rows.add(new RunRow(run, Math.min(depth, DEEPEST)));
    within
        .getOrDefault(run.run().id(), List.of())
        .forEach(inner -> add(rows, inner, depth + 1, within));
  }
}
