package dev.rondo.quality.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Measured;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Scores and distances are those that numpy and scipy tell; beside the cases lies what made them.
class BeyondGoldenTest {
  @TempDir Path folder;

  private static List<ObjectNode> cases(String key) throws IOException {
    try (InputStream in =
        BeyondGoldenTest.class.getResourceAsStream("/golden/beyond/cases.jsonl")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Json::parseObject)
          .filter(json -> json.has(key))
          .toList();
    }
  }

  private static Surroundings after(JsonNode history) {
    List<Measured> values = new ArrayList<>();
    EventTime first = Suites.NOW.minus(Duration.ofDays(history.size()));
    history.forEach(value ->
        values.add(new Measured(first.plus(Duration.ofDays(values.size())), value.doubleValue())));
    return Surroundings.at(Suites.NOW)
        .withHistory(
            (_, _, most) -> values.subList(Math.max(0, values.size() - most), values.size()));
  }

  private static ExpectationResult judge(
      SqlSession session, Surroundings around, String type, String arguments) {
    ExpectationResult result =
        SuiteRun.of(
                Batch.of(session, "t"),
                List.of(Suites.config(type, arguments)),
                ResultFormat.of(Level.BASIC),
                around)
            .results()
            .getFirst();
    assertThat(result.exception()).isEmpty();
    return result;
  }

  @Test
  void whatIsUsualIsAsTheFormulasSay() throws IOException {
    List<ObjectNode> cases = cases("history");
    assertThat(cases).hasSize(300);
    try (SqlSession session = Suites.session(folder)) {
      for (ObjectNode one : cases) {
        session.execute(
            "CREATE OR REPLACE TABLE t AS SELECT CAST(" + one.path("value") + " AS DOUBLE) AS a");
        ExpectationResult result =
            judge(
                session,
                after(one.path("history")),
                "expect_column_figure_to_be_usual",
                "{\"column\": \"a\", \"figure\": \"sum\", \"min_history\": 3, \"season\": %s}"
                    .formatted(one.path("season")));
        JsonNode details = result.result().path("details");
        assertThat(details.path("history").intValue()).isEqualTo(one.path("count").intValue());
        isAbout(details.path("median"), one.path("median"), 1e-9);
        isAbout(details.path("deviation"), one.path("deviation"), 1e-9);
        isAbout(details.path("score"), one.path("score"), 1e-7);
        assertThat(result.success()).isEqualTo(one.path("success").booleanValue());
      }
    }
  }

  private static void isAbout(JsonNode found, JsonNode expected, double tolerance) {
    if (expected.isNull()) {
      assertThat(found.isNumber()).as(found.toString()).isFalse();
    } else {
      assertThat(found.doubleValue())
          .isCloseTo(
              expected.doubleValue(),
              within(tolerance * Math.max(1, Math.abs(expected.doubleValue()))));
    }
  }

  @Test
  void distancesAreAsTheLibrariesSay() throws IOException {
    List<ObjectNode> cases = cases("reference");
    assertThat(cases).hasSize(180);
    try (SqlSession session = Suites.session(folder)) {
      for (ObjectNode one : cases) {
        table(session, "t", one.path("current"));
        table(session, "reference", one.path("reference"));
        one.path("told")
            .forEachEntry((method, expected) -> {
              boolean isStatistic = method.equals("ks_distance");
              ExpectationResult result =
                  judge(
                      session,
                      Surroundings.at(Suites.NOW),
                      "expect_column_distribution_to_be_close_to_reference",
                      "{\"column\": \"a\", \"method\": \"%s\"}"
                          .formatted(isStatistic ? "ks" : method));
              JsonNode found =
                  isStatistic
                      ? result.result().path("details").path("statistic")
                      : result.result().path("observed_value");
              isAbout(found, expected, method.equals("ks") ? 1e-6 : 1e-9);
            });
      }
    }
  }

  private static void table(SqlSession session, String name, JsonNode values) {
    String type = values.get(0).isString() ? "VARCHAR" : "DOUBLE";
    session.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT unnest(CAST([%s] AS %s[])) AS a"
            .formatted(
                name,
                values
                    .valueStream()
                    .map(value -> SqlSession.text(value.asString()))
                    .collect(Collectors.joining(", ")),
                type));
  }
}
