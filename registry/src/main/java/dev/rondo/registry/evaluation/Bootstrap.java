package dev.rondo.registry.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Measures answers, and those of a baseline to the same rows, with their intervals: each resample
/// draws the same rows for both. Confined to one thread.
final class Bootstrap {
  private final Method method;
  private final Map<Integer, int[][]> draws = new HashMap<>();

  Bootstrap(Method method) {
    this.method = method;
  }

  /// @param rows which of the answers
  /// @param baseline answers to the same rows
  Part part(Slice slice, Answers answers, Optional<Answers> baseline) {
    Answers own = answers.rows(slice.rows());
    int mostRows = slice.column().isEmpty() ? method.mostRows() : method.mostSliceRows();
    Measured measured = measured(own, mostRows);
    List<Figure> figures = figures(measured, own.task());
    List<Difference> differences =
        baseline
            .map(other -> measured(other.rows(slice.rows()), mostRows))
            .map(other -> differences(measured, other, own.task()))
            .orElse(List.of());
    boolean isSmall = !slice.column().isEmpty() && own.rows() < Part.FEW;
    return new Part(slice.column(), slice.label(), own.rows(), isSmall, figures, differences);
  }

  /// @param values by measure
  /// @param deviations of the resamples by measure and resample
  private record Measured(double[] values, double[][] deviations) {}

  private Measured measured(Answers answers, int mostRows) {
    double[] values = Formulas.of(answers).of(Formulas.once(answers.rows()));
    Answers drawn = answers.rows() > mostRows ? thinned(answers, mostRows) : answers;
    double scale = Math.sqrt((double) drawn.rows() / answers.rows());
    Formulas formulas = Formulas.of(drawn);
    double[] centre = formulas.of(Formulas.once(drawn.rows()));
    double[][] deviations = new double[values.length][method.resamples()];
    int[][] weights = draws.computeIfAbsent(drawn.rows(), this::draw);
    for (int i = 0; i < method.resamples(); i++) {
      double[] resample = formulas.of(weights[i]);
      for (int k = 0; k < values.length; k++) {
        deviations[k][i] = (resample[k] - centre[k]) * scale;
      }
    }
    return new Measured(values, deviations);
  }

  private static Answers thinned(Answers answers, int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, i -> (int) ((long) i * answers.rows() / count));
    return answers.rows(rows);
  }

  /// How often each of so many rows is drawn, by resample.
  private int[][] draw(int rows) {
    SplittableRandom random = new SplittableRandom(method.seed());
    int[][] weights = new int[method.resamples()][rows];
    for (int[] resample : weights) {
      for (int i = 0; i < rows; i++) {
        resample[random.nextInt(rows)]++;
      }
    }
    return weights;
  }

  private List<Figure> figures(Measured measured, Task task) {
    List<Figure> figures = new ArrayList<>();
    List<Measure> measures = task.measures();
    for (int k = 0; k < measures.size(); k++) {
      double value = measured.values()[k];
      if (!Double.isNaN(value)) {
        figures.add(
            new Figure(measures.get(k).text(), value, interval(value, measured.deviations()[k])));
      }
    }
    return figures;
  }

  private List<Difference> differences(Measured own, Measured other, Task task) {
    List<Difference> differences = new ArrayList<>();
    List<Measure> measures = task.measures();
    for (int k = 0; k < measures.size(); k++) {
      double difference = own.values()[k] - other.values()[k];
      double[] deviations = own.deviations()[k].clone();
      for (int i = 0; i < deviations.length; i++) {
        deviations[i] -= other.deviations()[k][i];
      }
      if (!Double.isNaN(difference)) {
        differences.add(
            new Difference(
                measures.get(k).text(),
                other.values()[k],
                difference,
                interval(difference, deviations)));
      }
    }
    return differences;
  }

  /// What lies in the middle of the resamples that define the measure.
  private Optional<Interval> interval(double value, double[] deviations) {
    double[] defined = Arrays.stream(deviations).filter(one -> !Double.isNaN(one)).toArray();
    if (2 * defined.length < deviations.length) {
      return Optional.empty();
    }
    Ranks ranks = Ranks.of(defined);
    int[] once = Formulas.once(defined.length);
    double tail = (1 - method.level()) / 2;
    return Optional.of(
        new Interval(
            value + ranks.quantile(tail, once, defined.length),
            value + ranks.quantile(1 - tail, once, defined.length)));
  }
}
