package dev.rondo.registry.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Draws what people look at, as tables.
final class Plots {
  private static final int BINS = 20;
  private static final int CALIBRATION_BINS = 10;
  private static final int MOST_POINTS = 200;
  private static final int MOST_PAIRS = 400;

  private Plots() {}

  static List<Plot> of(Answers answers) {
    return switch (answers.task()) {
      case REGRESSION -> List.of(histogram(answers), residuals(answers));
      case BINARY -> List.of(confusion(answers), roc(answers), calibration(answers));
      case MULTICLASS -> List.of(confusion(answers));
    };
  }

  private static double residual(Answers answers, int row) {
    return answers.labels()[row] - answers.scores()[0][row];
  }

  /// How many residuals, label less prediction, lie in each of equally wide bins.
  private static Plot histogram(Answers answers) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < answers.rows(); row++) {
      least = Math.min(least, residual(answers, row));
      most = Math.max(most, residual(answers, row));
    }
    double width = most > least ? (most - least) / BINS : 1;
    int[] counts = new int[BINS];
    for (int row = 0; row < answers.rows(); row++) {
      counts[Math.min(BINS - 1, (int) ((residual(answers, row) - least) / width))]++;
    }
    List<List<Double>> rows = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      rows.add(Plot.row(least + bin * width, least + (bin + 1) * width, counts[bin]));
    }
    return new Plot("residual_histogram", List.of("from", "to", "rows"), rows);
  }

  /// Residuals against predictions, of evenly spread rows.
  private static Plot residuals(Answers answers) {
    int points = Math.min(MOST_POINTS, answers.rows());
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      int row = (int) ((long) i * answers.rows() / points);
      rows.add(Plot.row(answers.scores()[0][row], residual(answers, row)));
    }
    return new Plot("residuals", List.of("prediction", "residual"), rows);
  }

  /// How often each class was answered as each: of more than two classes the pairs that occur, and
  /// of many pairs the most frequent.
  private static Plot confusion(Answers answers) {
    int classes = answers.classes();
    int[][] counts = new int[classes][classes];
    for (int row = 0; row < answers.rows(); row++) {
      counts[(int) answers.labels()[row]][answers.predicted(row)]++;
    }
    List<List<Double>> rows = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      for (int called = 0; called < classes; called++) {
        if (classes == 2 || counts[label][called] > 0) {
          rows.add(Plot.row(label, called, counts[label][called]));
        }
      }
    }
    if (rows.size() > MOST_PAIRS) {
      rows.sort(Comparator.comparing((List<Double> row) -> row.getLast()).reversed());
      rows = rows.subList(0, MOST_PAIRS);
    }
    return new Plot("confusion", List.of("label", "answer", "rows"), rows);
  }

  /// The curve by falling threshold, thinned to evenly spread points; its ends stay.
  private static Plot roc(Answers answers) {
    Ranks ranks = Ranks.of(answers.scores()[0]);
    double ones = 0;
    for (double label : answers.labels()) {
      ones += label;
    }
    double zeros = answers.rows() - ones;
    List<List<Double>> points = new ArrayList<>();
    points.add(Plot.row(0, 0, 1));
    double hits = 0;
    double alarms = 0;
    for (int i = ranks.size() - 1; i >= 0; i--) {
      double label = answers.labels()[ranks.row(i)];
      hits += label;
      alarms += 1 - label;
      if (i == 0 || ranks.at(i - 1) != ranks.at(i)) {
        points.add(Plot.row(share(alarms, zeros), share(hits, ones), ranks.at(i)));
      }
    }
    List<String> columns = List.of("false_positive_rate", "true_positive_rate", "threshold");
    return new Plot("roc", columns, thinned(points));
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private static List<List<Double>> thinned(List<List<Double>> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<List<Double>> kept = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      kept.add(points.get((int) ((long) i * (points.size() - 1) / (MOST_POINTS - 1))));
    }
    return kept;
  }

  /// How often class 1 came true where it was given about one probability.
  private static Plot calibration(Answers answers) {
    double[] given = new double[CALIBRATION_BINS];
    double[] came = new double[CALIBRATION_BINS];
    int[] counts = new int[CALIBRATION_BINS];
    for (int row = 0; row < answers.rows(); row++) {
      double score = answers.scores()[0][row];
      int bin = Math.min(CALIBRATION_BINS - 1, (int) (score * CALIBRATION_BINS));
      given[bin] += score;
      came[bin] += answers.labels()[row];
      counts[bin]++;
    }
    List<List<Double>> rows = new ArrayList<>();
    for (int bin = 0; bin < CALIBRATION_BINS; bin++) {
      if (counts[bin] > 0) {
        rows.add(Plot.row(given[bin] / counts[bin], came[bin] / counts[bin], counts[bin]));
      }
    }
    return new Plot("calibration", List.of("probability", "share", "rows"), rows);
  }
}
