package dev.rondo.quality.expectation;

import dev.rondo.quality.Measured;
import dev.rondo.quality.expectation.ExpectationType.Family;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A figure held against that of the table before, which is there itself or whose figure was kept.
final class PreviousExpectations {
  private PreviousExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(rowCountChange(), sumChange());
  }

  private static ExpectationType rowCountChange() {
    return ExpectationType.named(
            "expect_table_row_count_to_be_close_to_previous",
            Family.TABLE,
            "The number of rows differs from that of the table before this one by at most a share"
                + " of that. The one before is the table `previous` where one is given, else what the"
                + " newest earlier run counted.")
        .takes(ReferenceExpectations.mostChange())
        .requires(ReferenceExpectations::changeMistake)
        .watches()
        .example("{\"max_change\": 0.2}")
        .judgedAsWhole((arguments, scope) -> change(arguments, scope, "count(*)"));
  }

  private static ExpectationType sumChange() {
    return ExpectationType.named(
            "expect_column_sum_to_be_close_to_previous",
            Family.COLUMN_AGGREGATE,
            "The sum differs from that of the table before this one by at most a share of that. The"
                + " one before is the table `previous` where one is given, else what the newest"
                + " earlier run added up.")
        .column()
        .takes(ReferenceExpectations.mostChange())
        .requires(ReferenceExpectations::changeMistake)
        .watches()
        .example("{\"column\": \"fare\", \"max_change\": 0.2}")
        .judgedAsWhole((arguments, scope) ->
            change(
                arguments,
                scope,
                "sum(%s)".formatted(Scalars.comparable(scope.column(arguments.text("column"))))));
  }

  private static Judgement change(Arguments arguments, Scope scope, String aggregate) {
    Metric here = scope.scalar(aggregate);
    Optional<Metric> there =
        scope.around().previous().map(table -> new Metric.Elsewhere(table, here));
    return Judgement.ask(
        Stream.concat(Stream.of(here), there.stream()).toList(),
        answers -> {
          double value = number(answers, here);
          Optional<Double> before =
              there.map(metric -> number(answers, metric)).or(() -> newest(scope));
          return change(value, before, arguments.number("max_change"));
        });
  }

  private static double number(Answers answers, Metric metric) {
    return ((Number) answers.value(metric).orElse(0.0)).doubleValue();
  }

  private static Optional<Double> newest(Scope scope) {
    return scope.around().history().values(scope.config().name(), scope.now(), 1).stream()
        .map(Measured::value)
        .findFirst();
  }

  private static Judgement change(double value, Optional<Double> before, double most) {
    ObjectNode result = Wire.observed(value);
    ObjectNode details = result.putObject("details");
    if (before.isEmpty()) {
      details.put("note", ExpectationResult.NO_VERDICT + "nothing is known of a table before");
      return new Judgement.Told(true, result);
    }
    double previous = before.get();
    details.set("previous", Wire.of(previous));
    details.put("note", "after " + ExpectationResult.text(Wire.of(previous)));
    return new Judgement.Told(Math.abs(value - previous) <= most * Math.abs(previous), result);
  }
}
