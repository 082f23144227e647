package dev.rondo.quality.expectation;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.quality.expectation.Metric.Fold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Goes through the values of columns: of one with few values each only once, with its count.
final class ValuePass {
  private static final String COUNT = "\"rondo:count\"";
  private static final int SAMPLE = 4_000;
  private static final int KEPT_VALUES = 1_000;
  private static final int KEPT_LENGTH = 1_000_000;

  private final Statements statements;
  private final Map<String, Boolean> isRepetitive = new HashMap<>();
  private final Set<Column> grouped = new HashSet<>();
  private final Map<RowTest, List<Object>> badValues = new HashMap<>();

  ValuePass(Statements statements) {
    this.statements = statements;
  }

  /// Looks which columns are grouped in any case, and at a sample which have few values.
  void look(Collection<Metric> wanted) {
    grouped.clear();
    for (Metric metric : wanted) {
      if (metric instanceof Metric.Distinct(String column, String where, _)) {
        grouped.add(new Column(column, where));
      }
    }
    List<String> columns =
        wanted.stream()
            .flatMap(ValuePass::inQuestion)
            .distinct()
            .filter(column -> !isRepetitive.containsKey(column))
            .toList();
    if (!columns.isEmpty()) {
      sample(columns);
    }
  }

  /// The columns of which it matters.
  private static Stream<String> inQuestion(Metric metric) {
    return switch (metric) {
      case Metric.FailingCount(RowTest test, _)
          when test.columns().size() == 1 && isBetterByValue(test) ->
          test.columns().stream();
      case Metric.Quantile quantile -> Stream.of(quantile.column());
      default -> Stream.empty();
    };
  }

  private static boolean isBetterByValue(RowTest test) {
    return test.bad() instanceof RowTest.ByValue
        || test.bad() instanceof RowTest.BySql by && by.costly();
  }

  private void sample(List<String> columns) {
    String names = columns.stream().map(SqlSession::name).collect(Collectors.joining(", "));
    String counts =
        columns.stream()
            .map(column -> "count(DISTINCT " + SqlSession.name(column) + ")")
            .collect(Collectors.joining(", "));
    String relation = statements.batch().sql();
    statements.run(
        Pass.Kind.SAMPLE,
        columns.size() + " columns",
        columns.size(),
        "SELECT (SELECT count(*) FROM %3$s), count(*), %1$s FROM (SELECT %2$s FROM %3$s LIMIT %4$d)"
            .formatted(counts, names, relation, SAMPLE),
        row -> {
          for (int i = 0; i < columns.size(); i++) {
            isRepetitive.put(
                columns.get(i), isRepetitive(row.number(1), row.number(2), row.number(i + 3)));
          }
        });
  }

  /// Whether so many distinct values among some rows speak for few among all: so it is where each
  /// comes four times, or where as many as repeat would repeat by chance among that few.
  private static boolean isRepetitive(long rows, long sampled, long distinct) {
    double likely = (double) sampled * sampled / Math.max(1, 2 * (sampled - distinct));
    return distinct * 4 <= sampled || likely * 20 <= rows;
  }

  boolean isRepetitive(String column) {
    return isRepetitive.getOrDefault(column, false);
  }

  /// Whether a test is made once for each value.
  boolean isByValue(Metric.FailingCount count) {
    return switch (count.test().bad()) {
      case RowTest.ByValue _ -> true;
      case RowTest.BySql by when count.test().columns().size() == 1 -> {
        String column = count.test().columns().getFirst();
        yield grouped.contains(new Column(column, count.where()))
            || by.costly() && isRepetitive(column);
      }
      default -> false;
    };
  }

  /// The values that fail, where they were found one by one and are few.
  Optional<List<Object>> badValues(RowTest test) {
    return Optional.ofNullable(badValues.get(test));
  }

  private record Column(String name, String where) {}

  void measure(Collection<Metric> wanted) {
    Map<Column, List<Metric>> byColumn = new LinkedHashMap<>();
    for (Metric metric : wanted) {
      switch (metric) {
        case Metric.Distinct(String column, String where, _) ->
            byColumn.computeIfAbsent(new Column(column, where), _ -> new ArrayList<>()).add(metric);
        case Metric.FailingCount count when isByValue(count) ->
            byColumn
                .computeIfAbsent(
                    new Column(count.test().columns().getFirst(), count.where()),
                    _ -> new ArrayList<>())
                .add(metric);
        default -> {}
      }
    }
    wanted.stream()
        .filter(Metric.Repeats.class::isInstance)
        .map(Metric.Repeats.class::cast)
        .forEach(repeats ->
            repeats
                .ofValues()
                .map(column -> new Column(column, repeats.where()))
                .filter(this::isGrouped)
                .map(byColumn::get)
                .ifPresent(metrics -> metrics.add(repeats)));
    byColumn.forEach(this::values);
  }

