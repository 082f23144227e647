package dev.rondo.quality;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.expectation.Batch;
import dev.rondo.quality.expectation.ExpectationConfig;
import dev.rondo.quality.expectation.ExpectationResult;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.SuiteRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Judges the rules on the whole table, and counts the accepted rows on the way. Confined to one
/// check.
final class TableRules {
  private final SqlSession session;
  private final Contract contract;
  private final CheckContext context;
  private final SourceColumns source;
  private final ContractSql sql;
  private final String acceptedRelation;
  private final Map<String, Instant> newest = new HashMap<>();
  private final Map<String, Instant> oldest = new HashMap<>();
  private long accepted;

  TableRules(
      SqlSession session,
      Contract contract,
      CheckContext context,
      SourceColumns source,
      ContractSql sql,
      String acceptedRelation) {
    this.session = session;
    this.contract = contract;
    this.context = context;
    this.source = source;
    this.sql = sql;
    this.acceptedRelation = acceptedRelation;
  }

  /// The number of rows that the accepted relation has; known after [#results].
  long accepted() {
    return accepted;
  }

  List<RuleResult> results(long read) {
    measure();
    Map<Rule, ExpectationResult> named = judgeByCatalog();
    List<RuleResult> results = new ArrayList<>();
    for (Rule rule : contract.rules()) {
      if (rule.expectation() instanceof Expectation.OfTable expectation) {
        Verdict verdict =
            named.containsKey(rule) ? named(named.get(rule)) : judge(rule, expectation, read);
        results.add(
            new RuleResult(
                    rule.id(),
                    rule.sentence(),
                    rule.severity(),
                    true,
                    verdict.passed ? 0 : 1,
                    verdict.passed,
                    verdict.observed,
                    List.of(),
                    verdict.measured,
                    RuleAbout.of(rule))
                .masked(Classification.hidden(contract)));
      }
    }
    return results;
  }

  /// One scan of the accepted rows: their number, and the ends of each time that a rule speaks of.
  private void measure() {
    List<String> columns =
        contract.rules().stream().flatMap(rule -> time(rule.expectation())).distinct().toList();
    String ends =
        IntStream.range(0, columns.size())
            .mapToObj(i ->
                ", max(CAST(%1$s AS TIMESTAMP)) AS newest%2$d, min(CAST(%1$s AS TIMESTAMP)) AS oldest%2$d"
                    .formatted(SqlSession.name(columns.get(i)), i))
            .collect(Collectors.joining());
    session.forEach(
        "SELECT count(*) AS accepted" + ends + " FROM " + sql.accepted(),
        row -> {
          accepted = row.number(1);
          for (int i = 0; i < columns.size(); i++) {
            if (!row.isNull("newest" + i)) {
              newest.put(columns.get(i), row.time("newest" + i));
              oldest.put(columns.get(i), row.time("oldest" + i));
            }
          }
        });
  }

  private static Stream<String> time(Expectation expectation) {
    return switch (expectation) {
      case Expectation.Freshness(String column, _) -> Stream.of(column);
      case Expectation.Retention(String column, _) -> Stream.of(column);
      default -> Stream.empty();
    };
  }

  /// All rules that the catalog judges share scans.
  private Map<Rule, ExpectationResult> judgeByCatalog() {
    Map<Rule, ExpectationConfig> configs = new LinkedHashMap<>();
    for (Rule rule : contract.rules()) {
      if (rule.expectation() instanceof Expectation.FromCatalog(ExpectationConfig config)) {
        configs.put(rule, config.named(rule.id()));
      }
    }
    Map<Rule, ExpectationResult> results = new HashMap<>();
    if (!configs.isEmpty()) {
      List<ExpectationResult> judged =
          SuiteRun.of(
                  Batch.of(session, acceptedRelation),
                  List.copyOf(configs.values()),
                  ResultFormat.of(ResultFormat.Level.BASIC),
                  context.around())
              .results();
      Iterator<ExpectationResult> next = judged.iterator();
      configs.keySet().forEach(rule -> results.put(rule, next.next()));
    }
    return results;
  }

  private static Verdict named(ExpectationResult result) {
    String found = result.found();
    return new Verdict(
        result.success(),
        found.isEmpty() ? "" : Character.toUpperCase(found.charAt(0)) + found.substring(1) + ".",
        result.measured());
  }

  private record Verdict(boolean passed, String observed, OptionalDouble measured) {
    Verdict(boolean passed, String observed, double measured) {
      this(passed, observed, OptionalDouble.of(measured));
    }

