package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.quality.Expectation.Bound;
import dev.rondo.quality.expectation.ExpectationConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says in English what an expectation asks.
final class Sentences {
  private static final Pattern END = Pattern.compile("\\.$");

  private Sentences() {}

  static String of(Expectation expectation, Tolerance tolerance) {
    return END.matcher(of(expectation)).replaceFirst("") + tolerance.words() + ".";
  }

  static String of(Expectation expectation) {
    return switch (expectation) {
      case Expectation.OfType(String column, ColumnType type) ->
          "Every '%s' is %s.".formatted(column, Words.aValueOf(type));
      case Expectation.NotNull(String column) -> "Every row has a '%s'.".formatted(column);
      case Expectation.Range(String column, Optional<Bound> lower, Optional<Bound> upper) ->
          "Every '%s' is %s.".formatted(column, range(lower, upper));
      case Expectation.OneOf(String column, List<Object> values) ->
          "Every '%s' is one of %s.".formatted(column, Words.list(values, "or"));
      case Expectation.Length(String column, OptionalInt least, OptionalInt most) ->
          "Every '%s' is %s characters long.".formatted(column, length(least, most));
      case Expectation.Matches(String column, String pattern) ->
          "Every '%s' matches %s.".formatted(column, pattern);
      case Expectation.Formatted(String column, TextFormat format) ->
          "Every '%s' is %s.".formatted(column, format.words());
      case Expectation.MultipleOf(String column, double of) ->
          "Every '%s' is a multiple of %s.".formatted(column, Words.of(of));
      case Expectation.References(List<String> columns, String table, List<String> others) ->
          "Every %s stands in '%s' as %s."
              .formatted(Words.names(columns), table, Words.names(others));
      case Expectation.Unique(List<String> columns) ->
          "No two rows have the same %s.".formatted(Words.names(columns));
      case Expectation.RowSql(String sql) -> "In every row, %s.".formatted(sql.strip());
      case Expectation.RowCount(Comparison comparison) ->
          "The number of rows %s.".formatted(comparison.words());
      case Expectation.RowCountChange(double most) ->
          "The number of rows differs from the last by at most %s %%."
              .formatted(Words.of(Math.round(most * 1e4) / 1e2));
      case Expectation.Freshness freshness ->
          "The newest '%s' is at most %s old."
              .formatted(freshness.column(), Words.of(freshness.most()));
      case Expectation.Breaches breaches ->
          "The number of rows that break \"%s\" %s%s."
              .formatted(
                  END.matcher(of(breaches.of())).replaceFirst(""),
                  breaches.comparison().words(),
                  breaches.unit() == Tolerance.Measure.PERCENT ? " percent" : "");
      case Expectation.Retention(String column, Duration most) ->
          "The oldest '%s' is at most %s old.".formatted(column, Words.of(most));
      case Expectation.Frequency(String column, Duration most) ->
          "No two '%s' that follow each other lie more than %s apart."
              .formatted(column, Words.of(most));
      case Expectation.FromCatalog(ExpectationConfig config) ->
          config.description().isEmpty()
              ? END.matcher(config.type().summary()).replaceFirst(given(config) + ".")
              : config.description();
      case Expectation.NoExtraColumns _ -> "There are no other columns.";
      case Expectation.Query(String sql, Comparison comparison) ->
          "The answer to \"%s\" %s.".formatted(sql.strip(), comparison.words());
    };
  }

  /// The arguments as they were given, to follow a summary.
  private static String given(ExpectationConfig config) {
    String given =
        config.arguments().given().properties().stream()
            .map(argument -> argument.getKey() + " " + argument.getValue())
            .collect(Collectors.joining(", "));
    String where = config.condition().map(rows -> "where " + rows.text()).orElse("");
    String all =
        Stream.of(given, where).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : Matcher.quoteReplacement(" (" + all + ")");
  }

  /// `more than 0 and at most 100`.
  static String range(Optional<Bound> lower, Optional<Bound> upper) {
    List<String> ends = new ArrayList<>();
    lower.ifPresent(
        end -> ends.add((end.inclusive() ? "at least " : "more than ") + Words.of(end.value())));
    upper.ifPresent(
        end -> ends.add((end.inclusive() ? "at most " : "less than ") + Words.of(end.value())));
    return String.join(" and ", ends);
  }

  static String length(OptionalInt least, OptionalInt most) {
    List<String> ends = new ArrayList<>();
    least.ifPresent(end -> ends.add("at least " + end));
    most.ifPresent(end -> ends.add("at most " + end));
    return String.join(" and ", ends);
  }

  /// The dimension of quality that an expectation belongs to by its nature.
  static String dimension(Expectation expectation) {
    return switch (expectation) {
      case Expectation.OfType _, Expectation.Length _, Expectation.Matches _ -> "conformity";
      case Expectation.Formatted _, Expectation.MultipleOf _ -> "conformity";
      case Expectation.References _ -> "consistency";
      case Expectation.Breaches breaches -> dimension(breaches.of());
      case Expectation.Retention _, Expectation.Frequency _ -> "timeliness";
      case Expectation.FromCatalog _ -> "";
      case Expectation.Range _, Expectation.OneOf _ -> "conformity";
      case Expectation.NotNull _, Expectation.RowCount _, Expectation.RowCountChange _ ->
          "completeness";
      case Expectation.Unique _ -> "uniqueness";
      case Expectation.Freshness _ -> "timeliness";
      case Expectation.NoExtraColumns _, Expectation.RowSql _, Expectation.Query _ -> "consistency";
    };
  }
}
