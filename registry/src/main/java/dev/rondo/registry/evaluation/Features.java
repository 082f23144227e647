package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The features of the judged rows, by which they are cut into slices.
///
/// @param names of the columns
/// @param columns by name and row; NaN for a missing value
public record Features(List<String> names, float[][] columns) {
  private static final int FEW_VALUES = 12;
  private static final int BINS = 4;
  private static final int MOST_BY_CATEGORY = 3;
  private static final int MOST_SLICINGS = 5;
  private static final MathContext DIGITS = new MathContext(4);

  public Features {
    names = List.copyOf(names);
    if (names.size() != columns.length) {
      throw Problem.invalid("%d names do not fit %d columns.", names.size(), columns.length);
    }
  }

  /// No feature is known.
  public static Features none() {
    return new Features(List.of(), new float[0][]);
  }

  /// What is cut when nobody says what to: the first columns of few values by these, then the first
  /// others by their quartiles.
  List<Slicing> automatic() {
    List<Slicing> slicings = new ArrayList<>();
    List<Slicing> others = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      int values = distinct(columns[i]);
      if (values > FEW_VALUES) {
        others.add(new Slicing(names.get(i), Slicing.BINS, BINS));
      } else if (values > 1 && slicings.size() < MOST_BY_CATEGORY) {
        slicings.add(new Slicing(names.get(i), Slicing.CATEGORIES, FEW_VALUES));
      }
    }
    others.stream().limit(MOST_SLICINGS - slicings.size()).forEach(slicings::add);
    return slicings;
  }

  /// How many values there are, counted no further than is asked.
  private static int distinct(float[] column) {
    TreeSet<Float> values = new TreeSet<>();
    for (float value : column) {
      values.add(value);
      if (values.size() > FEW_VALUES) {
        break;
      }
    }
    return values.size();
  }

  /// @throws Problem `invalid-request` when there is no such column
  List<Slice> cut(Slicing slicing) {
    int index = names.indexOf(slicing.column());
    if (index < 0) {
      throw Problem.invalid(
          "The rows cannot be cut by '%s': their columns are %s.", slicing.column(), names);
    }
    float[] column = columns[index];
    return slicing.by().equals(Slicing.BINS) ? bins(slicing, column) : categories(slicing, column);
  }

  private static List<Slice> categories(Slicing slicing, float[] column) {
    Map<Float, Integer> counts = new TreeMap<>();
    for (float value : column) {
      counts.merge(value + 0f, 1, Integer::sum);
    }
    TreeSet<Float> kept = new TreeSet<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<Float, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(slicing.count())
        .forEach(entry -> kept.add(entry.getKey()));
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    kept.forEach(value -> rows.put(label(value), new ArrayList<>()));
    for (int row = 0; row < column.length; row++) {
      float value = column[row] + 0f;
      String label = kept.contains(value) ? label(value) : "other";
      rows.computeIfAbsent(label, _ -> new ArrayList<>()).add(row);
    }
    return slices(slicing, rows);
  }

  /// Slices between quantiles, the upper bound within; what is missing is a slice of its own.
  private static List<Slice> bins(Slicing slicing, float[] column) {
    double[] edges = edges(slicing.count(), column);
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int bin = 0; bin + 1 < edges.length; bin++) {
      rows.put(label(edges, bin), new ArrayList<>());
    }
    for (int row = 0; row < column.length; row++) {
      String label =
          Float.isNaN(column[row]) ? label(Float.NaN) : label(edges, bin(edges, column[row]));
      rows.computeIfAbsent(label, _ -> new ArrayList<>()).add(row);
    }
    return slices(slicing, rows);
  }

  private static double[] edges(int count, float[] column) {
    double[] values = new double[column.length];
    int n = 0;
    for (float value : column) {
      if (!Float.isNaN(value)) {
        values[n++] = value;
      }
    }
    if (n == 0) {
      return new double[0];
    }
    Ranks ranks = Ranks.of(Arrays.copyOf(values, n));
    int[] once = Formulas.once(n);
    TreeSet<Double> edges = new TreeSet<>();
    for (int i = 0; i <= count; i++) {
      edges.add(ranks.quantile((double) i / count, once, n));
    }
    double[] distinct = edges.stream().mapToDouble(edge -> edge).toArray();
    return distinct.length == 1 ? new double[] {distinct[0], distinct[0]} : distinct;
  }

  private static int bin(double[] edges, double value) {
    int bin = 0;
    while (bin + 2 < edges.length && value > edges[bin + 1]) {
      bin++;
    }
    return bin;
  }

  private static String label(double[] edges, int bin) {
    return text(edges[bin]) + " to " + text(edges[bin + 1]);
  }

  private static String label(float value) {
    return Float.isNaN(value) ? "missing" : text(value);
  }

  private static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString((long) value);
    }
    return Double.isFinite(value)
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static List<Slice> slices(Slicing slicing, Map<String, List<Integer>> rows) {
    List<Slice> slices = new ArrayList<>();
    rows.forEach((label, of) -> {
      if (!of.isEmpty()) {
        slices.add(new Slice(slicing.column(), label, of.stream().mapToInt(row -> row).toArray()));
      }
    });
    return slices;
  }
}
