package dev.rondo.web;

import dev.rondo.quality.docs.BatchDocs;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.docs.RuleDocs;
import dev.rondo.quality.docs.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of one judge by its newest batches.
///
/// @param newest the judge's newest check
/// @param batches oldest first
record Heat(BatchDocs newest, List<BatchDocs> batches, Strip all, List<Row> rows) {

  record Row(RuleDocs rule, Strip strip) {}

  /// One for each judge at each hand-over.
  static List<Heat> of(DatasetDocs docs) {
    List<Heat> all = new ArrayList<>();
    for (BatchDocs newest : docs.newestOfEach()) {
      List<BatchDocs> batches = docs.batches().stream().filter(newest::isLike).toList().reversed();
      List<Row> rows =
          docs.rules().stream()
              .filter(rule -> rule.isOf(newest))
              .map(rule -> new Row(rule, strip(rule, batches)))
              .toList();
      Strip states =
          Strip.of(batches.stream().map(batch -> Optional.of(batch.state())).toList(), 26);
      all.add(new Heat(newest, batches, states, rows));
    }
    return all;
  }

  private static Strip strip(RuleDocs rule, List<BatchDocs> batches) {
    Map<String, State> states = new HashMap<>();
    rule.history().forEach(point -> states.put(point.result(), point.state()));
    return Strip.of(
        batches.stream().map(batch -> Optional.ofNullable(states.get(batch.id()))).toList());
  }
}
