package dev.rondo.quality.expectation;

import dev.rondo.quality.expectation.Partition.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Small samples drawn from the values with replacement: a test of all values would find fault with
/// what the ranges leave out. The draws are the same in each run.
record Bootstrap(int samples, int sampleSize, double least) {
  private static final long SEED = 20_250_923;

  Judgement judge(Ranges expected, Observed observed, NumberSample numbers) {
    List<Double> cumulated = cumulated(expected.weights());
    double value =
        numbers.sorted().length == 0
            ? Double.NaN
            : share(numbers.sorted(), x -> between(expected.edges(), cumulated, x));
    ObjectNode result = Wire.observed(value);
    ObjectNode details = result.putObject("details");
    details.put("bootstrap_samples", samples);
    details.put("bootstrap_sample_size", sampleSize);
    observed.tell(details, expected.edges());
    tell(details, "expected", Wire.list(expected.bins()), expected.weights());
    numbers.tell(details);
    return new Judgement.Told(value > least, result);
  }

  /// How all values lie among the ranges, and the least and the greatest of them.
  record Observed(Histogram histogram, Optional<Object> least, Optional<Object> most) {

    /// With ranges of their own for what is below and above the edges.
    private void tell(ObjectNode details, List<Double> edges) {
      List<Object> bins = new ArrayList<>(edges);
      List<Double> weights = new ArrayList<>(histogram.shares());
      if (histogram.below() > 0) {
        bins.addFirst(least.orElseThrow());
        weights.addFirst(histogram.share(histogram.below()));
      }
      if (histogram.above() > 0) {
        bins.addLast(most.orElseThrow());
        weights.addLast(histogram.share(histogram.above()));
      }
      Bootstrap.tell(details, "observed", Wire.list(bins), weights);
    }
  }

  private static void tell(ObjectNode details, String whose, ArrayNode bins, List<Double> weights) {
    details.putObject(whose + "_partition").set("bins", bins).set("weights", Wire.list(weights));
    details
        .putObject(whose + "_cdf")
        .set("x", bins.deepCopy())
        .set("cdf_values", Wire.list(cumulated(weights)));
  }

  private static List<Double> cumulated(List<Double> weights) {
    List<Double> cumulated = new ArrayList<>(List.of(0.0));
    weights.forEach(weight -> cumulated.add(cumulated.getLast() + weight));
    return cumulated;
  }

  /// The share of samples that pass the test, where one more passes.
  private double share(double[] values, DoubleUnaryOperator cumulative) {
    SplittableRandom random = new SplittableRandom(SEED);
    int passed = 1;
    for (int i = 0; i < samples; i++) {
      double[] drawn =
          random.ints(sampleSize, 0, values.length).mapToDouble(at -> values[at]).toArray();
      passed += Fit.of(drawn, cumulative).probability() >= least ? 1 : 0;
    }
    return (double) passed / (samples + 1);
  }

  /// On the line through the points, and beyond them as at their ends.
  private static double between(List<Double> xs, List<Double> ys, double x) {
    int after = 0;
    while (after < xs.size() && xs.get(after) <= x) {
      after++;
    }
    if (after == 0 || after == xs.size()) {
      return after == 0 ? ys.getFirst() : ys.getLast();
    }
    double slope = (ys.get(after) - ys.get(after - 1)) / (xs.get(after) - xs.get(after - 1));
    return slope * (x - xs.get(after - 1)) + ys.get(after - 1);
  }
}
