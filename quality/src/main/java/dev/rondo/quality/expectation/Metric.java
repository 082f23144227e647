package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/// One figure that a verdict needs. Equal metrics are measured once, however many expectations ask
/// for them; which scan answers which is the business of [Measurement]. Rows are those that fulfil
/// `where`, SQL that is `TRUE` for all.
sealed interface Metric {

  /// An aggregate over the rows, such as `count(*)`; joined with all others into one scan.
  record Scalar(String aggregate, String where) implements Metric {}

  /// Every distinct value with its count, handed to a [Fold] of its own for each who asks; null is
  /// handed out too. One scan for all who ask for the column.
  record Distinct(String column, String where, Supplier<Fold> fold) implements Metric {}

  /// The values of a quantile of the non-null values.
  ///
  /// @param share from 0 to 1
  record Quantile(String column, String where, double share, Interpolation interpolation)
      implements Metric {}

  /// How often keys are repeated.
  record Repeats(Key key, String where) implements Metric {

    /// The column whose values are the keys, if it is one.
    Optional<String> ofValues() {
      return key.columns().size() == 1
              && key.present().equals(RowTest.Judged.ANY_PRESENT.sql(key.columns()))
          ? Optional.of(key.columns().getFirst())
          : Optional.empty();
    }
  }

  /// How many values do not follow their predecessor as they should.
  ///
  /// @param broken SQL over [FailingRows#VALUE] and [FailingRows#PREVIOUS]
  record Steps(String column, String where, String broken) implements Metric {}

  /// The answer of a query of its own.
  record Query(String sql) implements Metric {}

  /// The same of another table of the session.
  record Elsewhere(String table, Metric metric) implements Metric {}

  /// How many of the judged rows fail a test.
  record FailingCount(RowTest test, String where) implements Metric {

    /// What a test of repeats follows from.
    Repeats repeats() {
      return new Repeats(new Key(test.columns(), test.judgedSql()), where);
    }

    /// What a test of order follows from.
    Steps steps() {
      return new Steps(test.columns().getFirst(), where, ((RowTest.ByStep) test.bad()).broken());
    }

    /// What a test of presence follows from: all rows, and those with a value.
    List<Scalar> counts() {
      return List.of(
          new Scalar("count(*)", where),
          new Scalar("count(" + SqlSession.name(test.columns().getFirst()) + ")", where));
    }
  }

  /// The first rows that fail a test, each with its position first.
  ///
  /// @param columns what is wanted of each row
  record Failing(RowTest test, String where, List<String> columns, int limit) implements Metric {}

  /// The most frequent values among the rows that fail a test, each with its count first.
  record FailingCounts(RowTest test, String where, int limit) implements Metric {}

  /// Takes in values and their counts, and has a result in the end.
  interface Fold extends ObjLongConsumer<@org.jspecify.annotations.Nullable Object> {
    Object result();
  }

  /// How a quantile between two values is found.
  enum Interpolation {
    NEAREST,
    LINEAR,
    LOWER,
    HIGHER,
    MIDPOINT
  }

  /// The columns of a key, and which rows have one.
  ///
  /// @param present SQL that is true where a row has the key
  record Key(List<String> columns, String present) {
    public Key {
      columns = List.copyOf(columns);
    }
  }
}
