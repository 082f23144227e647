package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How good rows are told from bad ones.
///
/// @param columns that it looks at
/// @param judged which rows are judged at all
record RowTest(List<String> columns, Judged judged, Bad bad) {
  RowTest {
    columns = List.copyOf(columns);
  }

  /// Which rows a test judges, by what is missing in them.
  enum Judged {
    /// Rows with a value in any of the columns; for one column: its values.
    ANY_PRESENT,
    /// Rows with a value in each column.
    ALL_PRESENT,
    /// Every row.
    ALWAYS;

    /// SQL, true where a row is judged.
    String sql(List<String> columns) {
      if (this == ALWAYS) {
        return "TRUE";
      }
      return columns.stream()
          .map(column -> SqlSession.name(column) + " IS NOT NULL")
          .collect(Collectors.joining(this == ANY_PRESENT ? " OR " : " AND ", "(", ")"));
    }

    boolean holds(Cells values) {
      return switch (this) {
        case ALWAYS -> true;
        case ANY_PRESENT -> values.missing() < values.size();
        case ALL_PRESENT -> values.missing() == 0;
      };
    }
  }

  /// What makes a judged row bad.
  sealed interface Bad {}

  /// The value is missing, or is there.
  record ByPresence(boolean badWhenMissing) implements Bad {}

  /// Told by the engine, and by Java alike.
  ///
  /// @param sql true where a judged row is bad, else false or null; of one column never true where
  ///   it is missing
  /// @param costly whether it is better asked once for each distinct value
  /// @param test of the columns' values in order, comparable ones, null where missing
  record BySql(String sql, boolean costly, Predicate<Cells> test) implements Bad {}

  /// Told by the engine alone, from other tables.
  ///
  /// @param sql as in [BySql]
  record ByTables(String sql) implements Bad {}

  /// What only Java can tell of one column's value.
  record ByValue(Predicate<Object> test) implements Bad {}

  /// The values of the columns occur in more than one row.
  record ByRepeats() implements Bad {}

  /// The value does not follow the one before it.
  ///
  /// @param broken SQL over [FailingRows#VALUE] and [FailingRows#PREVIOUS]
  record ByStep(String broken) implements Bad {}

  /// Whether one row by itself can be judged.
  boolean isOfOneRow() {
    return bad instanceof ByPresence || bad instanceof BySql || bad instanceof ByValue;
  }

  /// Whether the values break the test, for tests of one row.
  boolean isBad(Cells values) {
    if (!judged.holds(values)) {
      return false;
    }
    return switch (bad) {
      case ByPresence by -> values.isMissing(0) == by.badWhenMissing;
      case BySql by -> by.test.test(values);
      case ByValue by -> !values.isMissing(0) && by.test.test(values.value(0));
      case ByTables _, ByRepeats _, ByStep _ -> false;
    };
  }

  String judgedSql() {
    return judged.sql(columns);
  }
}
