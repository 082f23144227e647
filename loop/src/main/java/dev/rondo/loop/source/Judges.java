package dev.rondo.loop.source;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteCheck;
import dev.rondo.quality.suite.SuiteRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What judges a source's rows: its contract each row, its suites the rows that the contract
/// accepts.
public record Judges(Contract contract, List<Suite> suites) {
  public Judges {
    suites = List.copyOf(suites);
  }

  public static Judges of(Contract contract) {
    return new Judges(contract, List.of());
  }

  /// Judges a table of the session.
  ///
  /// @param source where the rows came from, as people know it
  /// @return the suites' results, and the contract's as the last; the contract's alone when it
  ///   blocks the table, or has accepted no row
  List<QualityResult> judge(SqlSession session, String relation, CheckPoint point, String source) {
    QualityResult byContract =
        ContractCheck.check(session, relation, contract, point.context(contract.id(), source));
    List<QualityResult> results = new ArrayList<>();
    if (byContract.blocking().isEmpty() && byContract.accepted() > 0) {
      String accepted = relation + "_accepted";
      Set<String> hidden = Classification.hidden(contract);
      results.addAll(
          bySuites(session, accepted, suites, point, source, byContract.accepted(), hidden));
    }
    results.add(byContract);
    return results;
  }

  /// Rows that come by themselves.
  ///
  /// @param key a column of the relation with another whole number in each row
  /// @param beside a relation of the rows that the data set has
  /// @param broken the rules that they were set aside for
  record Returning(String relation, String key, Optional<String> beside, Set<String> broken) {}

  /// What was found of rows that come by themselves.
  ///
  /// @param broken the rules that each row breaks that stays away, by the row's key
  /// @param results the suites', and the contract's as the last
  record OfRows(SortedMap<Long, List<String>> broken, List<QualityResult> results) {}

  /// Judges rows that come by themselves by all that is said of single rows, also that values must
  /// not repeat: neither among them nor beside them. What is said of whole tables and batches
  /// (their number of rows, figures of a column, order, drift, the share of rows that may be bad)
  /// is not judged.
  ///
  /// @param source where the rows came from, as people know it
  OfRows judgeRows(SqlSession session, Returning rows, CheckPoint point, String source) {
    String relation = rows.relation();
    CheckContext context = point.context(contract.id(), source);
    QualityResult byContract =
        ContractCheck.check(
            session,
            relation,
            contract.ofRows(rows.broken()),
            rows.beside().map(context::withBeside).orElse(context));
    SortedMap<Long, List<String>> broken = new TreeMap<>();
    session.forEach(
        "SELECT %s, array_to_string(broken_rules, ' ') FROM %s_quarantined"
            .formatted(rows.key(), relation),
        row -> broken.put(row.number(1), List.of(row.text(2).split(" "))));
    List<QualityResult> results = new ArrayList<>();
    if (byContract.accepted() > 0) {
      for (Suite suite : suites) {
        SuiteRows found =
            new SuiteCheck(point.around(suite.name()))
                .checkRows(session, relation + "_accepted", suite, rows.key(), rows.beside());
        found.broken().forEach((row, rules) -> broken.merge(row, words(rules), Judges::joined));
        results.add(found.asQuality(source, byContract.accepted()));
      }
    }
    results.add(ofRows(byContract, broken.size()));
    return new OfRows(broken, results);
  }

  /// Names of rules stand in a line with spaces between them.
  private static List<String> words(List<String> rules) {
    return rules.stream().map(rule -> rule.replaceAll("\\s+", "_")).toList();
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  /// The contract's result with all of its rules, and the rows that any judge keeps away.
  private QualityResult ofRows(QualityResult judged, long away) {
    return new QualityResult(
        judged.contract(),
        judged.version(),
        judged.source(),
        judged.read(),
        judged.read() - away,
        away,
        judged.brokenMoreThanOnce(),
        contract.rules().stream()
            .map(rule -> judged.rule(rule.id()).orElseGet(() -> RuleResult.notJudged(rule)))
            .toList());
  }

  /// Judges a table of the session by suites alone.
  ///
  /// @param rows of the table
  /// @param hidden the columns whose values are masked
  public static List<QualityResult> bySuites(
      SqlSession session,
      String relation,
      List<Suite> suites,
      CheckPoint point,
      String source,
      long rows,
      Set<String> hidden) {
    return suites.stream()
        .map(suite ->
            new SuiteCheck(point.around(suite.name())).check(session, relation, suite, Map.of()))
        .map(result -> result.masked(hidden).asQuality(source, rows))
        .toList();
  }
}
