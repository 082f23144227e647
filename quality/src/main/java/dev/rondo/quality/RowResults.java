package dev.rondo.quality;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.ContractSql.Combination;
import dev.rondo.quality.Tolerance.Measure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Sums up what the one pass over the rows found, rule by rule, with a sample of what offends.
record RowResults(SqlSession session, ContractSql sql) {
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
    Map<Integer, List<String>> samples = samples(broken);
    Map<Integer, Long> judged = judged(broken);
    return IntStream.range(0, count)
        .mapToObj(rule ->
            result(
                sql.rules().get(rule),
                breaches[rule],
                judged.getOrDefault(rule, read),
                samples.getOrDefault(rule, List.of())))
        .toList();
  }

  private static RuleResult result(Rule rule, long breaches, long judged, List<String> sample) {
    boolean passed = rule.tolerance().allows(breaches, judged);
    return new RuleResult(
        rule.id(), rule.sentence(), rule.severity(), false, breaches, passed, "", sample);
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

  private Map<Integer, List<String>> samples(List<Integer> broken) {
    Map<Integer, List<String>> samples = new HashMap<>();
    if (broken.isEmpty()) {
      return samples;
    }
    String query =
        broken.stream()
            .map(rule ->
                "(SELECT %d, %s FROM %s WHERE %s LIMIT %d)"
                    .formatted(rule, offending(rule), sql.checked(), sql.breaks(rule), SAMPLE))
            .collect(Collectors.joining(" UNION ALL "));
    session.forEach(
        query,
        row ->
            samples.computeIfAbsent((int) row.number(1), _ -> new ArrayList<>()).add(row.text(2)));
    return samples;
  }

  /// The value as it came, or the values of the columns that the rule speaks of.
  private String offending(int rule) {
    List<String> columns = sql.columnsOf(rule);
    if (columns.size() == 1) {
      return text(columns.getFirst());
    }
    return columns.stream()
        .map(column -> SqlSession.text(column + "=") + ", " + text(column))
        .collect(Collectors.joining(", ' ', ", "concat(", ")"));
  }

  private String text(String column) {
    return "left(coalesce(CAST(%s AS VARCHAR), 'NULL'), %d)"
        .formatted(sql.rows().raw(column), LONGEST);
  }
}
