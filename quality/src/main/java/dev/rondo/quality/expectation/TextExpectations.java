package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.RowTest.Judged;
import dev.rondo.quality.format.DateutilParser;
import dev.rondo.quality.format.JsonSchemaTest;
import dev.rondo.quality.format.Like;
import dev.rondo.quality.format.PythonJson;
import dev.rondo.quality.format.PythonRegex;
import dev.rondo.quality.format.PythonText;
import dev.rondo.quality.format.SemanticType;
import dev.rondo.quality.format.Strptime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What the text of each value of a column must be. A value that is no text has one too: the one
/// that Python gives it. Where the engine can tell the same of texts, it is asked.
final class TextExpectations {
  private TextExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
            Stream.of(lengthBetween(), lengthEqual()),
            regexes(),
            likes(),
            Stream.of(strftime(), dateutil(), json(), jsonSchema()),
            Arrays.stream(SemanticType.values()).map(TextExpectations::semantic))
        .flatMap(Function.identity());
  }

  private static ExpectationType.Builder named(String what, String summary) {
    return ExpectationType.named("expect_column_" + what, Family.COLUMN_VALUES, summary).column();
  }

  // ---- Lengths

  private static ExpectationType lengthBetween() {
    return named("value_lengths_to_be_between", "The length of each value's text lies in a range.")
        .bounds(Form.NUMBER)
        .strictBounds()
        .mostly()
        .requires(ValueExpectations::boundMistake)
        .example("{\"column\": \"zip\", \"min_value\": 5, \"max_value\": 10}")
        .judgedByRow((arguments, columns) -> {
          double least = arguments.optionalNumber("min_value").orElse(Double.NEGATIVE_INFINITY);
          double most = arguments.optionalNumber("max_value").orElse(Double.POSITIVE_INFINITY);
          boolean isLeastOutside = arguments.flag("strict_min");
          boolean isMostOutside = arguments.flag("strict_max");
          return lengthTest(
              arguments,
              columns,
              "length < %1$s OR length > %2$s%3$s%4$s"
                  .formatted(
                      Scalars.sql(least),
                      Scalars.sql(most),
                      isLeastOutside ? " OR length = " + Scalars.sql(least) : "",
                      isMostOutside ? " OR length = " + Scalars.sql(most) : ""),
              length ->
                  length < least
                      || length > most
                      || isLeastOutside && length == least
                      || isMostOutside && length == most);
        });
  }

  private static ExpectationType lengthEqual() {
    return named("value_lengths_to_equal", "Each value's text has just this length.")
        .takes(Parameter.required("value", Form.NUMBER, "the length"))
        .mostly()
        .example("{\"column\": \"currency\", \"value\": 3}")
        .judgedByRow((arguments, columns) -> {
          double value = arguments.number("value");
          return lengthTest(
              arguments, columns, "length <> " + Scalars.sql(value), length -> length != value);
        });
  }

  /// @param bad SQL over `length`
  private static RowTest lengthTest(
      Arguments arguments, Columns columns, String bad, IntPredicate isBad) {
    BatchColumn column = columns.column(arguments.text("column"));
    return textSql(column)
        .map(text ->
            textTest(
                column,
                bad.replace("length", "length(" + text + ")"),
                column.kind() != Kind.TEXT,
                value -> isBad.test(PythonText.length(value))))
        .orElseGet(() -> valueTest(column, value -> isBad.test(PythonText.length(value))));
  }

  /// The text of a column's values in SQL, where it is Python's too.
  private static Optional<String> textSql(BatchColumn column) {
    return switch (column.kind()) {
      case TEXT -> Optional.of(column.sql());
      case INTEGER, DATE -> Optional.of("CAST(" + column.sql() + " AS VARCHAR)");
      default -> Optional.empty();
    };
  }

  private static RowTest textTest(
      BatchColumn column, String badSql, boolean costly, Predicate<Object> isBad) {
    return new RowTest(
        List.of(column.name()),
        Judged.ANY_PRESENT,
        new RowTest.BySql(badSql, costly, cells -> isBad.test(cells.value(0))));
  }

  private static RowTest valueTest(BatchColumn column, Predicate<Object> isBad) {
    return new RowTest(List.of(column.name()), Judged.ANY_PRESENT, new RowTest.ByValue(isBad));
  }

  // ---- Patterns

  /// A pattern: how Java tests a text, and how the engine does where it can.
  private record Pattern(Predicate<String> test, Function<String, Optional<String>> sql) {

    static Pattern regex(String expression) {
      PythonRegex regex = PythonRegex.compile(expression);
      return new Pattern(
          regex,
          text ->
              regex
                  .re2()
                  .map(re2 -> "regexp_matches(%s, %s)".formatted(text, SqlSession.text(re2))));
    }

    static Pattern like(String pattern, Optional<String> escape) {
      Like like = escape.map(e -> Like.compile(pattern, e)).orElseGet(() -> Like.compile(pattern));
      String ending = escape.map(e -> " ESCAPE " + SqlSession.text(e)).orElse("");
      return new Pattern(
          like,
          text -> Optional.of("%s LIKE %s%s".formatted(text, SqlSession.text(pattern), ending)));
    }
  }

  /// A test that is broken when as many of the patterns match as are told.
  private static RowTest patternTest(BatchColumn column, List<Pattern> patterns, Wanted wanted) {
    Predicate<Object> isBad =
        value -> {
          String text = PythonText.of(value);
          return wanted.isBad(patterns.stream().map(pattern -> pattern.test.test(text)));
        };
    List<Optional<String>> sql =
        column.kind() == Kind.TEXT
            ? patterns.stream().map(pattern -> pattern.sql.apply(column.sql())).toList()
            : List.of(Optional.<String>empty());
    return sql.stream().allMatch(Optional::isPresent)
        ? textTest(
            column, wanted.badSql(sql.stream().flatMap(Optional::stream).toList()), true, isBad)
        : valueTest(column, isBad);
  }

  /// How many of several patterns must match.
  private enum Wanted {
    ANY,
    ALL,
    NONE;

    boolean isBad(Stream<Boolean> matches) {
      return switch (this) {
        case ANY -> matches.noneMatch(match -> match);
        case ALL -> !matches.allMatch(match -> match);
        case NONE -> matches.anyMatch(match -> match);
      };
    }

    String badSql(List<String> matches) {
      if (matches.isEmpty()) {
        throw new IllegalArgumentException("There is no pattern.");
      }
      return switch (this) {
        case ANY -> "NOT (" + String.join(" OR ", matches) + ")";
        case ALL -> "NOT (" + String.join(" AND ", matches) + ")";
        case NONE -> String.join(" OR ", matches);
      };
    }

    static Wanted of(Arguments arguments) {
      return arguments.text("match_on").equals("all") ? ALL : ANY;
    }
  }

  private static Parameter matchOn() {
    return Parameter.optional(
        "match_on", Form.TEXT, "any", "any or all: how many of the patterns must match");
  }

  private static Optional<String> matchOnMistake(Arguments arguments) {
    String word = arguments.text("match_on");
    return List.of("any", "all").contains(word)
        ? Optional.empty()
        : Optional.of("'match_on' is '%s'; it must be any or all.".formatted(word));
  }

  private static Stream<ExpectationType> regexes() {
    String one = "{\"column\": \"zip\", \"regex\": \"^\\\\d{5}$\"}";
    String several = "{\"column\": \"zip\", \"regex_list\": [\"^\\\\d{5}$\", \"^NY-\"]}";
    return Stream.of(
        named("values_to_match_regex", "A regular expression is found in each value's text.")
            .takes(
                Parameter.optional("regex", Form.TEXT, "(?s).*", "the expression, as Python has"))
            .mostly()
            .requires(arguments -> patternMistake(() -> regex(arguments)))
            .example(one)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), regex(arguments), Wanted.ANY)),
        named("values_to_not_match_regex", "A regular expression is found in no value's text.")
            .takes(Parameter.required("regex", Form.TEXT, "the expression, as Python has it"))
            .mostly()
            .requires(arguments -> patternMistake(() -> regex(arguments)))
            .example(one)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), regex(arguments), Wanted.NONE)),
        named(
                "values_to_match_regex_list",
                "One, or all, of several regular expressions are found in each value's text.")
            .takes(Parameter.required("regex_list", Form.TEXTS, "the expressions"), matchOn())
            .mostly()
            .requires(TextExpectations::matchOnMistake)
            .requires(arguments -> patternMistake(() -> regexes(arguments)))
            .example(several)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), regexes(arguments), Wanted.of(arguments))),
        named(
                "values_to_not_match_regex_list",
                "None of several regular expressions is found in any value's text.")
            .takes(Parameter.required("regex_list", Form.TEXTS, "the expressions"))
            .mostly()
            .requires(arguments -> patternMistake(() -> regexes(arguments)))
            .example(several)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), regexes(arguments), Wanted.NONE)));
  }

  private static BatchColumn column(Arguments arguments, Columns columns) {
    return columns.column(arguments.text("column"));
  }

  private static List<Pattern> regex(Arguments arguments) {
    return List.of(Pattern.regex(arguments.text("regex")));
  }

  private static List<Pattern> regexes(Arguments arguments) {
    return arguments.texts("regex_list").stream().map(Pattern::regex).toList();
  }

  private static Optional<String> patternMistake(Runnable compile) {
    try {
      compile.run();
      return Optional.empty();
    } catch (Problem e) {
      return Optional.of(e.text());
    }
  }

  private static Stream<ExpectationType> likes() {
    String one = "{\"column\": \"plate\", \"like_pattern\": \"NY-%\"}";
    String several = "{\"column\": \"plate\", \"like_pattern_list\": [\"NY-%\", \"NJ-____\"]}";
    return Stream.of(
        like("values_to_match_like_pattern", "Each value's text is LIKE a pattern of SQL.")
            .takes(Parameter.required("like_pattern", Form.TEXT, "the pattern, with % and _"))
            .requires(arguments -> patternMistake(() -> like(arguments)))
            .example(one)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), like(arguments), Wanted.ANY)),
        like("values_to_not_match_like_pattern", "No value's text is LIKE a pattern of SQL.")
            .takes(Parameter.required("like_pattern", Form.TEXT, "the pattern, with % and _"))
            .requires(arguments -> patternMistake(() -> like(arguments)))
            .example(one)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), like(arguments), Wanted.NONE)),
        like(
                "values_to_match_like_pattern_list",
                "Each value's text is LIKE one, or all, of several patterns of SQL.")
            .takes(Parameter.required("like_pattern_list", Form.TEXTS, "the patterns"), matchOn())
            .requires(TextExpectations::matchOnMistake)
            .requires(arguments -> patternMistake(() -> likes(arguments)))
            .example(several)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), likes(arguments), Wanted.of(arguments))),
        like(
                "values_to_not_match_like_pattern_list",
                "No value's text is LIKE any of several patterns of SQL.")
            .takes(Parameter.required("like_pattern_list", Form.TEXTS, "the patterns"))
            .requires(arguments -> patternMistake(() -> likes(arguments)))
            .example(several)
            .judgedByRow((arguments, columns) ->
                patternTest(column(arguments, columns), likes(arguments), Wanted.NONE)));
  }

  private static ExpectationType.Builder like(String what, String summary) {
    return named(what, summary)
        .takes(
            Parameter.optional(
                "escape", Form.TEXT, "the character before a % or _ that stands for itself"))
        .mostly();
  }

  private static List<Pattern> like(Arguments arguments) {
    return List.of(Pattern.like(arguments.text("like_pattern"), arguments.optionalText("escape")));
  }

  private static List<Pattern> likes(Arguments arguments) {
    return arguments.texts("like_pattern_list").stream()
        .map(pattern -> Pattern.like(pattern, arguments.optionalText("escape")))
        .toList();
  }

  // ---- Forms

  private static ExpectationType strftime() {
    return named(
            "values_to_match_strftime_format",
            "Each value is a text that Python's strptime reads by a format.")
        .takes(Parameter.required("strftime_format", Form.TEXT, "the format, such as %Y-%m-%d"))
        .mostly()
        .requires(
            arguments -> patternMistake(() -> Strptime.compile(arguments.text("strftime_format"))))
        .example("{\"column\": \"day\", \"strftime_format\": \"%Y-%m-%d\"}")
        .judgedByRow((arguments, columns) ->
            formTest(
                column(arguments, columns), Strptime.compile(arguments.text("strftime_format"))));
  }

  private static ExpectationType dateutil() {
    return named(
            "values_to_be_dateutil_parseable",
            "Each value is a text that Python's dateutil reads as a date or time.")
        .mostly()
        .example("{\"column\": \"day\"}")
        .judgedByRow(
            (arguments, columns) -> formTest(column(arguments, columns), DateutilParser::accepts));
  }

  private static ExpectationType json() {
    return named(
            "values_to_be_json_parseable",
            "Each value is a text that Python reads as JSON; NaN and Infinity are allowed.")
        .mostly()
        .example("{\"column\": \"payload\"}")
        .judgedByRow(
            (arguments, columns) -> formTest(column(arguments, columns), PythonJson::accepts));
  }

  private static ExpectationType jsonSchema() {
    return named(
            "values_to_match_json_schema",
            "Each value is a JSON document that a schema admits; one that is no JSON is an error.")
        .takes(Parameter.required("json_schema", Form.OBJECT, "the schema"))
        .mostly()
        .requires(arguments ->
            patternMistake(() -> JsonSchemaTest.compile(arguments.object("json_schema"))))
        .example("{\"column\": \"payload\", \"json_schema\": {\"required\": [\"id\"]}}")
        .judgedByRow((arguments, columns) ->
            formTest(
                column(arguments, columns),
                JsonSchemaTest.compile(arguments.object("json_schema"))));
  }

  private static ExpectationType semantic(SemanticType type) {
    String words = type.text().replace('-', ' ');
    return named(
            "values_to_be_valid_" + type.text().replace('-', '_'),
            "Each value is a text with the form, and the check digits, of this kind: %s."
                .formatted(words))
        .mostly()
        .example("{\"column\": \"contact\", \"mostly\": 0.99}")
        .judgedByRow((arguments, columns) -> formTest(column(arguments, columns), type));
  }

  /// A test of texts alone: of another value it cannot be said whether it has the form.
  static RowTest formTest(BatchColumn column, Predicate<String> isGood) {
    return valueTest(
        column,
        value -> {
          if (value instanceof String text) {
            return !isGood.test(text);
          }
          throw Problem.of(
              ProblemCode.INVALID_DATA,
              "Column \"%s\" is of type %s; only texts can be judged by this form.",
              column.name(),
              column.engineType());
        });
  }
}
