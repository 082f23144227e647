package dev.rondo.loop.source;

import dev.rondo.data.SqlSession;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
