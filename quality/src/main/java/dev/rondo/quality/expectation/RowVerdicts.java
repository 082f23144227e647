package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Judges rows that come by themselves: each must be good. Values that must not repeat may not
/// repeat those of the rows beside them either. What judges a table as a whole, the order of its
/// rows, or which share of them may be bad, says nothing of them.
public final class RowVerdicts {
  private static final String AMONG = "rondo:among";

  private final Batch batch;
  private final String key;
  private final Optional<String> beside;
  private final Surroundings around;

  private RowVerdicts(Batch batch, String key, Optional<String> beside, Surroundings around) {
    this.batch = batch;
    this.key = SqlSession.name(key);
    this.beside = beside;
    this.around = around;
  }

  /// What came of one expectation.
  ///
  /// @param broken the keys of the rows that are bad, or cannot be judged; empty when it says
  ///   nothing of single rows
  public record Verdict(ExpectationConfig config, Optional<SortedSet<Long>> broken) {}

  /// Judges the rows of a batch.
  ///
  /// @param key a column with another whole number in each row
  /// @param beside a relation with the batch's columns, of rows that are there already
  public static List<Verdict> of(
      Batch batch,
      String key,
      Optional<String> beside,
      List<ExpectationConfig> expectations,
      Surroundings around) {
    List<BatchColumn> reals =
        batch.columns().stream().filter(column -> column.kind() == Kind.REAL).toList();
    Batch present = reals.isEmpty() ? batch : batch.withMissing(reals);
    RowVerdicts verdicts = new RowVerdicts(present, key, beside, around);
    return expectations.stream()
        .map(config -> new Verdict(config, verdicts.broken(config)))
        .toList();
  }

  private Optional<SortedSet<Long>> broken(ExpectationConfig config) {
    if (config.arguments().mostly() < 1
        || !(config.type().judge(config.arguments()) instanceof Judge.OfRows(var make))) {
      return Optional.empty();
    }
    try {
      String where = config.condition().map(rows -> rows.sql(batch.kinds())).orElse("TRUE");
      RowTest test =
          make.apply(new Scope(batch, config, where, ResultFormat.of(Level.BASIC), around));
      return switch (test.bad()) {
        case RowTest.ByStep _ -> Optional.empty();
        case RowTest.ByRepeats _ ->
            Optional.of(failing(test, FailingRows.of(among(test), test, where, Optional.empty())));
        case RowTest.ByPresence _, RowTest.BySql _, RowTest.ByTables _, RowTest.ByValue _ ->
            Optional.of(failing(test, FailingRows.of(batch, test, where, Optional.empty())));
      };
    } catch (Problem e) {
      return Optional.of(every(e));
    }
  }

  /// The rows and those beside them that have the same values.
  private Batch among(RowTest test) {
    if (beside.isEmpty()) {
      return batch;
    }
    String same =
        test.columns().stream()
            .map(SqlSession::name)
            .map(name -> "own.%1$s IS NOT DISTINCT FROM other.%1$s".formatted(name))
            .collect(Collectors.joining(" AND "));
    batch
        .session()
        .execute(
            ("CREATE OR REPLACE TEMP VIEW %1$s AS FROM %2$s UNION ALL BY NAME"
                    + " (SELECT other.* FROM %3$s AS other SEMI JOIN %2$s AS own ON %4$s)")
                .formatted(
                    SqlSession.name(AMONG), batch.sql(), SqlSession.name(beside.get()), same));
    return Batch.of(batch.session(), AMONG);
  }

  private SortedSet<Long> failing(RowTest test, FailingRows rows) {
    String wanted =
        Stream.concat(Stream.of(key), test.columns().stream().map(SqlSession::name))
            .collect(Collectors.joining(", "));
    SortedSet<Long> failing = new TreeSet<>();
    batch
        .session()
        .forEach(
            "SELECT %s FROM %s WHERE %s AND %s IS NOT NULL"
                .formatted(wanted, rows.from(), rows.where(), key),
            row -> {
              if (!(test.bad() instanceof RowTest.ByValue) || isBad(test, row.value(2))) {
                failing.add(row.number(1));
              }
            });
    return failing;
  }

  /// Whether a value that Java judges is bad, or cannot be judged.
  private static boolean isBad(RowTest test, @Nullable Object value) {
    try {
      return test.isBad(Cells.of(new @Nullable Object[] {value}));
    } catch (Problem e) {
      requireGoingOn(e);
      return true;
    }
  }

  private SortedSet<Long> every(Problem why) {
    requireGoingOn(why);
    return new TreeSet<>(
        batch.session().query("SELECT " + key + " FROM " + batch.sql(), row -> row.number(1)));
  }

  private static void requireGoingOn(Problem problem) {
    if (problem.code() == ProblemCode.CANCELLED) {
      throw problem;
    }
  }
}
