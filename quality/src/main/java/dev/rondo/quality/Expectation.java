package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.quality.expectation.ExpectationConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything that can be expected of data: the one place that lists it. Nulls break only
/// [NotNull]; every other expectation on rows judges the values that are there.
public sealed interface Expectation {
  /// The columns that people look for it under; empty for the whole table.
  default List<String> subjects() {
    return switch (this) {
      case OfRows rows -> rows.columns();
      case Breaches breaches -> breaches.of().columns();
      case Freshness freshness -> List.of(freshness.column());
      case Retention retention -> List.of(retention.column());
      case Frequency frequency -> List.of(frequency.column());
      case FromCatalog(ExpectationConfig config) -> config.arguments().columns();
      case RowCount _, RowCountChange _, NoExtraColumns _, Query _ -> List.of();
    };
  }

  /// Judges each row by itself, or among its neighbours; a row that breaks one can be set aside.
  sealed interface OfRows extends Expectation {
    /// The columns it looks at; empty when only the engine knows.
    List<String> columns();
  }

  /// Judges the table as a whole.
  sealed interface OfTable extends Expectation {}

  /// The value is of the type; numbers and times are finite, whole numbers are whole.
  record OfType(String column, ColumnType type) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  record NotNull(String column) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// Numbers, dates or times between ends, of which one may be open.
  record Range(String column, Optional<Bound> lower, Optional<Bound> upper) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// @param value a Long or Double, a LocalDate or a LocalDateTime, as the column's type is
  record Bound(Object value, boolean inclusive) {}

  /// @param values of the column's own type: Long, Double, String or Boolean
  record OneOf(String column, List<Object> values) implements OfRows {
    public OneOf {
      values = List.copyOf(values);
    }

    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// A text's length in code points.
  record Length(String column, OptionalInt least, OptionalInt most) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// A text in which the pattern is found; anchors make it match the whole.
  record Matches(String column, String pattern) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// A text that is what the format says.
  record Formatted(String column, TextFormat format) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// A number that is a whole multiple of this one, give or take what binary fractions lose.
  ///
  /// @param of more than 0
  record MultipleOf(String column, double of) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of(column);
    }
  }

  /// The values stand together in a row of another table; rows where any is null are not judged.
  ///
  /// @param table the other object's name, for which the check must be given a relation
  /// @param others its columns, in the order of `columns`
  record References(List<String> columns, String table, List<String> others) implements OfRows {
    public References {
      columns = List.copyOf(columns);
      others = List.copyOf(others);
    }
  }

  /// No two rows share these values: every copy breaks it. Rows where all are null are not judged.
  record Unique(List<String> columns) implements OfRows {
    public Unique {
      columns = List.copyOf(columns);
    }
  }

  /// A boolean SQL expression over the row's columns.
  record RowSql(String sql) implements OfRows {
    @Override
    public List<String> columns() {
      return List.of();
    }
  }

  /// The number of rows read.
  record RowCount(Comparison comparison) implements OfTable {}

  /// The number of rows that break an expectation, or how many of a hundred judged ones do, is as
  /// the comparison says.
  ///
  /// @param unit rows or percent
  record Breaches(OfRows of, Tolerance.Measure unit, Comparison comparison) implements OfTable {}

  /// The number of rows differs from the last table's by at most this share of it.
  record RowCountChange(double most) implements OfTable {}

  /// The newest accepted value is at most so old.
  record Freshness(String column, Duration most) implements OfTable {}

  /// The oldest accepted value is at most so old.
  record Retention(String column, Duration most) implements OfTable {}

  /// No two accepted values that follow each other in time lie further apart.
  record Frequency(String column, Duration most) implements OfTable {}

  /// No other columns than the contract's.
  record NoExtraColumns(List<String> known) implements OfTable {
    public NoExtraColumns {
      known = List.copyOf(known);
    }
  }

  /// A number that a query over the accepted rows returns; `{object}` stands for them.
  record Query(String sql, Comparison comparison) implements OfTable {}

  /// What the catalog of expectations knows by name, judged on the accepted rows.
  record FromCatalog(ExpectationConfig config) implements OfTable {}
}
