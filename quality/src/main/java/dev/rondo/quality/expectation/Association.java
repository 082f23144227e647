package dev.rondo.quality.expectation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Judges how closely two columns hang together, by Cramér's V: from 0, where neither says anything
/// about the other, to 1. Numbers count by range, other values by kind; what is missing is a kind
/// of its own. When a column has only one kind there is no V.
final class Association {
  private Association() {}

  static Optional<String> mistake(Arguments arguments) {
    return mistake(arguments, "A").or(() -> mistake(arguments, "B"));
  }

  private static Optional<String> mistake(Arguments arguments, String side) {
    if (arguments.optionalNumber("n_bins_" + side).orElse(1) < 1) {
      return Optional.of("'n_bins_" + side + "' must be 1 at least.");
    }
    List<JsonNode> bins = arguments.values("bins_" + side);
    boolean isFit =
        bins.stream().allMatch(JsonNode::isNumber) || bins.stream().allMatch(JsonNode::isArray);
    boolean isGiven = arguments.has("bins_" + side);
    return isGiven && (bins.isEmpty() || !isFit)
        ? Optional.of(
            "'bins_%s' must be numbers, the ends of ranges, or lists of values that count as one."
                .formatted(side))
        : Optional.empty();
  }

  static Judgement judge(Arguments arguments, Scope scope) {
    var a = axis(arguments, scope, "A");
    var b = axis(arguments, scope, "B");
    List<Metric> metrics = new ArrayList<>(a.metrics());
    metrics.addAll(b.metrics());
    return Judgement.ask(
        metrics,
        answers ->
            judge(
                scope,
                a.read().apply(answers),
                b.read().apply(answers),
                arguments.number("threshold")));
  }

  private static Judgement.Figure<Axis> axis(Arguments arguments, Scope scope, String side) {
    return Axis.figure(
        scope,
        scope.column(arguments.text("column_" + side)),
        arguments.values("bins_" + side),
        (int) arguments.optionalNumber("n_bins_" + side).orElse(Axis.RANGES));
  }

  private static Judgement judge(Scope scope, Axis a, Axis b, double threshold) {
    Metric counts =
        new Metric.Query(
            "SELECT %s AS a, %s AS b, count(*) FROM %s WHERE %s GROUP BY 1, 2 LIMIT %d"
                .formatted(
                    a.sql(), b.sql(), scope.batch().sql(), scope.where(), Crosstab.MOST_CELLS + 1));
    return Judgement.ask(
        List.of(counts), answers -> told(Crosstab.of(answers.rows(counts), a, b), threshold));
  }

  private static Judgement told(Crosstab crosstab, double threshold) {
    double value = crosstab.association();
    ObjectNode result = Wire.observed(value);
    result.putObject("details").set("crosstab", crosstab.json());
    return new Judgement.Told(value <= threshold, result);
  }
}
