package dev.rondo.quality.expectation;

import dev.rondo.quality.condition.RowCondition;
import dev.rondo.quality.custom.CustomCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The expectations of a suite that can be judged on one record by itself, compiled once, for
/// records as they are served: a record breaks those for which the batch of it alone would have a
/// bad row. What needs other rows or tables is left out. Immutable and thread-safe.
public final class RowJudge {
  private final List<Compiled> tests;
  private final List<ExpectationConfig> leftOut;

  private record Compiled(
      ExpectationConfig config, RowTest test, List<String> columns, Optional<RowCondition> when) {}

  private RowJudge(List<Compiled> tests, List<ExpectationConfig> leftOut) {
    this.tests = List.copyOf(tests);
    this.leftOut = List.copyOf(leftOut);
  }

  /// @param columns of the records
  /// @throws dev.rondo.kernel.Problem `invalid-data` when an expectation names no column of theirs
  public static RowJudge compile(List<ExpectationConfig> expectations, List<BatchColumn> columns) {
    return compile(expectations, columns, CustomCode.NONE);
  }

  /// @param code the users' Java that may be called
  public static RowJudge compile(
      List<ExpectationConfig> expectations, List<BatchColumn> columns, CustomCode code) {
    RecordColumns known = new RecordColumns(columns, code);
    List<Compiled> tests = new ArrayList<>();
    List<ExpectationConfig> leftOut = new ArrayList<>();
    for (ExpectationConfig config : expectations) {
      if (config.type().judge(config.arguments()) instanceof Judge.OfRows(var make)) {
        RowTest test = make.apply(known);
        if (test.isOfOneRow()) {
          tests.add(new Compiled(config, test, test.columns(), config.condition()));
          continue;
        }
      }
      leftOut.add(config);
    }
    return new RowJudge(tests, leftOut);
  }

  /// The columns of records, without any rows.
  private record RecordColumns(List<BatchColumn> columns, CustomCode code) implements Columns {
    @Override
    public List<String> names() {
      return columns.stream().map(BatchColumn::name).toList();
    }

    @Override
    public BatchColumn column(String name) {
      return columns.stream()
          .filter(column -> column.name().equals(name))
          .findFirst()
          .orElseThrow(() -> Batch.unknown(name, "record", names()));
    }
  }

  /// What only a batch can be judged by.
  public List<ExpectationConfig> leftOut() {
    return leftOut;
  }

  /// Those that a record breaks, in the suite's order.
  ///
  /// @param record values by column, of the forms that [dev.rondo.data.SqlRow#value] hands out;
  ///   missing keys and nulls alike are missing values
  public List<ExpectationConfig> broken(Map<String, ? extends @Nullable Object> record) {
    List<ExpectationConfig> broken = new ArrayList<>();
    for (Compiled compiled : tests) {
      if (isBad(compiled, record)) {
        broken.add(compiled.config);
      }
    }
    return broken;
  }

  private static boolean isBad(Compiled compiled, Map<String, ? extends @Nullable Object> record) {
    if (compiled.when.isPresent() && !compiled.when.get().test(record::get)) {
      return false;
    }
    @Nullable Object[] values = new @Nullable Object[compiled.columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = record.get(compiled.columns.get(i));
    }
    return compiled.test.isBad(Cells.of(values));
  }
}
