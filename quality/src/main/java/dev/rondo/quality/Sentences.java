package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.quality.Expectation.Bound;
import dev.rondo.quality.expectation.ExpectationConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Says in a language what an expectation asks. Immutable.
final class Sentences {
  static final Sentences ENGLISH = new Sentences(Phrasebook.ENGLISH);
  static final Sentences CHINESE = new Sentences(Phrasebook.CHINESE);

  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  private final Phrasebook words;

  private Sentences(Phrasebook words) {
    this.words = words;
  }

  static String of(Expectation expectation, Tolerance tolerance) {
    return ENGLISH.say(expectation, tolerance);
  }

  static String of(Expectation expectation) {
    return ENGLISH.say(expectation);
  }

  /// A rule in Chinese; what its author wrote in Chinese stays as it is.
  static String inChinese(Rule rule) {
    return HAN.matcher(rule.sentence()).find()
        ? rule.sentence()
        : CHINESE.say(rule.expectation(), rule.tolerance());
  }

  String say(Expectation expectation, Tolerance tolerance) {
    return words.open(say(expectation)) + except(tolerance) + words.say("end");
  }

  private String say(Expectation expectation) {
    if (expectation instanceof Expectation.FromCatalog(ExpectationConfig config)) {
      return named(config);
    }
    return phrase(expectation) + words.say("end");
  }

  private String phrase(Expectation expectation) {
    return switch (expectation) {
      case Expectation.OfRows rows -> ofRows(rows);
      case Expectation.OfTable table -> ofTable(table);
    };
  }

  private String ofRows(Expectation.OfRows expectation) {
    return switch (expectation) {
      case Expectation.OfType(String column, ColumnType type) ->
          words.say("of-type", words.quoted(column), words.say(type));
      case Expectation.NotNull(String column) -> words.say("not-null", words.quoted(column));
      case Expectation.Range(String column, Optional<Bound> lower, Optional<Bound> upper) ->
          words.say("range", words.quoted(column), ends(lower, upper));
      case Expectation.OneOf(String column, List<Object> values) ->
          words.say("one-of", words.quoted(column), words.list(values, "or"));
      case Expectation.Length(String column, OptionalInt least, OptionalInt most) ->
          words.say("length", words.quoted(column), ends(least, most));
      case Expectation.Matches(String column, String pattern) ->
          words.say("matches", words.quoted(column), pattern);
      case Expectation.Formatted(String column, TextFormat format) ->
          words.say("formatted", words.quoted(column), format(format));
      case Expectation.MultipleOf(String column, double of) ->
          words.say("multiple-of", words.quoted(column), Words.of(of));
      case Expectation.References(List<String> columns, String table, List<String> others) ->
          words.say("references", words.names(columns), words.quoted(table), words.names(others));
      case Expectation.Unique(List<String> columns) -> words.say("unique", words.names(columns));
      case Expectation.RowSql(String sql) -> words.say("row-sql", sql.strip());
    };
  }

  private String ofTable(Expectation.OfTable expectation) {
    return switch (expectation) {
      case Expectation.RowCount(Comparison comparison) -> words.say("row-count", is(comparison));
      case Expectation.RowCountChange(double most) ->
          words.say("row-count-change", Words.of(Math.round(most * 1e4) / 1e2));
      case Expectation.Freshness(String column, Duration most) -> aged("freshness", column, most);
      case Expectation.Retention(String column, Duration most) -> aged("retention", column, most);
      case Expectation.Frequency(String column, Duration most) -> aged("frequency", column, most);
      case Expectation.Breaches breaches ->
          words.say(
              breaches.unit() == Tolerance.Measure.PERCENT ? "breaches-percent" : "breaches",
              phrase(breaches.of()),
              is(breaches.comparison()));
      case Expectation.NoExtraColumns _ -> words.say("no-extra-columns");
      case Expectation.Query(String sql, Comparison comparison) ->
          words.say("query", sql.strip(), is(comparison));
      case Expectation.FromCatalog(ExpectationConfig config) -> words.open(named(config));
    };
  }

  private String aged(String key, String column, Duration most) {
    return words.say(key, words.quoted(column), Words.of(most, words));
  }

  private String is(Comparison comparison) {
    return words.say(
        comparison.operator(), Words.of(comparison.first()), Words.of(comparison.second()));
  }

  private String except(Tolerance tolerance) {
    if (tolerance.isNone()) {
      return "";
    }
    return switch (tolerance.measure()) {
      case ROWS -> words.say("except-rows", Words.of(tolerance.limit()));
      case PERCENT -> words.say("except-percent", Words.of(tolerance.limit()));
      case MOSTLY ->
          words.say("except-mostly", Words.of(Math.round(tolerance.limit() * 1e6) / 1e4));
    };
  }

  private String format(TextFormat format) {
    return format == TextFormat.DATE ? words.say("format-date") : words.say(format);
  }

  /// What the catalog knows by name, as suites say it in Chinese.
  private String named(ExpectationConfig config) {
    if (!config.description().isEmpty()) {
      return config.description();
    }
    return words == Phrasebook.CHINESE
        ? dev.rondo.quality.suite.Sentences.CHINESE.of(config)
        : Phrasebook.ENGLISH.open(config.type().summary()) + given(config) + ".";
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
    return all.isEmpty() ? "" : " (" + all + ")";
  }

  /// `more than 0 and at most 100`.
  static String range(Optional<Bound> lower, Optional<Bound> upper) {
    return ENGLISH.ends(lower, upper);
  }

  private String ends(Optional<Bound> lower, Optional<Bound> upper) {
    List<String> ends = new ArrayList<>();
    lower.ifPresent(end ->
        ends.add(words.say(end.inclusive() ? "at-least" : "more-than", Words.of(end.value()))));
    upper.ifPresent(end ->
        ends.add(words.say(end.inclusive() ? "at-most" : "less-than", Words.of(end.value()))));
    return String.join(words.say("both"), ends);
  }

  static String length(OptionalInt least, OptionalInt most) {
    return ENGLISH.ends(least, most);
  }

  private String ends(OptionalInt least, OptionalInt most) {
    List<String> ends = new ArrayList<>();
    least.ifPresent(end -> ends.add(words.say("at-least", end)));
    most.ifPresent(end -> ends.add(words.say("at-most", end)));
    return String.join(words.say("both"), ends);
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
