package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How columns of the sample go together, two by two.
record Correlations(Sample sample, List<SourceColumn> columns) {
  private static final int MOST_NUMBERS = 24;
  private static final int MOST_CATEGORIES = 24;
  private static final int MOST_VALUES = 50;

  /// Less is chance.
  private static final double LEAST_ASSOCIATION = 0.05;

  List<Correlation> numbers() {
    List<SourceColumn> some =
        columns.stream()
            .filter(SourceColumn::isNumber)
            .filter(column -> sample.column(column).distinct() > 1)
            .limit(MOST_NUMBERS)
            .toList();
    List<Correlation> found = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      for (int k = i + 1; k < some.size(); k++) {
        found.add(correlation(some.get(i), some.get(k)));
      }
    }
    found.sort(ProfileMerge.STRONGEST_CORRELATION);
    return found;
  }

  Correlation correlation(SourceColumn left, SourceColumn right) {
    PairMoments moments =
        PairMoments.of(
            sample.column(left).numbers(), sample.column(right).numbers(), sample.weight());
    return Correlation.of(left.name(), right.name(), sample.isComplete(), moments);
  }

  boolean isCategory(SourceColumn column) {
    int distinct = sample.column(column).distinct();
    return distinct > 1 && distinct <= MOST_VALUES;
  }

  List<Association> categories() {
    List<SourceColumn> some =
        columns.stream().filter(this::isCategory).limit(MOST_CATEGORIES).toList();
    List<Association> found = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      for (int k = i + 1; k < some.size(); k++) {
        Association association = association(some.get(i), some.get(k));
        if (association.value() >= LEAST_ASSOCIATION) {
          found.add(association);
        }
      }
    }
    found.sort(ProfileMerge.STRONGEST_ASSOCIATION);
    return found;
  }

  /// Cramer's V without a correction, of the rows that have both.
  Association association(SourceColumn left, SourceColumn right) {
    boolean isInOrder = left.name().compareTo(right.name()) <= 0;
    if (!isInOrder) {
      return association(right, left);
    }
    SampleColumn a = sample.column(left);
    SampleColumn b = sample.column(right);
    double[][] cells = new double[a.distinct()][b.distinct()];
    double n = 0;
    for (int i = 0; i < a.codes().length; i++) {
      if (a.codes()[i] >= 0 && b.codes()[i] >= 0) {
        cells[a.codes()[i]][b.codes()[i]]++;
        n++;
      }
    }
    return new Association(
        left.name(), right.name(), cramer(cells, n), n * sample.weight(), sample.isComplete());
  }

  static double cramer(double[][] cells, double n) {
    double[] rows = new double[cells.length];
    double[] columns = new double[cells[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < columns.length; k++) {
        rows[i] += cells[i][k];
        columns[k] += cells[i][k];
      }
    }
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < columns.length; k++) {
        sum += cells[i][k] == 0 ? 0 : cells[i][k] * cells[i][k] / (rows[i] * columns[k]);
      }
    }
    long most = Math.min(used(rows), used(columns)) - 1;
    return most < 1 ? 0 : Math.sqrt(Math.clamp((sum - 1) / most, 0.0, 1.0));
  }

  private static long used(double[] sums) {
    return Arrays.stream(sums).filter(sum -> sum > 0).count();
  }
}
