package dev.rondo.quality.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.quality.condition.RowCondition.And;
import dev.rondo.quality.condition.RowCondition.Column;
import dev.rondo.quality.condition.RowCondition.Comparison;
import dev.rondo.quality.condition.RowCondition.Literal;
import dev.rondo.quality.condition.RowCondition.Membership;
import dev.rondo.quality.condition.RowCondition.Not;
import dev.rondo.quality.condition.RowCondition.Nullity;
import dev.rondo.quality.condition.RowCondition.Or;
import dev.rondo.quality.format.Golden;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The two forms of a condition keep the same rows, and they are the rows that pandas keeps.
class ConditionSqlTest {
  private static final Map<String, Kind> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("n", Kind.NUMBER);
    COLUMNS.put("x", Kind.NUMBER);
    COLUMNS.put("s", Kind.TEXT);
    COLUMNS.put("f", Kind.TRUTH);
    COLUMNS.put("d", Kind.TIME);
    COLUMNS.put("t", Kind.TIME);
    COLUMNS.put("a \"quoted\" one", Kind.TEXT);
  }

  private static final Map<Kind, List<Object>> LITERALS =
      Map.of(
          Kind.NUMBER, List.of(0L, 1L, -2L, 0.5, 1.0, 1e300, 9007199254740993L, true, false),
          Kind.TEXT, List.of("", "a", "b'c", "é", "\ue000", "😀", "a\\b", "%", "2020-01-01"),
          Kind.TRUTH, List.of(true, false, 1L, 0L, 2L, 0.5),
          Kind.TIME,
              List.of(
                  "2020-01-01",
                  "2020-01-31 12:30:00",
                  "2020-01-31T12:30:00.250000001",
                  "2021-01-01"));

  private static final Map<String, List<Object>> VALUES =
      Map.of(
          "n", List.of(0L, 1L, -2L, 3L, 9007199254740993L),
          "x", List.of(0.0, -0.0, 0.5, 1.0, -2.0, 1e300, Double.POSITIVE_INFINITY, Double.NaN),
          "s", List.of("", "a", "b'c", "é", "\ue000", "😀", "a\\b", "B"),
          "f", List.of(true, false),
          "d",
              List.of(
                  LocalDate.of(2020, 1, 1), LocalDate.of(2020, 1, 31), LocalDate.of(2021, 1, 1)),
          "t",
              List.of(
                  LocalDateTime.of(2020, 1, 1, 0, 0),
                  LocalDateTime.of(2020, 1, 31, 12, 30, 0, 250_000_000)),
          "a \"quoted\" one", List.of("a", "2020-01-01"));

  @TempDir Path folder;
  private SqlSession session;

  @BeforeEach
  void open() {
    session = new SqlEngine(1000, 2, folder).open(List.of());
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static Map<String, Object> row(Random random) {
    Map<String, Object> row = new HashMap<>();
    COLUMNS.forEach((name, kind) -> {
      if (random.nextInt(4) > 0) {
        row.put(name, pick(random, VALUES.get(name)));
      }
    });
    return row;
  }

  private static RowCondition leaf(Random random) {
    String name = pick(random, List.copyOf(COLUMNS.keySet()));
    Kind kind = COLUMNS.get(name);
    Column column = new Column(name);
    Operator operator = pick(random, List.of(Operator.values()));
    return switch (random.nextInt(6)) {
      case 0 -> new Nullity(column, random.nextBoolean());
      case 1 -> new Membership(column, members(random), random.nextBoolean());
      case 2 -> {
        List<String> alike =
            COLUMNS.keySet().stream().filter(other -> COLUMNS.get(other) == kind).toList();
        yield new Comparison(column, operator, new Column(pick(random, alike)));
      }
      case 3 -> {
        Operator equality = random.nextBoolean() ? Operator.EQUAL : Operator.NOT_EQUAL;
        yield new Comparison(column, equality, new Literal(pick(random, members(random))));
      }
      default -> new Comparison(column, operator, new Literal(pick(random, LITERALS.get(kind))));
    };
  }

  /// Of any kind, so that some compare with nothing.
  private static List<Object> members(Random random) {
    List<Object> members = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      members.add(pick(random, LITERALS.get(pick(random, List.of(Kind.values())))));
    }
    return members;
  }

  private static RowCondition some(Random random, int depth) {
    if (depth == 0) {
      return leaf(random);
    }
    List<RowCondition> parts =
        IntStream.range(0, 2 + random.nextInt(2))
            .mapToObj(i -> some(random, random.nextInt(depth)))
            .toList();
    return switch (random.nextInt(4)) {
      case 0 -> new And(parts);
      case 1 -> new Or(parts);
      case 2 -> new Not(parts.getFirst());
      default -> leaf(random);
    };
  }

  private void load(List<Map<String, Object>> rows) {
    session.execute(
        "CREATE TABLE t (i BIGINT, n BIGINT, x DOUBLE, s VARCHAR, f BOOLEAN, d DATE, t TIMESTAMP, \"a \"\"quoted\"\" one\" VARCHAR)");
    for (int i = 0; i < rows.size(); i++) {
      List<String> values = new ArrayList<>(List.of("" + i));
      for (String column : COLUMNS.keySet()) {
        Object value = rows.get(i).get(column);
        boolean isNull = value == null || value.equals(Double.NaN);
        values.add(isNull ? "NULL" : SqlSession.text(value.toString()));
      }
      session.execute("INSERT INTO t VALUES (" + String.join(", ", values) + ")");
    }
  }

  private List<Long> kept(RowCondition condition) {
    String sql = condition.sql(COLUMNS);
    assertThat(
            session.query("SELECT count(*) FROM t WHERE (" + sql + ") IS NULL", r -> r.number(1)))
        .containsExactly(0L);
    return session.query("SELECT i FROM t WHERE " + sql + " ORDER BY i", r -> r.number(1));
  }

  private static List<Long> tested(RowCondition condition, List<Map<String, Object>> rows) {
    return IntStream.range(0, rows.size())
        .filter(i -> condition.test(rows.get(i)::get))
        .mapToObj(i -> (long) i)
        .toList();
  }

  @Test
  void sqlAndJavaKeepTheSameRows() {
    Random random = new Random(1);
    List<Map<String, Object>> rows = IntStream.range(0, 150).mapToObj(i -> row(random)).toList();
    load(rows);
    for (int i = 0; i < 1500; i++) {
      RowCondition condition = some(random, 3);
      List<Long> expected = tested(condition, rows);
      assertThat(kept(condition)).as(condition.text()).isEqualTo(expected);
      assertThat(tested(RowCondition.read(condition.json()), rows)).isEqualTo(expected);
      assertThat(tested(RowCondition.parse(condition.text(), "pandas"), rows)).isEqualTo(expected);
    }
  }

  /// In SQL's own logic, as Spark has it.
  @Test
  void sparkTextKeepsWhatSqlKeeps() {
    Random random = new Random(2);
    List<Map<String, Object>> rows = IntStream.range(0, 60).mapToObj(i -> row(random)).toList();
    load(rows);
    for (String text :
        List.of(
            "n <> 1",
            "NOT n = 1",
            "NOT (n > 0 OR s = 'a')",
            "NOT (n > 0 AND s <> 'a')",
            "n NOT IN (0, 1)",
            "NOT n IN (0, 1)",
            "n BETWEEN 0 AND 1 OR x IS NULL",
            "NOT (n NOT BETWEEN 0 AND 1)",
            "NOT (s IS NULL OR f)",
            "NOT x > n",
            "x <> n",
            "NOT NOT f",
            "t >= TIMESTAMP '2020-01-31 00:00:00'")) {
      assertThat(tested(RowCondition.parse(text, "spark"), rows))
          .as(text)
          .isEqualTo(
              session.query("SELECT i FROM t WHERE " + text + " ORDER BY i", r -> r.number(1)));
    }
  }

  @Test
  void namesAndValuesCannotBreakOut() {
    load(List.of());
    RowCondition condition =
        new Comparison(
            new Column("a \"quoted\" one"), Operator.EQUAL, new Literal("'; DROP TABLE t; --\0"));
    assertThat(kept(condition)).isEmpty();
  }

  @Test
  void mistakesAreFoundBeforeTheData() {
    assertThatThrownBy(() -> RowCondition.parse("nope > 1", "pandas").sql(COLUMNS))
        .hasMessageContaining("'nope'");
    assertThatThrownBy(() -> RowCondition.parse("s > 1", "pandas").sql(COLUMNS))
        .hasMessage("The row condition orders the column 's', which holds text, against 1.");
  }

  private static Map<String, Object> pandasRow(JsonNode json) {
    Map<String, Object> row = new HashMap<>();
    json.properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          if (value.isString()) {
            boolean isTime = field.getKey().equals("t");
            row.put(
                field.getKey(),
                isTime ? LocalDateTime.parse(value.stringValue()) : value.stringValue());
          } else if (value.isBoolean()) {
            row.put(field.getKey(), value.booleanValue());
          } else if (value.isNumber()) {
            row.put(
                field.getKey(),
                value.isIntegralNumber() ? (Object) value.longValue() : value.doubleValue());
          }
        });
    return row;
  }

  @Test
  void pandasKeepsTheSameRows() {
    List<ObjectNode> cases = Golden.cases("query");
    List<Map<String, Object>> rows = new ArrayList<>();
    cases.getFirst().get("rows").forEach(row -> rows.add(pandasRow(row)));
    Set<String> differences = new TreeSet<>();
    for (ObjectNode one : cases.subList(1, cases.size())) {
      String text = one.get("q").stringValue();
      try {
        List<Long> kept = tested(RowCondition.parse(text, "pandas"), rows);
        if (!kept.toString()
            .equals(one.get("r").valueStream().map(JsonNode::toString).toList().toString())) {
          differences.add(text);
        }
      } catch (dev.rondo.kernel.Problem e) {
        if (!one.get("r").isNull()) {
          differences.add(text + " refused");
        }
      }
    }
    assertThat(cases.size()).isGreaterThan(1000);
    Golden.assertOnlyKnown("query", differences);
  }
}
