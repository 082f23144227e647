package dev.rondo.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The commands that work on contracts as files.
class ContractsCommandTest extends CommandTest {
  @BeforeEach
  void write() {
    for (int month = 1; month <= 3; month++) {
      file("trips-2020-0" + month + ".csv", trips(month, 80));
      file("trips-2021-0" + month + ".csv", trips(month, 120));
    }
  }

  private static String trips(int month, int most) {
    StringBuilder rows = new StringBuilder("id,miles,state\n");
    for (int i = 0; i < 1200; i++) {
      rows.append(
          "%d,%d,%s%n".formatted(month * 10_000 + i, i * 37 % most, i % 2 == 0 ? "a" : "b"));
    }
    return rows.toString();
  }

  @Test
  void aDraftIsKeptByItsDataAndFollowsNewOnes() {
    assertThat(rondo("contracts", "draft", "@trips-2020-*.csv", "-o", "@trips.yaml")).isZero();
    assertThat(err)
        .contains("range:miles  All 3,600 values lie between 0 and 79")
        .contains("Contract 'trips' 0.1.0 drafted from 3,600 rows in 3 parts: 3 columns,");
    assertThat(folder.resolve("trips.yaml")).content().contains("status: draft", "reason");
    assertThat(rondo("check", "@trips-2020-02.csv", "--contract", "@trips.yaml")).as(out).isZero();
    assertThat(rondo("contracts", "draft", "@trips-2020-*.csv", "-o", "@trips.yaml")).isEqualTo(5);
    assertThat(err).contains("is there already");

    assertThat(rondo("contracts", "propose", "@trips.yaml", "@trips-2021-*.csv")).isZero();
    assertThat(out)
        .startsWith("kind\trule\tneeds\tbreaks\tfrom\tto\treason\n")
        .contains("loosen\trange:miles\tmajor\tconsumers\t");
    assertThat(err).contains("for trips 0.1.0 would make it 1.0.0; --apply writes it.");
    assertThat(rondo("contracts", "propose", "@trips.yaml", "@trips-2021-*.csv", "--json"))
        .isZero();
    assertThat(Json.parse(out.lines().findFirst().orElseThrow()).path("kind").asString())
        .isEqualTo("loosen");

    assertThat(
            rondo(
                "contracts",
                "propose",
                "@trips.yaml",
                "@trips-2021-*.csv",
                "--apply",
                "--kind",
                "loosen",
                "-o",
                "@next.yaml"))
        .isZero();
    assertThat(err).contains("version 0.1.0 becomes 1.0.0 by 1 proposal");
    assertThat(rondo("check", "@trips-2021-01.csv", "--contract", "@next.yaml")).as(out).isZero();
    assertThat(rondo("contracts", "diff", "@trips.yaml", "@next.yaml")).isZero();
    assertThat(out).contains("loosened\ttrips.miles\tmajor\tconsumers\t");
    assertThat(err).contains("Version 1.0.0 is high enough: 1.0.0 or later is needed.");
    assertThat(rondo("contracts", "diff", "@next.yaml", "@trips.yaml")).isEqualTo(6);
    assertThat(err).contains("Version 0.1.0 is too low: 2.0.0 or later is needed.");
    assertThat(rondo("contracts", "diff", "@next.yaml", "@trips.yaml", "--json")).isEqualTo(6);
    assertThat(Json.parse(out).path("enough").asBoolean(true)).isFalse();
  }

  @Test
  void aDraftAsJsonAndOfAGivenName() {
    assertThat(rondo("contracts", "draft", "@trips-2020-01.csv", "--name", "rides", "--json"))
        .isZero();
    assertThat(Json.parse(out).at("/contract/schema/0/name").asString()).isEqualTo("rides");
    assertThat(Json.parse(out).path("reasons")).isNotEmpty();
    assertThat(Json.parse(out).path("notes")).isNotEmpty();
  }

  @Test
  void formsAreTurnedIntoEachOther() {
    file(
        "schema.json",
        """
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "orders",
         "type": "object", "required": ["id"],
         "properties": {"id": {"type": "integer", "minimum": 1}, "extra": {"type": "string", "if": {}}}}
        """);
    assertThat(rondo("contracts", "convert", "@schema.json", "-o", "@orders.yaml")).isZero();
    assertThat(err).contains("note", "'if'");
    assertThat(folder.resolve("orders.yaml")).content().contains("minimum: 1", "required: true");
    assertThat(rondo("contracts", "convert", "@orders.yaml", "--to", "json-schema")).isZero();
    assertThat(Json.parse(out).at("/properties/id/minimum").asInt()).isEqualTo(1);
    assertThat(rondo("contracts", "convert", "@orders.yaml", "--to", "gx")).isZero();
    assertThat(out).contains("expect_column_values_to_be_between");
    file("checks.yaml", "checks for orders:\n  - missing_count(id) = 0\n");
    assertThat(rondo("contracts", "convert", "@checks.yaml")).isZero();
    assertThat(out).contains("name: orders");
    file(
        "models.yml",
        "models:\n  - name: orders\n    columns:\n      - {name: id, tests: [unique]}\n");
    assertThat(rondo("contracts", "convert", "@models.yml")).isZero();
    assertThat(out).contains("unique");
    file(
        "spec.yaml",
        "dataContractSpecification: 1.2.0\nid: s\ninfo: {title: S, version: 1.0.0}\nmodels:\n  orders:\n    fields:\n      id: {type: integer}\n");
    assertThat(rondo("contracts", "convert", "@spec.yaml")).isZero();
    assertThat(out).contains("name: orders");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "contracts; 2; needs one of",
        "contracts draft @none.csv; 3; There is no file",
        "contracts propose @none.yaml @trips-2020-01.csv; 3; There is no file",
        "contracts propose @trips-2020-01.csv @trips-2020-01.csv; 2; object",
        "contracts diff @none.yaml @none.yaml; 3; There is no file",
        "contracts convert @trips-2020-01.csv; 2; --from",
        "contracts convert @trips-2020-01.csv --from odds; 2; --from is 'odds'",
        "contracts convert @trips-2020-01.csv --to odds; 2; --to is 'odds'"
      })
  void mistakesAreToldWithTheirExitCode(String words, int exit, String told) {
    assertThat(rondo(words.split(" "))).as(err).isEqualTo(exit);
    assertThat(err).contains(told);
  }
}
