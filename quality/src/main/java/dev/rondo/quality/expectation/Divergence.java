package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Metric.Interpolation;
import dev.rondo.quality.expectation.Partition.Categories;
import dev.rondo.quality.expectation.Partition.Ranges;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Judges how far the shares of a column's values are from expected ones, by Kullback and Leibler's
/// divergence. What no share was expected of can be given one that is held back from the others:
/// one for the tails, which for single values are those not named, and one for ranges of weight 0.
/// Without expected shares it tells the observed ones, and is fulfilled.
///
/// @param tail the share that is held back for tails
/// @param internal the share that is held back for ranges of weight 0
/// @param threshold the most that the divergence may be; empty for any
record Divergence(
    Scope scope, BatchColumn column, double tail, double internal, OptionalDouble threshold) {
  /// Weights of ranges, and of what is below and above them.
  private record Weights(double below, List<Double> inner, double above) {
    /// @param weights of ranges, of which those without an end are tails
    static Weights of(Ranges ranges, List<Double> weights, double below, double above) {
      int from = ranges.isOpenBelow() ? 1 : 0;
      int to = weights.size() - (ranges.isOpenAbove() ? 1 : 0);
      return new Weights(
          from == 1 ? weights.getFirst() : below,
          weights.subList(from, Math.max(from, to)),
          to < weights.size() ? weights.getLast() : above);
    }

    List<Double> all() {
      List<Double> all = new ArrayList<>(List.of(below));
      all.addAll(inner);
      all.add(above);
      return all;
    }

    ObjectNode json(Ranges ranges) {
      ObjectNode json = Json.object();
      json.set("bins", Wire.list(ranges.finiteBins()));
      json.set("weights", Wire.list(inner));
      json.set("tail_weights", Wire.list(List.of(below, above)));
      return json;
    }
  }

  static Optional<String> mistake(Arguments arguments) {
    if (arguments.optionalNumber("threshold").orElse(0) < 0) {
      return Optional.of("'threshold' is below 0, which no divergence is.");
    }
    boolean isBucketed = arguments.flag("bucketize_data");
    boolean hasTail = arguments.number("tail_weight_holdout") > 0;
    boolean hasInternal = arguments.number("internal_weight_holdout") > 0;
    if (!arguments.has("partition_object")) {
      return hasInternal && !isBucketed ? Optional.of(NO_INTERNAL) : Optional.empty();
    }
    return Partition.mistake(arguments.object("partition_object"))
        .or(() ->
            switch (Partition.of(arguments.object("partition_object"))) {
              case Categories _ -> hasInternal ? Optional.of(NO_INTERNAL) : Optional.empty();
              case Ranges ranges -> mistake(ranges, isBucketed, hasTail);
            });
  }

  private static final String NO_INTERNAL =
      "'internal_weight_holdout' is for ranges; single values have none of weight 0 inside.";

  private static Optional<String> mistake(Ranges ranges, boolean isBucketed, boolean hasTail) {
    if (!isBucketed) {
      return Optional.of("A partition of bins needs 'bucketize_data' to be true.");
    }
    if (hasTail && !ranges.tails().isEmpty()) {
      return Optional.of("Give 'tail_weights' or a 'tail_weight_holdout', not both.");
    }
    return hasTail && ranges.isOpenBelow() && ranges.isOpenAbove()
        ? Optional.of("Bins from -inf to inf have no tails: no 'tail_weight_holdout'.")
        : Optional.empty();
  }

  static Judgement judge(Arguments arguments, Scope scope) {
    Divergence divergence =
        new Divergence(
            scope,
            scope.column(arguments.text("column")),
            arguments.number("tail_weight_holdout"),
            arguments.number("internal_weight_holdout"),
            arguments.optionalNumber("threshold"));
    if (!arguments.has("partition_object")) {
      return arguments.flag("bucketize_data")
          ? divergence.fromRanges()
          : divergence.ofCategories(List.of(), List.of());
    }
    return switch (Partition.of(arguments.object("partition_object"))) {
      case Categories(var values, var weights) -> divergence.ofCategories(values, weights);
      case Ranges ranges -> divergence.ofRanges(ranges);
    };
  }

  private Judgement told(Terms terms, JsonNode observed, JsonNode expected) {
    double value = terms.divergence();
    ObjectNode result = Wire.observed(Double.isFinite(value) ? value : null);
    ObjectNode details = result.putObject("details");
    details.set("observed_partition", observed);
    details.set("expected_partition", expected);
    boolean isGood =
        threshold.isEmpty() || Double.isFinite(value) && value <= threshold.getAsDouble();
    return new Judgement.Told(isGood, result);
  }

  // ---- Single values

  /// @param weights empty to expect what is observed
  private Judgement ofCategories(List<JsonNode> values, List<Double> weights) {
    Metric counts =
        new Metric.Distinct(
            column.name(), scope.where(), () -> new CategoryCounts(values, column.kind()));
    return Judgement.ask(
        List.of(counts), answers -> told(answers.as(counts, CategoryCounts.class), weights));
  }

  private Judgement told(CategoryCounts counts, List<Double> weights) {
    boolean isGiven = !weights.isEmpty();
    double kept = counts.unexpected() > 0 ? 1 - tail : 1;
    double each = tail / counts.unexpected();
    Terms terms = new Terms();
    List<Double> expected = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      expected.add(weights.get(i) * kept);
      terms.add(counts.share(counts.count(i)), expected.get(i));
    }
    for (Map.Entry<Long, Long> entry : counts.unexpectedByCount().entrySet()) {
      double share = counts.share(entry.getKey());
      terms.add(share, isGiven ? each : share, entry.getValue());
    }
    List<Double> shares = counts.shares();
    while (expected.size() < shares.size()) {
      expected.add(isGiven ? each : shares.get(expected.size()));
    }
    return told(terms, json(counts, shares), json(counts, expected));
  }

  /// Also for other tests of single values.
  static ObjectNode json(CategoryCounts counts, List<Double> weights) {
    ObjectNode json = Json.object();
    json.set("values", Wire.list(counts.names()));
    json.set("weights", Wire.list(weights));
    if (counts.leftOut() > 0) {
      json.put("values_left_out", counts.leftOut());
    }
    return json;
  }

  // ---- Ranges

  private Judgement ofRanges(Ranges ranges) {
    var histogram = Histogram.figure(scope, column, ranges.edges());
    return Judgement.ask(
        histogram.metrics(),
        answers -> told(ranges, histogram.read().apply(answers), ranges.weights()));
  }

  private Judgement told(Ranges ranges, Histogram histogram, List<Double> weights) {
    Weights observed =
        Weights.of(
            ranges,
            histogram.shares(),
            histogram.share(histogram.below()),
            histogram.share(histogram.above()));
    Weights expected = expected(ranges, weights);
    Terms terms = new Terms();
    for (int i = 0; i < expected.all().size(); i++) {
      terms.add(observed.all().get(i), expected.all().get(i));
    }
    return told(terms, observed.json(ranges), expected.json(ranges));
  }

  /// The expected weights, less what is held back, and what is held back where it belongs.
  private Weights expected(Ranges ranges, List<Double> weights) {
    List<Double> scaled = weights.stream().map(w -> w * (1 - tail - internal)).toList();
    long zeros = scaled.stream().filter(weight -> weight == 0).count();
    if (internal > 0) {
      scaled = scaled.stream().map(weight -> weight == 0 ? internal / zeros : weight).toList();
    }
    if (!ranges.tails().isEmpty()) {
      return Weights.of(ranges, scaled, ranges.tails().getFirst(), ranges.tails().getLast());
    }
    double each = ranges.isOpenBelow() || ranges.isOpenAbove() ? tail : tail / 2;
    return Weights.of(ranges, scaled, each, each);
  }

  // ---- Ranges made from the data

  private Judgement fromRanges() {
    Metric values = Histogram.values(scope, column);
    String number = Histogram.number(column);
    Metric least = scope.scalar("min(" + number + ")");
    Metric most = scope.scalar("max(" + number + ")");
    Metric quarter = quantile(0.25);
    Metric threeQuarters = quantile(0.75);
    return Judgement.ask(
        List.of(values, least, most, quarter, threeQuarters),
        answers -> {
          long n = answers.count(values);
          if (n == 0) {
            return new Judgement.Told(threshold.isEmpty(), Wire.observed(null));
          }
          return fromEdges(
              Edges.of(
                  n,
                  number(answers, least),
                  number(answers, most),
                  number(answers, threeQuarters) - number(answers, quarter)));
        });
  }

  private Metric quantile(double share) {
    return new Metric.Quantile(column.name(), scope.where(), share, Interpolation.NEAREST);
  }

  private static double number(Answers answers, Metric metric) {
    return switch (Scalars.comparable(answers.value(metric).orElseThrow())) {
      case LocalDateTime time -> Partition.seconds(time);
      case Object value -> ((Number) value).doubleValue();
    };
  }

  private Judgement fromEdges(List<Double> edges) {
    var histogram = Histogram.figure(scope, column, edges);
    List<JsonNode> bins = edges.stream().map(this::bin).toList();
    return Judgement.ask(
        histogram.metrics(),
        answers -> {
          Histogram counted = histogram.read().apply(answers);
          Ranges ranges = new Ranges(edges, bins, counted.shares(), List.of(0.0, 0.0));
          return told(ranges, counted, counted.shares());
        });
  }

  private JsonNode bin(double edge) {
    return Wire.of(column.kind().isTemporal() ? Partition.time(edge) : (Object) edge);
  }
}
