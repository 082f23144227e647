package dev.rondo.quality;

import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The statements of one check, generated for one contract and the columns that a relation really
/// has. All row rules are judged in one pass that leaves, for each row, the typed columns, what
/// came, and one bit per rule that it breaks.
final class ContractSql {
  private static final int BITS = 62;

  private final String relation;
  private final SourceColumns source;
  private final Contract contract;
  private final List<Rule> rules;
  private final String prefix;
  private final RowRules rows;

  ContractSql(String relation, SourceColumns source, Contract contract) {
    this.relation = relation;
    this.source = source;
    this.contract = contract;
    this.rules =
        contract.rules().stream()
            .filter(rule -> rule.expectation() instanceof Expectation.OfRows)
            .toList();
    this.prefix = unusedPrefix(source);
    this.rows = new RowRules(contract, source, prefix + "raw:");
  }

  private static String unusedPrefix(SourceColumns source) {
    String prefix = "rondo:";
    while (source.types().keySet().stream().anyMatch(prefixed(prefix))) {
      prefix = "_" + prefix;
    }
    return prefix;
  }

  private static java.util.function.Predicate<String> prefixed(String prefix) {
    return name -> name.toLowerCase(java.util.Locale.ROOT).startsWith(prefix);
  }

  /// The rules on rows, in the order of their bits.
  List<Rule> rules() {
    return rules;
  }

  RowRules rows() {
    return rows;
  }

  Expectation.OfRows expectation(int rule) {
    return (Expectation.OfRows) rules.get(rule).expectation();
  }

  /// The columns that a rule speaks of; for SQL those whose names stand in it, else all.
  List<String> columnsOf(int rule) {
    if (!(expectation(rule) instanceof Expectation.RowSql(String text))) {
      return expectation(rule).columns();
    }
    List<String> all = contract.columns().stream().map(ContractColumn::name).toList();
    List<String> named = all.stream().filter(text::contains).toList();
    return named.isEmpty() ? all : named;
  }

