package dev.rondo.quality.expectation;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Replays what numpy, scipy and pandas say of small tables; `golden/distribution/make.py` asked
/// them.
class DistributionGoldenTest {
  private static final String GOLDEN = "/golden/distribution/cases.jsonl";

  @TempDir Path folder;

  private record Case(int line, ObjectNode json) {
    String type() {
      return json.path("type").stringValue();
    }

    ExpectationConfig config() {
      return Suites.config(type(), json.path("arguments").toString());
    }
  }

  @Test
  void saysWhatTheReferenceSays() throws IOException {
    List<String> lines = lines();
    List<ObjectNode> tables =
        lines.stream().map(Json::parseObject).filter(json -> !json.has("type")).toList();
    List<Case> cases =
        IntStream.range(tables.size(), lines.size())
            .mapToObj(i -> new Case(i + 1, Json.parseObject(lines.get(i))))
            .toList();
    List<String> differences = new ArrayList<>();
    try (SqlSession session = Suites.session(folder)) {
      for (int i = 0; i < tables.size(); i++) {
        create(session, tables.get(i));
        int table = i;
        replay(
            session,
            cases.stream().filter(c -> c.json.path("table").intValue() == table).toList(),
            differences);
      }
    }
    assertThat(cases).hasSizeGreaterThan(3000);
    assertThat(differences).isEmpty();
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = DistributionGoldenTest.class.getResourceAsStream(GOLDEN)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void create(SqlSession session, ObjectNode table) {
    session.execute(
        "CREATE OR REPLACE TABLE t AS SELECT %s, %s, %s, %s"
            .formatted(
                column(table, "x", "DOUBLE"),
                column(table, "n", "BIGINT"),
                column(table, "w", "VARCHAR"),
                column(table, "t", "BOOLEAN")));
  }

  private static String column(ObjectNode table, String name, String type) {
    return table
        .path(name)
        .valueStream()
        .map(value -> value.isNull() ? "NULL" : SqlSession.text(value.asString()))
        .collect(joining(", ", "unnest(CAST([", "] AS %s[])) AS %s".formatted(type, name)));
  }

  private static void replay(SqlSession session, List<Case> cases, List<String> differences) {
    var outcome =
        SuiteRun.of(
            Batch.of(session, "t"),
            cases.stream().map(Case::config).toList(),
            ResultFormat.of(Level.COMPLETE),
            Suites.NOW);
    for (int i = 0; i < cases.size(); i++) {
      compare(cases.get(i), outcome.results().get(i), differences);
    }
  }

  private static void compare(Case golden, ExpectationResult told, List<String> differences) {
    Comparison comparison = new Comparison(golden, told, differences);
    JsonNode value = golden.json.path("value");
    JsonNode details = golden.json.path("details");
    switch (golden.type()) {
      case "expect_column_kl_divergence_to_be_less_than" -> {
        comparison.value(value, 1e-9, 1e-14);
        comparison.partitions(details);
      }
      case "expect_column_chisquare_test_p_value_to_be_greater_than" -> {
        comparison.value(value, 1e-6, 1e-300);
        comparison.partitions(details);
      }
      case "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than" -> {
        comparison.value(value, 1e-6, 1e-300);
        comparison.list(details.path("expected_params"), "expected_params");
        comparison.list(details.path("ks"), "observed_ks_result");
      }
      case "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than" ->
          comparison.bootstrap(value, details);
      default -> {
        comparison.value(value, 1e-9, 1e-12);
        comparison.crosstab(details);
      }
    }
  }

  private record Comparison(Case golden, ExpectationResult told, List<String> differences) {

    private void differ(String what, Object expected, Object found) {
      differences.add(
          "line %d, %s, %s: expected %s, found %s %s"
              .formatted(
                  golden.line,
                  golden.json.path("arguments"),
                  what,
                  expected,
                  found,
                  told.exception().orElse("")));
    }

    private JsonNode details() {
      return told.result().path("details");
    }

    void value(JsonNode expected, double relative, double absolute) {
      JsonNode found = told.result().path("observed_value");
      if (!isClose(expected, found, relative, absolute)) {
        differ("value", expected, found);
      }
      if (golden.json.path("success").booleanValue() != told.success()) {
        differ("success", golden.json.path("success"), told.success() + " by " + found);
      }
    }

    private static boolean isClose(
        JsonNode expected, JsonNode found, double relative, double absolute) {
      if (!expected.isNumber() || !found.isNumber()) {
        return expected.isNull() && found.isNull() || expected.equals(found);
      }
      double difference = Math.abs(expected.doubleValue() - found.doubleValue());
      return difference <= Math.max(relative * Math.abs(expected.doubleValue()), absolute);
    }

    void list(JsonNode expected, String... path) {
      if (expected.isMissingNode()) {
        return;
      }
      JsonNode found = details();
      for (String key : path) {
        found = found.path(key);
      }
      boolean isSame = expected.size() == found.size();
      for (int i = 0; isSame && i < expected.size(); i++) {
        isSame = isClose(expected.get(i), found.get(i), 1e-6, 1e-12);
      }
      if (!isSame) {
        differ(String.join(".", path), expected, found);
      }
    }

    void partitions(JsonNode expected) {
      for (String whose : List.of("observed", "expected")) {
        list(expected.path(whose), whose + "_partition", "weights");
        list(expected.path(whose + "_tails"), whose + "_partition", "tail_weights");
        list(expected.path("values"), whose + "_partition", "values");
        list(expected.path("bins"), whose + "_partition", "bins");
      }
    }

    /// The samples differ, so that their share may by five deviations of the difference.
    void bootstrap(JsonNode value, JsonNode expected) {
      JsonNode found = told.result().path("observed_value");
      int samples = details().path("bootstrap_samples").intValue();
      double share = Math.clamp(value.asDouble(0), 0.02, 0.98);
      double apart = 5 * Math.sqrt(2 * share * (1 - share) / samples) + 1.0 / samples;
      if (!isClose(value, found, 0, apart)) {
        differ("value", value, found);
      }
      double least = golden.config().arguments().number("p");
      boolean isSure = Math.abs(value.asDouble(0) - least) > apart;
      if (isSure && golden.json.path("success").booleanValue() != told.success()) {
        differ("success", golden.json.path("success"), told.success() + " by " + found);
      }
      list(expected.path("observed"), "observed_partition", "weights");
      list(expected.path("x"), "observed_partition", "bins");
      list(expected.path("x"), "observed_cdf", "x");
      list(expected.path("observed_cdf"), "observed_cdf", "cdf_values");
      list(expected.path("expected_cdf"), "expected_cdf", "cdf_values");
      same(expected.path("samples"), "bootstrap_samples");
      same(expected.path("sample_size"), "bootstrap_sample_size");
    }

    private void same(JsonNode expected, String key) {
      if (!expected.isMissingNode() && !expected.equals(details().path(key))) {
        differ(key, expected, details().path(key));
      }
    }

    void crosstab(JsonNode expected) {
      JsonNode found = details().path("crosstab");
      List<Integer> counts =
          found
              .path("counts")
              .valueStream()
              .flatMap(JsonNode::valueStream)
              .map(JsonNode::intValue)
              .sorted()
              .toList();
      String wanted = expected.path("counts").toString();
      if (!wanted.equals(counts.toString().replace(" ", ""))) {
        differ("counts", wanted, found);
      }
    }
  }
}
