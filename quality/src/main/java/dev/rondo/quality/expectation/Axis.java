package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a column's values are told apart for a crosstab.
///
/// @param sql the kind of a value: the place of its label, or the label itself
/// @param labels of places; empty when SQL tells labels
record Axis(String sql, List<String> labels) {
  /// How many ranges, or most frequent values, are told apart when nothing else is asked for.
  static final int RANGES = 10;

  private static final String MISSING = "(missing)";
  private static final String OTHER = "(other)";

  Axis {
    labels = List.copyOf(labels);
  }

  /// @param key as [#sql] tells it
  String label(Object key) {
    return key instanceof Number place ? labels.get(place.intValue()) : key.toString();
  }

  /// @param bins ends of ranges, or groups of values; empty for none
  static Judgement.Figure<Axis> figure(
      Scope scope, BatchColumn column, List<JsonNode> bins, int most) {
    boolean hasGroups = !bins.isEmpty() && bins.getFirst().isArray();
    boolean isNumeric = column.kind().isNumeric() && column.kind() != Kind.BOOLEAN;
    if (!bins.isEmpty() && isNumeric == hasGroups || column.kind() == Kind.OTHER) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Column \"%s\" is of type %s; numbers need ends of ranges as bins, other values groups.",
          column.name(),
          column.engineType());
    }
    if (isNumeric) {
      return ofNumbers(scope, column, bins, most);
    }
    return hasGroups
        ? new Judgement.Figure<>(List.of(), _ -> grouped(column, bins))
        : ofValues(scope, column, most);
  }

  // ---- Numbers

  private static Judgement.Figure<Axis> ofNumbers(
      Scope scope, BatchColumn column, List<JsonNode> bins, int most) {
    String number = Histogram.number(column);
    Metric least = scope.scalar("min(" + number + ")");
    Metric greatest = scope.scalar("max(" + number + ")");
    return new Judgement.Figure<>(
        List.of(least, greatest),
        answers -> {
          if (answers.value(least).isEmpty()) {
            return new Axis("0", List.of(MISSING));
          }
          double from = ((Number) answers.value(least).orElseThrow()).doubleValue();
          double to = ((Number) answers.value(greatest).orElseThrow()).doubleValue();
          return ranges(
              number, bins.isEmpty() ? evenly(column, from, to, most) : widened(bins, from, to));
        });
  }

  private static List<Double> evenly(BatchColumn column, double from, double to, int ranges) {
    if (!Double.isFinite(to - from)) {
      throw Problem.of(
          ProblemCode.INVALID_DATA,
          "Column \"%s\" has infinite values, between which no ranges can be made; give bins.",
          column.name());
    }
    double aside = from == to ? Math.max(0.5, ranges * Math.ulp(from)) : 0;
    return Edges.evenly(from - aside, to + aside, ranges);
  }

  private static List<Double> widened(List<JsonNode> bins, double from, double to) {
    TreeSet<Double> edges = new TreeSet<>();
    bins.forEach(bin -> edges.add(bin.doubleValue()));
    edges.add(Math.min(from, edges.first()));
    edges.add(Math.max(to, edges.last()));
    if (edges.size() == 1) {
      edges.add(Math.nextUp(edges.first()));
    }
    return List.copyOf(edges);
  }

  /// Every value lies between the edges.
  private static Axis ranges(String number, List<Double> edges) {
    int last = edges.size() - 2;
    StringBuilder sql = new StringBuilder("CASE WHEN %s IS NULL THEN ".formatted(number));
    sql.append(last + 1);
    for (int i = 0; i < last; i++) {
      sql.append(" WHEN %s < %s THEN %d".formatted(number, Scalars.sql(edges.get(i + 1)), i));
    }
    return new Axis(sql.append(" ELSE ").append(last).append(" END").toString(), labels(edges));
  }

  private static List<String> labels(List<Double> edges) {
    double narrowest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < edges.size(); i++) {
      double width = edges.get(i) - edges.get(i - 1);
      narrowest = width > 0 ? Math.min(narrowest, width) : narrowest;
    }
    int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(narrowest)));
    List<String> labels = new ArrayList<>();
    for (int i = 1; i < edges.size(); i++) {
      String end = i == edges.size() - 1 ? "]" : ")";
      labels.add(
          "[%s, %s%s"
              .formatted(rounded(edges.get(i - 1), digits), rounded(edges.get(i), digits), end));
    }
    labels.add(MISSING);
    return labels;
  }

  private static String rounded(double edge, int digits) {
    return Double.isFinite(edge)
        ? new BigDecimal(edge)
            .setScale(digits, RoundingMode.HALF_EVEN)
            .stripTrailingZeros()
            .toPlainString()
        : Double.toString(edge);
  }

  // ---- Other values

  /// Each value by itself; when there are too many, the most frequent ones and all others together.
  private static Judgement.Figure<Axis> ofValues(Scope scope, BatchColumn column, int most) {
    Metric frequent = new Metric.Distinct(column.name(), scope.where(), () -> new Frequent(most));
    return new Judgement.Figure<>(
        List.of(frequent),
        answers -> {
          Frequent values = answers.as(frequent, Frequent.class);
          return new Axis(
              values.distinct <= most
                  ? labelled(column, "")
                  : labelled(
                      column,
                      "WHEN %s NOT IN %s THEN '%s'"
                          .formatted(Scalars.comparable(column), values.sql(), OTHER)),
              List.of());
        });
  }

  private static String labelled(BatchColumn column, String cases) {
    return "CASE WHEN %1$s IS NULL THEN '%2$s' %3$s ELSE CAST(%1$s AS VARCHAR) END"
        .formatted(column.sql(), MISSING, cases);
  }

  private static Axis grouped(BatchColumn column, List<JsonNode> groups) {
    StringBuilder cases = new StringBuilder();
    for (JsonNode group : groups) {
      Members members = Members.of(group.valueStream().toList(), column.kind());
      String label =
          group.valueStream().map(value -> value.asString("")).collect(Collectors.joining(", "));
      if (!members.isEmpty()) {
        cases.append(
            " WHEN %s IN %s THEN %s"
                .formatted(Scalars.comparable(column), members.sql(), SqlSession.text(label)));
      }
    }
    return new Axis(labelled(column, cases.toString()), List.of());
  }

  /// Counts the distinct values and keeps the most frequent ones; of equally frequent ones those
  /// that come first in order.
  private static final class Frequent implements Metric.Fold {
    private static final Comparator<CategoryCounts.Category> WORST_FIRST =
        Comparator.comparingLong(CategoryCounts.Category::count)
            .thenComparing(
                CategoryCounts.Category::value, (left, right) -> Scalars.compareAny(right, left));

    private final int most;
    private final PriorityQueue<CategoryCounts.Category> kept = new PriorityQueue<>(WORST_FIRST);
    private long distinct;

    Frequent(int most) {
      this.most = most;
    }

    @Override
    public void accept(@Nullable Object value, long count) {
      if (value == null) {
        return;
      }
      distinct++;
      kept.add(new CategoryCounts.Category(value, count));
      if (kept.size() > most) {
        kept.poll();
      }
    }

    @Override
    public Object result() {
      return this;
    }

    String sql() {
      return kept.stream()
          .map(category -> Scalars.sql(Scalars.comparable(category.value())))
          .sorted()
          .collect(Collectors.joining(", ", "(", ")"));
    }
  }
}