  /// A SELECT of the relation with every column of the contract cast to its type, NULL where it
  /// cannot be, and what came beside it.
  String typed() {
    List<String> columns = new ArrayList<>();
    for (String column : source.types().keySet()) {
      String name = SqlSession.name(column);
      if (rows.hasRaw(column)) {
        String cast = contract.column(column).flatMap(source::cast).orElse(name);
        columns.add(cast + " AS " + name);
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

  String createChecked() {
    return "CREATE OR REPLACE TEMP TABLE "
        + checked()
        + " AS SELECT *, "
        + masks()
        + " FROM ("
        + typed()
        + ")";
  }

  private int maskCount() {
    return Math.max(1, (rules.size() + BITS - 1) / BITS);
  }

  private String mask(int word) {
    return SqlSession.name(prefix + "broken:" + word);
  }

  private String masks() {
    return IntStream.range(0, maskCount())
        .mapToObj(word ->
            IntStream.range(word * BITS, Math.min(rules.size(), (word + 1) * BITS))
                    .mapToObj(this::bitWhenBroken)
                    .collect(Collectors.joining(" | ", "CAST(0 AS BIGINT) | ", ""))
                    .replaceFirst(" \\| $", "")
                + " AS "
                + mask(word))
        .collect(Collectors.joining(", "));
  }

  private String bitWhenBroken(int rule) {
    return "CASE WHEN %s THEN CAST(%d AS BIGINT) ELSE 0 END"
        .formatted(rows.broken(expectation(rule)), bit(rule));
  }

  private static long bit(int rule) {
    return 1L << (rule % BITS);
  }

  /// True where the row breaks the rule.
  String breaks(int rule) {
    return "(" + mask(rule / BITS) + " & " + bit(rule) + ") <> 0";
  }

  /// Every combination of broken rules with its number of rows; column n is the mask's word n.
  String countByMask() {
    String words =
        IntStream.range(0, maskCount()).mapToObj(this::mask).collect(Collectors.joining(", "));
    return "SELECT " + words + ", count(*) FROM " + checked() + " GROUP BY " + words;
  }

  /// Reads an answer to [#countByMask].
  Combination combination(dev.rondo.data.SqlRow row) {
    long[] words = new long[maskCount()];
    for (int word = 0; word < words.length; word++) {
      words[word] = row.number(word + 1);
    }
    return new Combination(words, row.number(words.length + 1));
  }

  /// So many rows break just these rules.
  record Combination(long[] words, long count) {
    boolean breaks(int rule) {
      return (words[rule / BITS] & bit(rule)) != 0;
    }

    int broken() {
      int bits = 0;
      for (long word : words) {
        bits += Long.bitCount(word);
      }
      return bits;
    }
  }

  /// Marks every copy of a value that is there more than once.
  String markDuplicates(int rule) {
    String columns =
        expectation(rule).columns().stream()
            .map(SqlSession::name)
            .collect(Collectors.joining(", "));
    String same =
        expectation(rule).columns().stream()
            .map(SqlSession::name)
            .map(name -> "twice.%1$s IS NOT DISTINCT FROM %2$s.%1$s".formatted(name, checked()))
            .collect(Collectors.joining(" AND "));
    return "UPDATE %1$s SET %2$s = %2$s | %3$d FROM (SELECT %4$s FROM %1$s WHERE %5$s GROUP BY %4$s HAVING count(*) > 1) AS twice WHERE %6$s"
        .formatted(checked(), mask(rule / BITS), bit(rule), columns, present(rule), same);
  }

  /// The judged rows beyond one for each value.
  String countDuplicates(int rule) {
    List<String> columns = expectation(rule).columns().stream().map(SqlSession::name).toList();
    String key =
        columns.size() == 1 ? columns.getFirst() : "row(" + String.join(", ", columns) + ")";
    return "count(*) FILTER (WHERE %1$s) - count(DISTINCT %2$s) FILTER (WHERE %1$s)"
        .formatted(present(rule), key);
  }

  private String present(int rule) {
    return expectation(rule).columns().stream()
        .map(column -> SqlSession.name(column) + " IS NOT NULL")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  String accepted() {
    return SqlSession.name(relation + "_accepted");
  }

  String quarantined() {
    return SqlSession.name(relation + "_quarantined");
  }

  /// The typed rows that break none of the rules that quarantine.
  String createAccepted(List<Integer> quarantining) {
    return "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s FROM %s WHERE NOT (%s)"
        .formatted(accepted(), names(SqlSession::name), checked(), any(quarantining));
  }

  /// The other rows as they came, each with the ids of all rules that it breaks.
  String createQuarantined(List<Integer> quarantining) {
    String broken =
        IntStream.range(0, rules.size())
            .mapToObj(rule ->
                "CASE WHEN %s THEN %s END"
                    .formatted(breaks(rule), SqlSession.text(rules.get(rule).id())))
            .collect(
                Collectors.joining(
                    ", ", "list_filter(CAST([", "] AS VARCHAR[]), lambda id: id IS NOT NULL)"));
    return "CREATE OR REPLACE TEMP VIEW %s AS SELECT %s, %s AS broken_rules FROM %s WHERE %s"
        .formatted(
            quarantined(),
            names(column -> rows.raw(column) + " AS " + SqlSession.name(column)),
            broken,
            checked(),
            any(quarantining));
  }

  private String names(java.util.function.UnaryOperator<String> select) {
    return source.types().keySet().stream().map(select).collect(Collectors.joining(", "));
  }

  private String any(List<Integer> quarantining) {
    long[] words = new long[maskCount()];
    quarantining.forEach(rule -> words[rule / BITS] |= bit(rule));
    return IntStream.range(0, words.length)
        .mapToObj(word -> "(%s & %d) <> 0".formatted(mask(word), words[word]))
        .collect(Collectors.joining(" OR "));
  }
}
