package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.expectation.Partition.Categories;
import dev.rondo.quality.expectation.Partition.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Tests whether a column's values may come from an expected distribution. Of a column without
/// values nothing is known, and then nothing is fulfilled.
final class GoodnessOfFit {
  private GoodnessOfFit() {}

  static Optional<String> probabilityMistake(Arguments arguments, String name) {
    double probability = arguments.number(name);
    return probability > 0 && probability < 1
        ? Optional.empty()
        : Optional.of("'%s' is %s; it must lie between 0 and 1.".formatted(name, probability));
  }

  // ---- Pearson's test

  static Optional<String> categoriesMistake(Arguments arguments) {
    ObjectNode given = arguments.object("partition_object");
    return Partition.mistake(given)
        .or(() ->
            Partition.of(given) instanceof Categories
                ? Optional.empty()
                : Optional.of("The partition must be one of 'values'."));
  }

  static Judgement chiSquare(Arguments arguments, Scope scope) {
    BatchColumn column = scope.column(arguments.text("column"));
    Categories expected = (Categories) Partition.of(arguments.object("partition_object"));
    Metric counts =
        new Metric.Distinct(
            column.name(),
            scope.where(),
            () -> new CategoryCounts(expected.values(), column.kind()));
    return Judgement.ask(
        List.of(counts),
        answers ->
            chiSquare(
                answers.as(counts, CategoryCounts.class),
                expected.weights(),
                arguments.number("tail_weight_holdout"),
                arguments.number("p")));
  }

  private static Judgement chiSquare(
      CategoryCounts counts, List<Double> weights, double tail, double least) {
    double kept = counts.unexpected() > 0 ? 1 - tail : 1;
    double each = tail / counts.unexpected();
    List<Double> expected = new ArrayList<>(weights.stream().map(w -> w * kept).toList());
    Terms terms = new Terms();
    for (int i = 0; i < weights.size(); i++) {
      terms.add(counts.count(i), expected.get(i) * counts.values());
    }
    for (Map.Entry<Long, Long> entry : counts.unexpectedByCount().entrySet()) {
      terms.add(entry.getKey(), each * counts.values(), entry.getValue());
    }
    while (expected.size() < counts.names().size()) {
      expected.add(each);
    }
    double probability = terms.chiSquareProbability();
    ObjectNode result = Wire.observed(probability);
    ObjectNode details = result.putObject("details");
    details.set("observed_partition", Divergence.json(counts, counts.shares()));
    details.set("expected_partition", Divergence.json(counts, normalised(expected)));
    return new Judgement.Told(probability > least, result);
  }

  private static List<Double> normalised(List<Double> weights) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    return weights.stream().map(weight -> weight / sum).toList();
  }

  // ---- Kolmogorov and Smirnov's test against a named distribution

  static Optional<String> theoryMistake(Arguments arguments) {
    String word = arguments.text("distribution");
    return Theory.find(word)
        .map(theory -> theory.mistake(arguments.value("params")))
        .orElseGet(() ->
            Optional.of(
                "'distribution' is '%s'; it must be one of %s.".formatted(word, Theory.words())));
  }

  static Judgement theory(Arguments arguments, Scope scope) {
    Metric sample = sample(scope, scope.column(arguments.text("column")));
    Theory theory = Theory.find(arguments.text("distribution")).orElseThrow();
    List<Double> parameters = theory.parameters(arguments.value("params"));
    return Judgement.ask(
        List.of(sample),
        answers -> {
          NumberSample numbers = answers.as(sample, NumberSample.class);
          Fit fit = Fit.of(numbers.sorted(), theory.cumulative(parameters));
          ObjectNode result = Wire.observed(fit.probability());
          ObjectNode details = result.putObject("details");
          details.set("expected_params", Wire.list(parameters));
          details.set("observed_ks_result", Wire.list(List.of(fit.distance(), fit.probability())));
          numbers.tell(details);
          return new Judgement.Told(fit.probability() >= arguments.number("p_value"), result);
        });
  }

  private static Metric sample(Scope scope, BatchColumn column) {
    if (!column.kind().isNumeric()) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Column \"%s\" is of type %s; the test needs numbers.",
          column.name(),
          column.engineType());
    }
    return new Metric.Distinct(column.name(), scope.where(), NumberSample::new);
  }

  // ---- Kolmogorov and Smirnov's test of small samples against a partition

  static Optional<String> rangesMistake(Arguments arguments) {
    ObjectNode given = arguments.object("partition_object");
    return Partition.mistake(given)
        .or(() -> {
          if (!(Partition.of(given) instanceof Ranges ranges)) {
            return Optional.of("The partition must be one of 'bins'.");
          }
          boolean hasTails = ranges.tails().stream().anyMatch(tail -> tail > 0);
          return ranges.isOpenBelow() || ranges.isOpenAbove() || hasTails
              ? Optional.of("The partition must have finite ends and no weight in its tails.")
              : Optional.empty();
        })
        .or(() -> countMistake(arguments, "bootstrap_samples"))
        .or(() -> countMistake(arguments, "bootstrap_sample_size"));
  }

  private static Optional<String> countMistake(Arguments arguments, String name) {
    return arguments.optionalNumber(name).orElse(1) >= 1
        ? Optional.empty()
        : Optional.of("'%s' must be 1 at least.".formatted(name));
  }

  static Judgement bootstrapped(Arguments arguments, Scope scope) {
    BatchColumn column = scope.column(arguments.text("column"));
    Ranges expected = (Ranges) Partition.of(arguments.object("partition_object"));
    Metric sample = sample(scope, column);
    var histogram = Histogram.figure(scope, column, expected.edges());
    List<Metric> metrics = new ArrayList<>(histogram.metrics());
    Metric least = scope.scalar("min(" + Histogram.number(column) + ")");
    Metric most = scope.scalar("max(" + Histogram.number(column) + ")");
    metrics.addAll(List.of(sample, least, most));
    return Judgement.ask(
        metrics,
        answers ->
            new Bootstrap(
                    (int) arguments.number("bootstrap_samples"),
                    (int)
                        arguments
                            .optionalNumber("bootstrap_sample_size")
                            .orElse(2 * expected.weights().size()),
                    arguments.number("p"))
                .judge(
                    expected,
                    new Bootstrap.Observed(
                        histogram.read().apply(answers), answers.value(least), answers.value(most)),
                    answers.as(sample, NumberSample.class)));
  }
}
