package dev.rondo.quality;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.ContractSql.Combination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Checks a relation against a contract, in one pass over its rows, and leaves two relations in the
/// session:
/// - `<relation>_accepted`: the rows that may be handed on, each column of the contract's type;
/// - `<relation>_quarantined`: the other rows as they came, with `broken_rules VARCHAR[]`: the ids
///   of every rule that the row breaks.
///
/// A row is quarantined when it breaks a rule of severity error, beyond what the rule tolerates. A
/// column may come as text where the contract says otherwise: it is cast, and a row whose text does
/// not fit breaks `type:<column>`.
public final class ContractCheck {
  private final SqlSession session;
  private final String relation;
  private final Contract contract;
  private final CheckContext context;
  private final SourceColumns source;
  private final Map<String, String> tables;
  private ContractSql sql;

  private ContractCheck(
      SqlSession session, String relation, Contract contract, CheckContext context) {
    this.session = session;
    this.relation = relation;
    this.contract = contract;
    this.context = context;
    this.source = SourceColumns.of(session, relation);
    this.tables = new HashMap<>(Map.of(contract.object(), relation));
    this.tables.putAll(context.tables());
    this.sql = new ContractSql(relation, source, contract, tables, context.beside());
  }

  /// Checks a table or view of the session.
  ///
  /// @throws Problem `contract-broken` when a column is missing or of a type that cannot become the
  ///   contract's; `invalid-file` when a rule's SQL is wrong, with its place in the contract
  public static QualityResult check(
      SqlSession session, String relation, Contract contract, CheckContext context) {
    return new ContractCheck(session, relation, contract, context).run();
  }

  /// Everything that is wrong with the SQL of a contract's rules, tried on a table without rows.
  public static List<Mistake> sqlMistakes(SqlSession session, Contract contract) {
    return new SqlTrial(session, contract).mistakes();
  }

  /// A SELECT that casts each column of the contract to its type, NULL where it cannot be.
  public static String typed(SqlSession session, String relation, Contract contract) {
    return new ContractSql(
            relation,
            SourceColumns.of(session, relation).withCare(),
            contract,
            Map.of(),
            Optional.empty())
        .typed();
  }

  private QualityResult run() {
    List<Mistake> mistakes = source.mistakes(contract, context.source());
    if (!mistakes.isEmpty()) {
      throw QualityResult.broken(context.source(), contract.toString(), mistakes);
    }
    List<Combination> combinations = judgeRows();
    List<RuleResult> results =
        new RowResults(session, sql, Classification.hidden(contract)).of(combinations);
    List<Integer> quarantining =
        IntStream.range(0, results.size())
            .filter(rule -> !results.get(rule).passed())
            .filter(rule -> results.get(rule).severity() == Severity.ERROR)
            .boxed()
            .toList();
    session.execute(sql.createAccepted(quarantining));
    session.execute(sql.createQuarantined(quarantining));
    return result(combinations, quarantining, results);
  }

  /// Plainly first, and once more with care when a plain cast is suspected.
  private List<Combination> judgeRows() {
    judge();
    List<Combination> combinations = session.query(sql.countByFlags(), sql::combination);
    if (combinations.stream().anyMatch(Combination::suspicious)) {
      sql = new ContractSql(relation, source.withCare(), contract, tables, context.beside());
      judge();
      return session.query(sql.countByFlags(), sql::combination);
    }
    return combinations;
  }

  private void judge() {
    try {
      session.execute(sql.createChecked());
    } catch (Problem e) {
      if (e.code() == ProblemCode.CANCELLED) {
        throw e;
      }
      throw new SqlTrial(session, contract).explain(sql, e);
    }
    String duplicates =
        IntStream.range(0, sql.rules().size())
            .filter(rule -> sql.expectation(rule) instanceof Expectation.Unique)
            .mapToObj(sql::findDuplicate)
            .collect(Collectors.joining(" UNION ALL "));
    if (!duplicates.isEmpty()) {
      session
          .query(duplicates, row -> (int) row.number(1))
          .forEach(rule -> session.execute(sql.markDuplicates(rule)));
    }
  }

  private QualityResult result(
      List<Combination> combinations, List<Integer> quarantining, List<RuleResult> rowResults) {
    long read = combinations.stream().mapToLong(Combination::count).sum();
    long quarantined =
        combinations.stream()
            .filter(combination -> combination.breaksAny(quarantining))
            .mapToLong(Combination::count)
            .sum();
    long several =
        combinations.stream()
            .filter(Combination::breaksSeveral)
            .mapToLong(Combination::count)
            .sum();
    TableRules table =
        new TableRules(session, contract, context, source, sql, relation + "_accepted");
    List<RuleResult> results = new ArrayList<>(rowResults);
    results.addAll(table.results(read));
    requireCounts(table.accepted(), read - quarantined);
    return new QualityResult(
        contract.id(),
        contract.version(),
        context.source(),
        read,
        table.accepted(),
        quarantined,
        several,
        results);
  }

  /// The rows that the accepted view really has must be those that were counted by their bits.
  private void requireCounts(long accepted, long expected) {
    if (accepted != expected) {
      throw Problem.of(
          ProblemCode.INTERNAL,
          "The check of '%s' accepts %d rows by count, but %d by its rules.",
          context.source(),
          expected,
          accepted);
    }
  }
}
