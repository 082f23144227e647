package dev.rondo.quality;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The statements of one check, generated for one contract and the columns that a relation really
/// has. All row rules are judged in one pass that leaves, for each row, the typed columns, what
/// came, and a list of flags: one per rule, true where the row breaks it, then the suspicions. The
/// list keeps the plan flat; nested expressions of forty rules cost the engine 15 ms to plan.
final class ContractSql {
  private final String relation;
  private final SourceColumns source;
  private final Contract contract;
  private final List<Rule> rules;
  private final String prefix;
  private final RowRules rows;
  private final Optional<String> beside;

  /// @param tables the relations of the other tables that there are, by their objects' names
  /// @param beside a relation of rows that are there already
  ContractSql(
      String relation,
      SourceColumns source,
      Contract contract,
      Map<String, String> tables,
      Optional<String> beside) {
    this.beside = beside;
    this.relation = relation;
    this.source = source;
    this.contract = contract;
    this.rules =
        contract.rules().stream()
            .filter(rule -> rule.expectation() instanceof Expectation.OfRows)
            .toList();
    this.prefix = unusedPrefix(source);
    this.rows = new RowRules(contract, source, tables, prefix + "raw:");
  }

  private static String unusedPrefix(SourceColumns source) {
    String prefix = "rondo:";
    while (isUsed(prefix, source)) {
      prefix = "_" + prefix;
    }
    return prefix;
  }

