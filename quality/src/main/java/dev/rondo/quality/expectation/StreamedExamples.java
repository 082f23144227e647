package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// Examples of rows that fail a test which only Java can make, where too many values fail to name
/// them all: the rows are gone through in their order until there are enough.
final class StreamedExamples {
  private StreamedExamples() {}

  /// Ends the reading of an answer.
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super("enough", null, false, false);
    }
  }

  /// The first rows whose second column fails.
  static List<Cells> first(SqlSession session, String sql, Predicate<Object> isBad, int limit) {
    List<Cells> rows = new ArrayList<>();
    try {
      session.forEach(
          sql,
          row -> {
            Object value = row.value(2);
            if (value != null && isBad.test(value)) {
              rows.add(Cells.example(row));
              if (rows.size() == limit) {
                throw new Enough();
              }
            }
          });
    } catch (Enough e) {
      return rows;
    }
    return rows;
  }

  /// The most frequent failing values: of rows with a count, a value and its first position, those
  /// with the highest counts, by first position among equals; count and value are returned.
  static List<Cells> frequent(SqlSession session, String sql, Predicate<Object> isBad, int limit) {
    Comparator<Cells> byRank =
        Comparator.<Cells>comparingLong(row -> -row.number(0))
            .thenComparingLong(row -> row.number(2));
    PriorityQueue<Cells> best = new PriorityQueue<>(byRank.reversed());
    session.forEach(
        sql,
        row -> {
          Object value = row.value(2);
          if (value != null && isBad.test(value)) {
            best.add(Cells.example(row));
            if (best.size() > limit) {
              best.poll();
            }
          }
        });
    return best.stream().sorted(byRank).map(row -> row.part(0, 2)).toList();
  }
}