  /// Whether repeats are answered with the distinct values of their column.
  boolean answers(Metric.Repeats repeats) {
    return repeats
        .ofValues()
        .map(column -> grouped.contains(new Column(column, repeats.where())))
        .orElse(false);
  }

  private boolean isGrouped(Column column) {
    return grouped.contains(column) || isRepetitive(column.name);
  }

  private void values(Column column, List<Metric> metrics) {
    boolean isGrouped = isGrouped(column);
    Pass.Kind kind = isGrouped ? Pass.Kind.DICTIONARY : Pass.Kind.STREAM;
    List<ValueCounter> counters = metrics.stream().map(this::counter).toList();
    statements.attempt(
        metrics,
        () -> {
          statements.run(
              kind,
              column.name,
              metrics.size(),
              sql(column, isGrouped, counters),
              row -> {
                Object value = row.value(1);
                for (int i = 0; i < counters.size(); i++) {
                  counters.get(i).accept(row, i + 3, value, row.number(2));
                }
              });
          counters.forEach(ValueCounter::answer);
        },
        half -> values(column, half));
  }

  private String sql(Column column, boolean isGrouped, List<ValueCounter> counters) {
    String name = SqlSession.name(column.name);
    String flags =
        counters.stream().map(counter -> ", " + counter.sql()).collect(Collectors.joining());
    String source =
        isGrouped
            ? "(SELECT %1$s, count(*) AS %4$s FROM %2$s WHERE %3$s GROUP BY %1$s)"
            : "(SELECT %1$s, 1 AS %4$s FROM %2$s WHERE %3$s)";
    return "SELECT %s, %s%s FROM %s"
        .formatted(
            name,
            COUNT,
            flags,
            source.formatted(name, statements.batch().sql(), column.where, COUNT));
  }

  private ValueCounter counter(Metric metric) {
    return switch (metric) {
      case Metric.Distinct distinct -> new Folding(distinct, distinct.fold().get());
      case Metric.FailingCount count -> new Counting(count);
      case Metric.Repeats repeats -> new Repeating(repeats);
      default -> throw new IllegalArgumentException(metric.toString());
    };
  }

  /// Takes in the values of a column, one at a time with its count.
  private interface ValueCounter {
    /// What the engine is to say of each value beside it.
    String sql();

    void accept(SqlRow row, int flag, @Nullable Object value, long count);

    void answer();
  }

  private final class Folding implements ValueCounter {
    private final Metric metric;
    private final Fold fold;

    Folding(Metric metric, Fold fold) {
      this.metric = metric;
      this.fold = fold;
    }

    @Override
    public String sql() {
      return "NULL";
    }

    @Override
    public void accept(SqlRow row, int flag, @Nullable Object value, long count) {
      fold.accept(value, count);
    }

    @Override
    public void answer() {
      statements.answers().put(metric, fold.result());
    }
  }

  private final class Repeating implements ValueCounter {
    private final Metric metric;
    private long keys;
    private long rows;

    Repeating(Metric metric) {
      this.metric = metric;
    }

    @Override
    public String sql() {
      return "NULL";
    }

    @Override
    public void accept(SqlRow row, int flag, @Nullable Object value, long count) {
      if (value != null) {
        keys++;
        rows += count > 1 ? count : 0;
      }
    }

    @Override
    public void answer() {
      statements.answers().put(metric, new KeyPass.Repeated(keys, rows));
    }
  }

  private final class Counting implements ValueCounter {
    private final Metric.FailingCount metric;
    private final List<Object> values = new ArrayList<>();
    private long length;
    private long bad;

    Counting(Metric.FailingCount metric) {
      this.metric = metric;
    }

    @Override
    public String sql() {
      RowTest test = metric.test();
      return test.bad() instanceof RowTest.BySql by
          ? "CAST(coalesce(" + test.judgedSql() + " AND (" + by.sql() + "), FALSE) AS INTEGER)"
          : "NULL";
    }

    @Override
    public void accept(SqlRow row, int flag, @Nullable Object value, long count) {
      boolean isBad =
          metric.test().bad() instanceof RowTest.ByValue by
              ? value != null && by.test().test(value)
              : row.number(flag) != 0;
      if (isBad) {
        bad += count;
        if (value != null && isKept()) {
          values.add(value);
          length += value instanceof String text ? text.length() : 0;
        }
      }
    }

    /// Whether there are so few that a statement can name them.
    private boolean isKept() {
      return values.size() <= KEPT_VALUES && length <= KEPT_LENGTH;
    }

    @Override
    public void answer() {
      statements.answers().put(metric, bad);
      if (isKept()) {
        badValues.put(metric.test(), values);
      }
    }
  }
}
