package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.ForAll;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// The same rules over a table and over one object, and counts that always add up.
class BatchAndRowTest {
  private static final Contract CONTRACT =
      Sessions.contract(
          """
          properties:
            - name: n
              logicalType: integer
              required: true
              logicalTypeOptions: {minimum: -3, exclusiveMaximum: 40}
            - name: x
              logicalType: number
              logicalTypeOptions: {exclusiveMinimum: 0, maximum: 100}
              quality: [{id: half, type: custom, engine: rondo, severity: warning, implementation: {minimum: 0.5}}]
            - name: s
              logicalType: string
              required: true
              logicalTypeOptions: {minLength: 1, maxLength: 4, pattern: "^[a-zé😀]*$"}
            - name: v
              logicalType: integer
              quality: [{id: set, metric: invalidValues, arguments: {validValues: [1, 2, 40]}}]
            - name: seen
              logicalType: timestamp
              logicalTypeOptions: {minimum: "2018-01-01"}
            - {name: d, logicalType: date, logicalTypeOptions: {exclusiveMaximum: "2018-02-01"}}
            - {name: b, logicalType: boolean, required: true}
          """);
  private static final List<String> WHOLE = List.of("-4", "-3", "0", "1", "2", "39", "40", "1.5");
  private static final List<String> REAL =
      List.of("0", "-0.0", "0.1", "0.5", "100", "100.1", "1e300");
  private static final List<String> TEXT =
      List.of("", "a", "abcd", "abcde", "é😀", "😀😀😀😀", "A", "a b", "'", "\"");
  private static final List<String> TIME =
      List.of(
          "2017-12-31 23:59:59",
          "2018-01-01 00:00:00",
          "2018-01-01T00:00:00.5",
          "noon",
          "2018-13-01");
  private static final List<String> DATE = List.of("2018-01-31", "2018-02-01", "2018-02-30");
  private static final List<String> FLAG = List.of("true", "false");

  @TempDir Path folder;

  /// One row as JSON; a field that is missing or null is NULL in the table.
  private static ObjectNode row(Random random) {
    ObjectNode row = Json.object();
    put(row, "n", random, WHOLE, true);
    put(row, "x", random, REAL, true);
    put(row, "s", random, TEXT, false);
    put(row, "v", random, WHOLE, true);
    put(row, "seen", random, TIME, false);
    put(row, "d", random, DATE, false);
    put(row, "b", random, FLAG, true);
    return row;
  }

  private static void put(
      ObjectNode row, String name, Random random, List<String> values, boolean isBare) {
    int choice = random.nextInt(values.size() + 2);
    if (choice == values.size()) {
      row.putNull(name);
    } else if (choice < values.size()) {
      String value = values.get(choice);
      row.set(name, isBare ? Json.parse(value) : Json.parse(Json.write(value)));
    }
  }

  private static List<ObjectNode> rows(Random random) {
    List<ObjectNode> rows = new ArrayList<>();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      rows.add(row(random));
    }
    return rows;
  }

  private static void load(SqlSession session, List<ObjectNode> rows) {
    session.execute(
        "CREATE OR REPLACE TABLE t (i VARCHAR, n VARCHAR, x VARCHAR, s VARCHAR, v VARCHAR, seen VARCHAR,"
            + " d VARCHAR, b VARCHAR)");
    for (int i = 0; i < rows.size(); i++) {
      ObjectNode row = rows.get(i);
      String values =
          CONTRACT.columns().stream()
              .map(column -> row.get(column.name()))
              .map(node ->
                  node == null || node.isNull()
                      ? "NULL"
                      : SqlSession.text(node.isString() ? node.stringValue() : node.toString()))
              .collect(Collectors.joining(", "));
      session.execute("INSERT INTO t VALUES ('" + i + "', " + values + ")");
    }
  }

  @Test
  void aTableAndItsRowsGetTheSameVerdicts() {
    RowCheck rowCheck = RowCheck.compile(CONTRACT);
    try (SqlSession session = Sessions.open(folder)) {
      ForAll.forAll(
          40,
          BatchAndRowTest::rows,
          rows -> {
            load(session, rows);
            QualityResult result = ContractCheck.check(session, "t", CONTRACT, Sessions.NOW);
            Map<Integer, List<String>> quarantined = new TreeMap<>();
            session.forEach(
                "SELECT i, broken_rules FROM t_quarantined",
                row ->
                    quarantined.put(
                        Integer.parseInt(row.text("i")),
                        row.texts("broken_rules").stream().sorted().toList()));
            Map<Integer, List<String>> expected = new TreeMap<>();
            for (int i = 0; i < rows.size(); i++) {
              List<String> broken = rowCheck.brokenRules(rows.get(i)).stream().sorted().toList();
              if (broken.stream().anyMatch(rule -> !rule.equals("half"))) {
                expected.put(i, broken);
              }
              assertThat(rowCheck.check(rows.get(i)).isEmpty()).isEqualTo(!expected.containsKey(i));
            }
            assertThat(quarantined).isEqualTo(expected);
            assertThat(result.read()).isEqualTo(rows.size());
            assertThat(result.quarantined()).isEqualTo(expected.size());
            assertThat(session.query("SELECT count(*) FROM t_accepted", r -> r.number(1)))
                .containsExactly(result.accepted());
          });
    }
  }
}
