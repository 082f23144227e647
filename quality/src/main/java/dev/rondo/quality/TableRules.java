package dev.rondo.quality;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Judges the rules on the whole table, and counts the accepted rows on the way. Confined to one
/// check.
final class TableRules {
  private final SqlSession session;
  private final Contract contract;
  private final CheckContext context;
  private final SourceColumns source;
  private final String acceptedRelation;
  private final Map<String, Instant> newest = new HashMap<>();
  private long accepted;

  TableRules(
      SqlSession session,
      Contract contract,
      CheckContext context,
      SourceColumns source,
      String acceptedRelation) {
    this.session = session;
    this.contract = contract;
    this.context = context;
    this.source = source;
    this.acceptedRelation = acceptedRelation;
  }

  /// The number of rows that the accepted relation has; known after [#results].
  long accepted() {
    return accepted;
  }

  List<RuleResult> results(long read) {
    measure();
    List<RuleResult> results = new ArrayList<>();
    for (Rule rule : contract.rules()) {
      if (rule.expectation() instanceof Expectation.OfTable expectation) {
        Verdict verdict = judge(rule, expectation, read);
        results.add(
            new RuleResult(
                rule.id(),
                rule.sentence(),
                rule.severity(),
                true,
                verdict.passed ? 0 : 1,
                verdict.passed,
                verdict.observed,
                List.of()));
      }
    }
    return results;
  }

  /// One scan of the accepted rows: their number, and the newest value of each time that must be
  /// fresh.
  private void measure() {
    List<String> columns =
        contract.rules().stream()
            .map(Rule::expectation)
            .filter(Expectation.Freshness.class::isInstance)
            .map(expectation -> ((Expectation.Freshness) expectation).column())
            .toList();
    String maxima =
        columns.stream()
            .map(column -> ", max(" + SqlSession.name(column) + ") AS " + SqlSession.name(column))
            .collect(Collectors.joining());
    session.forEach(
        "SELECT count(*) AS accepted" + maxima + " FROM " + acceptedRelation,
        row -> {
          accepted = row.number(1);
          columns.stream()
              .filter(column -> !row.isNull(column))
              .forEach(column -> newest.put(column, row.time(column)));
        });
  }

  private record Verdict(boolean passed, String observed) {}

  private Verdict judge(Rule rule, Expectation.OfTable expectation, long read) {
    return switch (expectation) {
      case Expectation.RowCount(Comparison comparison) ->
          new Verdict(comparison.holds(read), "There are %d.".formatted(read));
      case Expectation.RowCountChange(double most) -> change(read, most);
      case Expectation.Freshness freshness -> fresh(freshness);
      case Expectation.NoExtraColumns(List<String> known) -> extra(known);
      case Expectation.Query(String sql, Comparison comparison) -> query(rule, sql, comparison);
    };
  }

  private Verdict change(long read, double most) {
    if (context.previousRowCount().isEmpty()) {
      return new Verdict(true, "There is no table before this one.");
    }
    long previous = context.previousRowCount().getAsLong();
    return new Verdict(
        Math.abs(read - previous) <= most * previous,
        "There are %d after %d.".formatted(read, previous));
  }

  private Verdict fresh(Expectation.Freshness freshness) {
    Instant time = newest.get(freshness.column());
    if (time == null) {
      return new Verdict(false, "No accepted row has a '%s'.".formatted(freshness.column()));
    }
    Duration age = Duration.between(time, context.now().value());
    return new Verdict(
        age.compareTo(freshness.most()) <= 0,
        "The newest is %s, seen at %s.".formatted(time, context.now()));
  }

  private Verdict extra(List<String> known) {
    List<String> extra =
        source.types().keySet().stream().filter(name -> !known.contains(name)).toList();
    return new Verdict(
        extra.isEmpty(),
        extra.isEmpty()
            ? "There are none."
            : extra.stream()
                .map(name -> "'" + name + "'." + Nearest.hint(name, known))
                .collect(Collectors.joining(" ", "There is ", "")));
  }

  private Verdict query(Rule rule, String sql, Comparison comparison) {
    try {
      List<Double> answers =
          session.query(sql.replace("{object}", acceptedRelation), row -> row.real(1));
      if (answers.size() != 1) {
        throw Problem.of(
            ProblemCode.INVALID_DATA, "The query must answer one row, not %d.", answers.size());
      }
      double answer = answers.getFirst();
      return new Verdict(comparison.holds(answer), "It is %s.".formatted(Words.of(answer)));
    } catch (Problem e) {
      throw e.code() == ProblemCode.CANCELLED ? e : SqlTrial.wrong(rule, e);
    }
  }
}
