package dev.rondo.quality;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tries the SQL of a contract's rules one by one, to name the place of what is wrong.
record SqlTrial(SqlSession session, Contract contract) {

  /// On a table of the contract's columns without rows.
  List<Mistake> mistakes() {
    String columns =
        contract.columns().stream()
            .map(column ->
                "CAST(NULL AS %s) AS %s"
                    .formatted(column.type().sql(), SqlSession.name(column.name())))
            .collect(Collectors.joining(", "));
    String empty = "(SELECT " + columns + " WHERE FALSE)";
    List<Mistake> mistakes = new ArrayList<>();
    for (Rule rule : contract.rules()) {
      String trial =
          switch (rule.expectation()) {
            case Expectation.RowSql(String sql) ->
                "SELECT count(*) FROM " + empty + " WHERE NOT (" + sql + "\n)";
            case Expectation.Query(String sql, _) -> sql.replace("{object}", empty);
            case Expectation.Matches matches ->
                "SELECT regexp_matches('', "
                    + SqlSession.text(EcmaPattern.translated(matches.pattern()))
                    + ")";
            default -> "";
          };
      if (!trial.isEmpty()) {
        refusal(trial).ifPresent(e -> mistakes.add(mistake(rule, e)));
      }
    }
    return mistakes;
  }

  /// What to tell when judging the rows failed: the rules whose SQL is to blame, or the failure.
  Problem explain(ContractSql sql, Problem failure) {
    List<Mistake> mistakes = new ArrayList<>(mistakes());
    if (mistakes.isEmpty()) {
      for (int i = 0; i < sql.rules().size(); i++) {
        Rule rule = sql.rules().get(i);
        String broken = sql.rows().broken(sql.expectation(i));
        refusal("SELECT count(*) FROM (" + sql.typed() + ") WHERE " + broken)
            .ifPresent(e -> mistakes.add(mistake(rule, e)));
      }
    }
    return mistakes.isEmpty() ? failure : Problem.invalidFile(mistakes);
  }

  private Optional<Problem> refusal(String trial) {
    try {
      session.forEach(trial, _ -> {});
      return Optional.empty();
    } catch (Problem e) {
      return Optional.of(e);
    }
  }

  private static Mistake mistake(Rule rule, Problem refusal) {
    String words = refusal.text().lines().findFirst().orElse("");
    return rule.place().mistake("The SQL of rule '%s' is refused: %s".formatted(rule.id(), words));
  }

  static Problem wrong(Rule rule, Problem refusal) {
    return Problem.invalidFile(List.of(mistake(rule, refusal)));
  }
}