    Verdict(boolean passed, String observed) {
      this(passed, observed, OptionalDouble.empty());
    }
  }

  private Verdict judge(Rule rule, Expectation.OfTable expectation, long read) {
    return switch (expectation) {
      case Expectation.RowCount(Comparison comparison) ->
          new Verdict(comparison.holds(read), "There are %d.".formatted(read), read);
      case Expectation.RowCountChange(double most) -> change(read, most);
      case Expectation.Freshness(String column, Duration most) ->
          young(column, most, "newest", newest);
      case Expectation.Retention(String column, Duration most) ->
          young(column, most, "oldest", oldest);
      case Expectation.Frequency(String column, Duration most) -> frequent(column, most);
      case Expectation.Breaches breaches -> breaches(breaches);
      case Expectation.FromCatalog _ -> throw new IllegalStateException(rule.id());
      case Expectation.NoExtraColumns(List<String> known) -> extra(known);
      case Expectation.Query(String query, Comparison comparison) -> query(rule, query, comparison);
    };
  }

  private Verdict change(long read, double most) {
    OptionalLong before = rowsBefore();
    if (before.isEmpty()) {
      return new Verdict(
          true, RuleResult.NO_VERDICT + "nothing is known of a table before this one.");
    }
    long previous = before.getAsLong();
    return new Verdict(
        Math.abs(read - previous) <= most * previous,
        "There are %d after %d.".formatted(read, previous),
        read - previous);
  }

  /// The rows of the table before where it is at hand, else how many it had when it was checked.
  private OptionalLong rowsBefore() {
    return context
        .around()
        .previous()
        .map(table -> OptionalLong.of(count(table)))
        .orElseGet(context::previousRowCount);
  }

  private long count(String table) {
    return session
        .query("SELECT count(*) FROM " + SqlSession.name(table), row -> row.number(1))
        .getFirst();
  }

  private Verdict young(String column, Duration most, String which, Map<String, Instant> times) {
    Instant time = times.get(column);
    if (time == null) {
      return new Verdict(false, "No accepted row has a '%s'.".formatted(column));
    }
    Duration age = Duration.between(time, context.now().value());
    return new Verdict(
        age.compareTo(most) <= 0,
        "The %s is %s, seen at %s.".formatted(which, time, context.now()),
        age.toSeconds());
  }

  private Verdict frequent(String column, Duration most) {
    String gaps =
        "SELECT DISTINCT CAST(%1$s AS TIMESTAMP) AS t FROM %2$s WHERE %1$s IS NOT NULL"
            .formatted(SqlSession.name(column), sql.accepted());
    double seconds =
        session
            .query(
                "SELECT max(date_diff('microsecond', before, t)) / 1e6 FROM (SELECT t, lag(t) OVER"
                    + " (ORDER BY t) AS before FROM (%s))".formatted(gaps),
                row -> row.real(1))
            .getFirst();
    return Double.isNaN(seconds)
        ? new Verdict(true, "There are no two to compare.")
        : new Verdict(
            seconds <= most.toSeconds(),
            "The longest gap is %s.".formatted(Words.of(Duration.ofSeconds((long) seconds))),
            seconds);
  }

  private Verdict breaches(Expectation.Breaches breaches) {
    return session
        .query(
            sql.countBreaches(breaches.of()),
            row -> {
              long broken = row.number("broken");
              long judged = row.number("judged");
              boolean isShare = breaches.unit() == Tolerance.Measure.PERCENT;
              double measured = isShare ? judged == 0 ? 0 : broken * 100.0 / judged : broken;
              return new Verdict(
                  breaches.comparison().holds(measured),
                  "%d of %d rows do.".formatted(broken, judged),
                  measured);
            })
        .getFirst();
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

  /// True counts as 1.
  private static double number(SqlRow row) {
    return row.value(1) instanceof Boolean flag ? flag ? 1 : 0 : row.real(1);
  }

  private Verdict query(Rule rule, String query, Comparison comparison) {
    try {
      List<Double> answers =
          session.query(query.replace("{object}", sql.accepted()), TableRules::number);
      if (answers.size() != 1) {
        throw Problem.of(
            ProblemCode.INVALID_DATA, "The query must answer one row, not %d.", answers.size());
      }
      double answer = answers.getFirst();
      return new Verdict(comparison.holds(answer), "It is %s.".formatted(Words.of(answer)), answer);
    } catch (Problem e) {
      throw e.code() == ProblemCode.CANCELLED ? e : SqlTrial.wrong(rule, e);
    }
  }
}
