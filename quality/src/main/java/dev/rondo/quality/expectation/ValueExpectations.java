package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Metric.Interpolation;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.RowTest.BySql;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What each value of one column must be. Missing values are not judged, but for the two that judge
/// presence itself.
final class ValueExpectations {
  private ValueExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
        notNull(),
        isNull(),
        unique(),
        between(),
        inSet(),
        notInSet(),
        increasing("increasing", "<", "Each value is at least the one before it."),
        increasing("decreasing", ">", "Each value is at most the one before it."),
        zScore(),
        notOutliers(),
        ofType(),
        inTypeList());
  }

  private static ExpectationType.Builder named(String what, String summary) {
    return ExpectationType.named("expect_column_" + what, Family.COLUMN_VALUES, summary).column();
  }

  /// A test of present values that the engine and Java can both make.
  static RowTest test(BatchColumn column, String badSql, boolean costly, Predicate<Object> isBad) {
    return new RowTest(
        List.of(column.name()),
        Judged.ANY_PRESENT,
        new BySql(badSql, costly, cells -> isBad.test(Scalars.comparable(cells.value(0)))));
  }

  private static ExpectationType notNull() {
    return named("values_to_not_be_null", "Every row has a value.")
        .mostly()
        .example("{\"column\": \"fare\", \"mostly\": 0.99}")
        .judgedByRow((arguments, columns) -> presence(arguments, columns, true));
  }

  private static ExpectationType isNull() {
    return named("values_to_be_null", "No row has a value.")
        .mostly()
        .example("{\"column\": \"airport_fee\"}")
        .judgedByRow((arguments, columns) -> presence(arguments, columns, false));
  }

  private static RowTest presence(Arguments arguments, Columns columns, boolean badWhenMissing) {
    BatchColumn column = columns.column(arguments.text("column"));
    return new RowTest(
        List.of(column.name()), Judged.ALWAYS, new RowTest.ByPresence(badWhenMissing));
  }

  /// A test that every value passes, or none.
  private static RowTest constant(BatchColumn column, boolean isBad) {
    return test(column, isBad ? column.sql() + " IS NOT NULL" : "FALSE", false, _ -> isBad);
  }

  private static ExpectationType unique() {
    return named("values_to_be_unique", "No value occurs twice; each copy of one that does is bad.")
        .mostly()
        .example("{\"column\": \"trip_id\"}")
        .judgedByRow((arguments, columns) ->
            new RowTest(
                List.of(columns.column(arguments.text("column")).name()),
                Judged.ANY_PRESENT,
                new RowTest.ByRepeats()));
  }

  private static ExpectationType between() {
    return named("values_to_be_between", "Each value lies in a range.")
        .bounds(Form.COMPARABLE)
        .strictBounds()
        .mostly()
        .requires(ValueExpectations::boundMistake)
        .example(
            "{\"column\": \"distance\", \"min_value\": 0, \"max_value\": 100, \"strict_min\": true}")
        .judgedByRow(ValueExpectations::range);
  }

  static Optional<String> boundMistake(Arguments arguments) {
    return arguments.has("min_value") || arguments.has("max_value")
        ? Optional.empty()
        : Optional.of("At least one of 'min_value' and 'max_value' is needed.");
  }

  private static RowTest range(Arguments arguments, Columns columns) {
    BatchColumn column = columns.column(arguments.text("column"));
    Optional<Object> least = bound(arguments, "min_value", column);
    Optional<Object> most = bound(arguments, "max_value", column);
    if (least.isPresent() && most.isPresent() && Scalars.compare(least.get(), most.get()) > 0) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "'min_value' %s is greater than 'max_value' %s.",
          arguments.value("min_value"),
          arguments.value("max_value"));
    }
    boolean isLeastOutside = arguments.flag("strict_min");
    boolean isMostOutside = arguments.flag("strict_max");
    String value = Scalars.comparable(column);
    String sql =
        Stream.of(
                least.map(end -> value + (isLeastOutside ? " <= " : " < ") + Scalars.sql(end)),
                most.map(end -> value + (isMostOutside ? " >= " : " > ") + Scalars.sql(end)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" OR "));
    return test(
        column,
        sql,
        false,
        present -> {
          int overLeast = least.map(end -> Scalars.compare(present, end)).orElse(1);
          int overMost = most.map(end -> Scalars.compare(present, end)).orElse(-1);
          return overLeast < 0
              || overLeast == 0 && isLeastOutside
              || overMost > 0
              || overMost == 0 && isMostOutside;
        });
  }

  private static Optional<Object> bound(Arguments arguments, String name, BatchColumn column) {
    return arguments.has(name)
        ? Optional.of(Scalars.bound(arguments.value(name), column.kind()))
        : Optional.empty();
  }

  private static ExpectationType inSet() {
    return named("values_to_be_in_set", "Each value is one of a set.")
        .takes(Parameter.optional("value_set", Form.VALUES, "the values; without it any"))
        .mostly()
        .example("{\"column\": \"payment_type\", \"value_set\": [1, 2, 3]}")
        .judgedByRow((arguments, columns) -> membership(arguments, columns, false));
  }

  private static ExpectationType notInSet() {
    return named("values_to_not_be_in_set", "No value is one of a set.")
        .takes(Parameter.optional("value_set", Form.VALUES, "the values; without it none"))
        .mostly()
        .example("{\"column\": \"payment_type\", \"value_set\": [0, 99]}")
        .judgedByRow((arguments, columns) -> membership(arguments, columns, true));
  }

  private static RowTest membership(Arguments arguments, Columns columns, boolean badWhenIn) {
    BatchColumn column = columns.column(arguments.text("column"));
    if (!arguments.has("value_set")) {
      return constant(column, false);
    }
    Members members = Members.of(arguments.values("value_set"), column.kind());
    if (members.isEmpty()) {
      return constant(column, !badWhenIn);
    }
    String sql = Scalars.comparable(column) + (badWhenIn ? " IN " : " NOT IN ") + members.sql();
    return test(
        column, sql, members.isLarge(column), value -> members.contains(value) == badWhenIn);
  }

  private static ExpectationType increasing(String direction, String wrong, String summary) {
    return named("values_to_be_" + direction, summary)
        .takes(
            Parameter.optional(
                "strictly", Form.FLAG, false, "whether a value may not be that before it again"))
        .mostly()
        .example("{\"column\": \"trip_id\", \"strictly\": true}")
        .judgedByRow((arguments, columns) -> {
          BatchColumn column = columns.column(arguments.text("column"));
          if (column.kind() == Kind.TEXT || column.kind() == Kind.OTHER) {
            throw Problem.of(
                ProblemCode.INVALID_DATA,
                "Column \"%s\" is of type %s, between whose values there is no difference.",
                column.name(),
                column.engineType());
          }
          String broken = wrong + (arguments.flag("strictly") ? "=" : "");
          return new RowTest(
              List.of(column.name()),
              Judged.ANY_PRESENT,
              new RowTest.ByStep(FailingRows.VALUE + " " + broken + " " + FailingRows.PREVIOUS));
        });
  }

  // ---- Against figures of the column itself

  private static BatchColumn numeric(Scope scope, Arguments arguments) {
    BatchColumn column = scope.column(arguments.text("column"));
    if (!column.kind().isNumeric()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Column \"%s\" is of type %s; numbers are needed.",
          column.name(),
          column.engineType());
    }
    return column;
  }

  private static ExpectationType zScore() {
    return named(
            "value_z_scores_to_be_less_than",
            "Each value lies less than so many standard deviations from the mean.")
        .takes(
            Parameter.required("threshold", Form.NUMBER, "how many standard deviations"),
            Parameter.required(
                "double_sided", Form.FLAG, "whether values below the mean are judged too"))
        .mostly()
        .example("{\"column\": \"fare\", \"threshold\": 4, \"double_sided\": true}")
        .judgedAsWhole((arguments, scope) -> {
          BatchColumn column = numeric(scope, arguments);
          Metric least = scope.scalar("min(" + Scalars.comparable(column) + ")");
          Metric most = scope.scalar("max(" + Scalars.comparable(column) + ")");
          return withMeanAndDeviation(
              scope,
              column,
              List.of(least, most),
              (mean, deviation, answers) -> {
                RowTest test = zScoreTest(arguments, column, mean, deviation);
                boolean isAnyBad =
                    isBad(test, answers.value(least)) || isBad(test, answers.value(most));
                return RowJudgement.of(
                    scope, isAnyBad ? test : constant(column, false), arguments.mostly());
              });
        });
  }

  /// Scores grow with their values: when those of the ends are good, all are.
  private static boolean isBad(RowTest test, Optional<Object> value) {
    return value.map(one -> test.isBad(Cells.of(new @Nullable Object[] {one}))).orElse(false);
  }

  /// What follows from mean and standard deviation.
  private interface Spread {
    Judgement judge(double mean, double deviation, Answers answers);
  }

  /// @param also what else is asked for
  private static Judgement withMeanAndDeviation(
      Scope scope, BatchColumn column, List<Metric> also, Spread then) {
    Metric mean = scope.scalar("avg(" + Scalars.comparable(column) + ")");
    var deviation = AggregateExpectations.deviation(scope, column);
    List<Metric> metrics = new ArrayList<>(deviation.metrics());
    metrics.add(mean);
    metrics.addAll(also);
    return Judgement.ask(
        metrics,
        answers ->
            then.judge(real(answers.value(mean)), real(deviation.read().apply(answers)), answers));
  }

  /// Not a number where there is none.
  private static double real(Optional<Object> value) {
    return value.map(number -> ((Number) number).doubleValue()).orElse(Double.NaN);
  }

  /// Where there is no deviation, or none that is a number, no value has a score that is too high.
  private static RowTest zScoreTest(
      Arguments arguments, BatchColumn column, double mean, double deviation) {
    if (!(deviation > 0) || !Double.isFinite(mean)) {
      return constant(column, false);
    }
    boolean isDouble = arguments.flag("double_sided");
    double threshold =
        isDouble ? Math.abs(arguments.number("threshold")) : arguments.number("threshold");
    String score =
        "(%s - %s) / %s"
            .formatted(Scalars.comparable(column), Scalars.sql(mean), Scalars.sql(deviation));
    String sql =
        "NOT (%s < %s)".formatted(isDouble ? "abs(" + score + ")" : score, Scalars.sql(threshold));
    return test(
        column,
        sql,
        false,
        value -> {
          double z = (((Number) value).doubleValue() - mean) / deviation;
          return !((isDouble ? Math.abs(z) : z) < threshold);
        });
  }

  private static ExpectationType notOutliers() {
    return named(
            "values_to_not_be_outliers",
            "No value lies far out: beyond the quartiles by their distance, or from the mean by the standard"
                + " deviation, so many times.")
        .takes(
            Parameter.optional("method", Form.TEXT, "iqr", "iqr or std"),
            Parameter.optional("multiplier", Form.NUMBER, 1.5, "how many times that is far"))
        .mostly()
        .requires(arguments ->
            List.of("iqr", "std").contains(arguments.text("method"))
                ? Optional.empty()
                : Optional.of(
                    "'method' is '%s'; it must be iqr or std.".formatted(arguments.text("method"))))
        .requires(arguments ->
            arguments.number("multiplier") >= 0
                ? Optional.empty()
                : Optional.of("'multiplier' must be 0 or more."))
        .example("{\"column\": \"fare\", \"method\": \"iqr\", \"multiplier\": 3}")
        .judgedAsWhole(ValueExpectations::judgeOutliers);
  }

  private static Judgement judgeOutliers(Arguments arguments, Scope scope) {
    BatchColumn column = numeric(scope, arguments);
    double multiplier = arguments.number("multiplier");
    if (arguments.text("method").equals("std")) {
      return withMeanAndDeviation(
          scope,
          column,
          List.of(),
          (mean, deviation, _) ->
              RowJudgement.of(
                  scope, distanceTest(column, mean, multiplier * deviation), arguments.mostly()));
    }
    Metric lower = quartile(scope, column, 0.25);
    Metric upper = quartile(scope, column, 0.75);
    return Judgement.ask(
        List.of(lower, upper),
        answers -> {
          double first = real(answers.value(lower));
          double third = real(answers.value(upper));
          double reach = multiplier * (third - first);
          return RowJudgement.of(
              scope, fenceTest(column, first - reach, third + reach), arguments.mostly());
        });
  }

  private static Metric quartile(Scope scope, BatchColumn column, double share) {
    return new Metric.Quantile(column.name(), scope.where(), share, Interpolation.LINEAR);
  }

  /// Outside of Tukey's fences; a value on a fence is inside. Without quartiles nothing is outside.
  private static RowTest fenceTest(BatchColumn column, double low, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      return constant(column, false);
    }
    return test(
        column,
        "%1$s < %2$s OR %1$s > %3$s"
            .formatted(Scalars.comparable(column), Scalars.sql(low), Scalars.sql(high)),
        false,
        value -> ((Number) value).doubleValue() < low || ((Number) value).doubleValue() > high);
  }

  /// As far from the centre as the limit, or farther; with a limit of 0 away from it. Without a
  /// centre or a spread nothing is far.
  private static RowTest distanceTest(BatchColumn column, double centre, double limit) {
    if (Double.isNaN(centre) || Double.isNaN(limit)) {
      return constant(column, false);
    }
    String far = limit == 0 ? " > " : " >= ";
    return test(
        column,
        "abs(%s - %s)%s%s"
            .formatted(Scalars.comparable(column), Scalars.sql(centre), far, Scalars.sql(limit)),
        false,
        value -> {
          double distance = Math.abs(((Number) value).doubleValue() - centre);
          return limit == 0 ? distance > 0 : distance >= limit;
        });
  }

  // ---- Types

  private static ExpectationType ofType() {
    return named(
            "values_to_be_of_type",
            "Each value is of a type: the engine's or a data frame's name of it, or Python's.")
        .takes(Parameter.required("type_", Form.TEXT, "the type's name"))
        .mostly()
        .example("{\"column\": \"vendor\", \"type_\": \"str\"}")
        .judgedAsWhole(
            (arguments, scope) -> judgeTypes(arguments, scope, List.of(arguments.text("type_"))));
  }

  private static ExpectationType inTypeList() {
    return named("values_to_be_in_type_list", "Each value is of one of several types.")
        .takes(Parameter.optional("type_list", Form.TEXTS, "the types' names; any without it"))
        .mostly()
        .example("{\"column\": \"vendor\", \"type_list\": [\"str\", \"int\"]}")
        .judgedAsWhole((arguments, scope) ->
            arguments.has("type_list")
                ? judgeTypes(arguments, scope, arguments.texts("type_list"))
                : new Judgement.Told(
                    true, Wire.observed(TypeNames.frame(scope.column(arguments.text("column"))))));
  }

  /// All values of a column have its type, so what is asked of each is known from one.
  private static Judgement judgeTypes(Arguments arguments, Scope scope, List<String> names) {
    BatchColumn column = scope.column(arguments.text("column"));
    if (TypeNames.isOfValues(column, names)
        && names.stream()
            .noneMatch(
                name -> TypeNames.isOfType(column, name) && !TypeNames.isNative(column, name))) {
      boolean isGood = names.stream().anyMatch(name -> TypeNames.isNative(column, name));
      return RowJudgement.of(scope, constant(column, !isGood), arguments.mostly());
    }
    boolean isGood = names.stream().anyMatch(name -> TypeNames.isOfType(column, name));
    String asked = names.isEmpty() ? "" : names.getFirst();
    return new Judgement.Told(isGood, Wire.observed(TypeNames.shown(column, asked)));
  }
}
