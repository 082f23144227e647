package dev.rondo.quality.expectation;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The shares of a column's values that are expected, of single values or of ranges of numbers or
/// times. As JSON: `weights`, and either `values` or `bins`, one more than there are weights, the
/// first and the last of which may be `"-inf"` and `"inf"`; with finite bins `tail_weights` may say
/// what lies below and above them.
sealed interface Partition {
  /// How far from 1 the sum of the weights may be.
  double TOLERANCE = 1.001e-5;

  List<Double> weights();

  /// Of single values.
  record Categories(List<JsonNode> values, List<Double> weights) implements Partition {
    public Categories {
      values = List.copyOf(values);
      weights = List.copyOf(weights);
    }
  }

  /// Of ranges: each from its edge up to the next, without that; the last with it.
  ///
  /// @param edges as numbers; of times, seconds since 1970
  /// @param bins the edges as written
  /// @param tails the weights below and above; empty when not given
  record Ranges(List<Double> edges, List<JsonNode> bins, List<Double> weights, List<Double> tails)
      implements Partition {
    public Ranges {
      edges = List.copyOf(edges);
      bins = List.copyOf(bins);
      weights = List.copyOf(weights);
      tails = List.copyOf(tails);
    }

    /// Whether the first range has no lower end.
    boolean isOpenBelow() {
      return edges.getFirst() == Double.NEGATIVE_INFINITY;
    }

    /// Whether the last range has no upper end.
    boolean isOpenAbove() {
      return edges.getLast() == Double.POSITIVE_INFINITY;
    }

    /// The edges as written, without infinite ones.
    List<JsonNode> finiteBins() {
      return bins.subList(isOpenBelow() ? 1 : 0, bins.size() - (isOpenAbove() ? 1 : 0));
    }
  }

  /// Reads what [#mistake] finds nothing wrong with.
  static Partition of(ObjectNode given) {
    List<Double> weights = numbers(given.path("weights"));
    if (given.path("values").isArray()) {
      return new Categories(list(given.path("values")), weights);
    }
    List<JsonNode> bins = list(given.path("bins"));
    List<Double> edges = bins.stream().map(bin -> edge(bin).orElseThrow()).toList();
    return new Ranges(edges, bins, weights, numbers(given.path("tail_weights")));
  }

  /// What is wrong with a partition, as a sentence.
  static Optional<String> mistake(ObjectNode given) {
    JsonNode weights = given.path("weights");
    if (!areWeights(weights) || weights.isEmpty()) {
      return Optional.of("A partition needs 'weights', a list of numbers from 0 on.");
    }
    if (given.path("values").isArray()) {
      return mistakeInValues(list(given.path("values")), weights);
    }
    return given.path("bins").isArray()
        ? mistakeInBins(list(given.path("bins")), weights, given.path("tail_weights"))
        : Optional.of("A partition needs 'values' or 'bins', a list.");
  }

  private static Optional<String> mistakeInValues(List<JsonNode> values, JsonNode weights) {
    if (values.size() != weights.size()) {
      return Optional.of(
          "The partition has %d values but %d weights; each value needs one."
              .formatted(values.size(), weights.size()));
    }
    return new HashSet<>(values).size() < values.size()
        ? Optional.of("The partition names a value twice.")
        : mistakeInSum(numbers(weights));
  }

  private static Optional<String> mistakeInBins(
      List<JsonNode> bins, JsonNode weights, JsonNode tails) {
    if (bins.size() != weights.size() + 1) {
      return Optional.of(
          "The partition has %d bins but %d weights; there must be one more bin than weights."
              .formatted(bins.size(), weights.size()));
    }
    for (int i = 0; i < bins.size(); i++) {
      OptionalDouble edge = edge(bins.get(i));
      if (edge.isEmpty()) {
        return Optional.of(
            "The bin %s is neither a number nor a time, nor inf or -inf.".formatted(bins.get(i)));
      }
      if (i > 0 && !(edge.getAsDouble() > edge(bins.get(i - 1)).getAsDouble())) {
        return Optional.of(
            "The bin %s is not above the one before it, %s; bins must increase."
                .formatted(bins.get(i), bins.get(i - 1)));
      }
    }
    return mistakeInTails(bins, weights, tails);
  }

  private static Optional<String> mistakeInTails(
      List<JsonNode> bins, JsonNode weights, JsonNode tails) {
    List<Double> all = new ArrayList<>(numbers(weights));
    if (!tails.isMissingNode() && !tails.isNull()) {
      if (!areWeights(tails) || tails.size() != 2) {
        return Optional.of("'tail_weights' must be two numbers from 0 on: below and above.");
      }
      if (isInfinite(bins.getFirst()) || isInfinite(bins.getLast())) {
        return Optional.of("A partition with an infinite bin has its tail in it: no tail_weights.");
      }
      all.addAll(numbers(tails));
    }
    return mistakeInSum(all);
  }

  private static Optional<String> mistakeInSum(List<Double> weights) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    return Math.abs(sum - 1) <= TOLERANCE
        ? Optional.empty()
        : Optional.of("The weights of the partition sum to %s; it must be 1.".formatted(sum));
  }

  private static boolean isInfinite(JsonNode bin) {
    return Double.isInfinite(edge(bin).orElse(0));
  }

  private static boolean areWeights(JsonNode weights) {
    return weights.isArray()
        && weights.valueStream().allMatch(weight -> weight.isNumber() && weight.doubleValue() >= 0);
  }

  private static List<Double> numbers(JsonNode numbers) {
    return numbers.valueStream().map(JsonNode::doubleValue).toList();
  }

  private static List<JsonNode> list(JsonNode array) {
    return array.valueStream().toList();
  }

  /// An end of a range as a number; empty when it is none.
  private static OptionalDouble edge(JsonNode json) {
    if (json.isNumber()) {
      return OptionalDouble.of(json.doubleValue());
    }
    return switch (json.asString("")) {
      case "-inf", "-Infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      case "inf", "+inf", "Infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      default ->
          Scalars.dateTime(json.asString("")).stream()
              .mapToDouble(time -> seconds((LocalDateTime) time))
              .findFirst();
    };
  }

  /// Seconds since 1970, as the engine's `epoch` tells them.
  static double seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) + time.getNano() / 1e9;
  }

  /// The inverse of [#seconds], to the microsecond.
  static LocalDateTime time(double seconds) {
    long micros = Math.round(seconds * 1e6);
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L),
        (int) Math.floorMod(micros, 1_000_000L) * 1000,
        ZoneOffset.UTC);
  }
}