  private static boolean isUsed(String prefix, SourceColumns source) {
    return source.types().keySet().stream()
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith(prefix));
  }

  /// The rules on rows, in the order of their flags.
  List<Rule> rules() {
    return rules;
  }

  RowRules rows() {
    return rows;
  }

  Expectation.OfRows expectation(int rule) {
    return (Expectation.OfRows) rules.get(rule).expectation();
  }

  /// A SELECT of the relation with every column of the contract cast to its type, NULL where it
  /// cannot be, and what came beside it.
  String typed() {
    List<String> columns = new ArrayList<>();
    for (String column : source.types().keySet()) {
      String name = SqlSession.name(column);
      if (rows.hasRaw(column)) {
        columns.add(source.cast(contract, column).orElse(name) + " AS " + name);
        columns.add(name + " AS " + rows.raw(column));
      } else {
        columns.add(name);
      }
    }
    return "SELECT " + String.join(", ", columns) + " FROM " + SqlSession.name(relation);
  }

  String checked() {
    return SqlSession.name(prefix + relation);
  }

  private String flags() {
    return SqlSession.name(prefix + "broken");
  }

  String createChecked() {
    String flags =
        Stream.concat(
                IntStream.range(0, rules.size()).mapToObj(rule -> rows.broken(expectation(rule))),
                source.suspicions(contract, rows).stream())
            .collect(Collectors.joining(", ", "CAST([", "] AS BOOLEAN[])"));
    return "CREATE OR REPLACE TEMP TABLE %s AS SELECT *, %s AS %s FROM (%s)"
        .formatted(checked(), flags, flags(), typed());
  }

  /// True where the row breaks the rule.
  String breaks(int rule) {
    return flags() + "[" + (rule + 1) + "]";
  }

  /// Every combination of flags with its number of rows; NULL stands for no flag at all, since
  /// hashing a list for every clean row costs.
  String countByFlags() {
    return """
    SELECT CASE WHEN list_contains(%1$s, TRUE) THEN %1$s END AS flags, count(*) AS n
    FROM %2$s GROUP BY 1
    """
        .formatted(flags(), checked());
  }

  /// Reads an answer to [#countByFlags].
  Combination combination(SqlRow row) {
    List<Boolean> flags = row.texts("flags").stream().map(Boolean::parseBoolean).toList();
    if (flags.isEmpty()) {
      return new Combination(Collections.nCopies(rules.size(), false), false, row.number("n"));
    }
    return new Combination(
        flags.subList(0, rules.size()),
        flags.subList(rules.size(), flags.size()).contains(true),
        row.number("n"));
  }

  /// So many rows break just these rules.
  record Combination(List<Boolean> flags, boolean suspicious, long count) {
    boolean breaks(int rule) {
      return flags.get(rule);
    }

    boolean breaksAny(List<Integer> rules) {
      return rules.stream().anyMatch(this::breaks);
    }

    boolean breaksSeveral() {
      return flags.stream().filter(flag -> flag).limit(2).count() > 1;
    }
  }

  /// One row when a value of the rule is there more than once, none otherwise.
  String findDuplicate(int rule) {
    return "(SELECT %d FROM %s GROUP BY %s HAVING count(*) > 1 LIMIT 1)"
        .formatted(rule, keys(rule), String.join(", ", uniqueColumns(rule)));
  }

  /// What must be unique: the values of the rows, and of those beside them that have the same.
  private String keys(int rule) {
    String columns = String.join(", ", uniqueColumns(rule));
    String own = "SELECT %s FROM %s WHERE %s".formatted(columns, checked(), present(rule));
    String others =
        beside
            .map(relation ->
                " UNION ALL SELECT %s FROM %s AS other SEMI JOIN (%s) AS own ON %s"
                    .formatted(columns, SqlSession.name(relation), own, same(rule, "own", "other")))
            .orElse("");
    return "(" + own + others + ")";
  }

  private String same(int rule, String one, String other) {
    return uniqueColumns(rule).stream()
        .map(name -> "%1$s.%3$s IS NOT DISTINCT FROM %2$s.%3$s".formatted(one, other, name))
        .collect(Collectors.joining(" AND "));
  }

  /// Marks every copy of a value that is there more than once.
  String markDuplicates(int rule) {
    return """
    UPDATE %1$s SET %2$s = list_concat(%2$s[:%3$d], [TRUE], %2$s[%4$d:])
    FROM (SELECT %5$s FROM %6$s GROUP BY %5$s HAVING count(*) > 1) AS twice WHERE %7$s
    """
        .formatted(
            checked(),
            flags(),
            rule,
            rule + 2,
            String.join(", ", uniqueColumns(rule)),
            keys(rule),
            same(rule, "twice", checked()));
  }

  private List<String> uniqueColumns(int rule) {
    return names(expectation(rule));
  }

  private String present(int rule) {
    return present(expectation(rule));
  }

  private static List<String> names(Expectation.OfRows expectation) {
    return expectation.columns().stream().map(SqlSession::name).toList();
  }

  private static String present(Expectation.OfRows expectation) {
    return names(expectation).stream()
        .map(column -> column + " IS NOT NULL")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  /// One row: how many rows break an expectation, and how many it can judge.
  String countBreaches(Expectation.OfRows expectation) {
    String judged =
        "(SELECT count(*) FROM %s WHERE %s)".formatted(checked(), rows.judged(expectation));
    String broken =
        expectation instanceof Expectation.Unique
            ? "(SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1))"
                .formatted(checked(), present(expectation), String.join(", ", names(expectation)))
            : "(SELECT count(*) FROM %s WHERE %s)".formatted(checked(), rows.broken(expectation));
    return "SELECT %s AS broken, %s AS judged".formatted(broken, judged);
  }

  String accepted() {
    return SqlSession.name(relation + "_accepted");
  }

  /// The typed rows that break none of the rules that quarantine.
  String createAccepted(List<Integer> quarantining) {
    return "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s FROM %s WHERE NOT (%s)"
        .formatted(accepted(), names(SqlSession::name), checked(), any(quarantining));
  }

  /// The other rows as they came, each with the ids of all rules that it breaks.
  String createQuarantined(List<Integer> quarantining) {
    return """
    CREATE OR REPLACE TEMP VIEW %s AS
    SELECT %s, list_where(CAST(%s AS VARCHAR[]), %s[:%d]) AS broken_rules FROM %s WHERE %s
    """
        .formatted(
            SqlSession.name(relation + "_quarantined"),
            names(column -> rows.raw(column) + " AS " + SqlSession.name(column)),
            SqlSession.texts(rules.stream().map(Rule::id).toList()),
            flags(),
            rules.size(),
            checked(),
            any(quarantining));
  }

  private String names(UnaryOperator<String> select) {
    return source.types().keySet().stream().map(select).collect(Collectors.joining(", "));
  }

  private String any(List<Integer> quarantining) {
    return quarantining.isEmpty()
        ? "FALSE"
        : quarantining.stream().map(this::breaks).collect(Collectors.joining(" OR "));
  }
}
