package dev.rondo.quality;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.ContractSql.Combination;
import dev.rondo.quality.Tolerance.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sums up what the one pass over the rows found, rule by rule, with a sample of what offends.
///
/// @param hidden the columns whose values are masked in samples
record RowResults(SqlSession session, ContractSql sql, Set<String> hidden) {
  private static final int SAMPLE = 5;
  private static final int LONGEST = 200;

  List<RuleResult> of(List<Combination> combinations) {
    int count = sql.rules().size();
    long read = combinations.stream().mapToLong(Combination::count).sum();
    long[] breaches = new long[count];
    for (Combination combination : combinations) {
      for (int rule = 0; rule < count; rule++) {
        breaches[rule] += combination.breaks(rule) ? combination.count() : 0;
      }
    }
    List<Integer> broken =
        IntStream.range(0, count).filter(rule -> breaches[rule] > 0).boxed().toList();
    Map<Integer, List<String>> samples = samples(broken, breaches);
    Map<Integer, Long> judged = judged(broken);
    return IntStream.range(0, count)
        .mapToObj(rule ->
            result(
                sql.rules().get(rule),
                sql.rows().columnsOf(sql.expectation(rule)),
                breaches[rule],
                judged.getOrDefault(rule, read),
                samples.getOrDefault(rule, List.of())))
        .toList();
  }

  private RuleResult result(
      Rule rule, List<String> columns, long breaches, long judged, List<String> sample) {
    boolean passed = rule.tolerance().allows(breaches, judged);
    String observed =
        rule.expectation() instanceof Expectation.References references
                && sql.rows().table(references).isEmpty()
            ? "The table '%s' is not known here, so nothing was checked."
                .formatted(references.table())
            : "";
    return new RuleResult(
            rule.id(), rule.sentence(), rule.severity(), false, breaches, passed, observed, sample)
        .with(RuleAbout.of(rule).with(columns));
  }

  /// How many rows each broken rule could judge, where its tolerance is a share.
  private Map<Integer, Long> judged(List<Integer> broken) {
    List<Integer> shares =
        broken.stream()
            .filter(rule -> sql.rules().get(rule).tolerance().measure() != Measure.ROWS)
            .toList();
    Map<Integer, Long> judged = new HashMap<>();
    if (shares.isEmpty()) {
      return judged;
    }
    String counts =
        shares.stream()
            .map(rule -> sql.rows().judged(sql.expectation(rule)))
            .map(condition -> "count(*) FILTER (WHERE " + condition + ")")
            .collect(Collectors.joining(", "));
    session.forEach(
        "SELECT " + counts + " FROM " + sql.checked(),
        row ->
            IntStream.range(0, shares.size())
                .forEach(i -> judged.put(shares.get(i), row.number(i + 1))));
    return judged;
  }

  /// One scan usually finds enough; a rule that is rarely broken among many breaches of others gets
  /// one of its own.
  private Map<Integer, List<String>> samples(List<Integer> broken, long[] breaches) {
    Map<Integer, List<String>> samples = new HashMap<>();
    if (broken.isEmpty()) {
      return samples;
    }
    addSamples(samples, broken, SAMPLE * broken.size() * 2);
    broken.stream()
        .filter(
            rule -> samples.getOrDefault(rule, List.of()).size() < Math.min(SAMPLE, breaches[rule]))
        .forEach(rule -> addSamples(samples, List.of(rule), SAMPLE));
    return samples;
  }

  private void addSamples(Map<Integer, List<String>> samples, List<Integer> broken, int limit) {
    String columns =
        broken.stream()
            .map(rule -> sql.breaks(rule) + ", " + offending(rule))
            .collect(Collectors.joining(", "));
    String any = broken.stream().map(sql::breaks).collect(Collectors.joining(" OR "));
    broken.forEach(rule -> samples.put(rule, new ArrayList<>()));
    session.forEach(
        "SELECT %s FROM %s WHERE %s LIMIT %d".formatted(columns, sql.checked(), any, limit),
        row -> {
          for (int i = 0; i < broken.size(); i++) {
            List<String> sample = samples.getOrDefault(broken.get(i), List.of());
            if (row.text(2 * i + 1).equals("true") && sample.size() < SAMPLE) {
              sample.add(row.text(2 * i + 2));
            }
          }
        });
  }

  /// The value as it came, or the values of the columns that the rule speaks of.
  private String offending(int rule) {
    List<String> columns = sql.rows().columnsOf(sql.expectation(rule));
    if (columns.size() == 1) {
      return text(columns.getFirst());
    }
    return columns.stream()
        .map(column -> SqlSession.text(column + "=") + ", " + text(column))
        .collect(Collectors.joining(", ' ', ", "concat(", ")"));
  }

  private String text(String column) {
    String value = "CAST(%s AS VARCHAR)".formatted(sql.rows().raw(column));
    String shown =
        hidden.contains(column)
            ? Classification.maskSql(value)
            : "left(%s, %d)".formatted(value, LONGEST);
    return "coalesce(%s, 'NULL')".formatted(shown);
  }
}
