package dev.rondo.quality.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is published is that of the catalog. `-Drondo.write-docs=true` writes it anew.
class PublishedTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "expectations.md");
  private static final Path SCHEMA = Path.of("..", "docs", "schemas", "suite.schema.json");
  private static final String STALE =
      "Run the tests of this module once with -Drondo.write-docs=true, and read what changed.";

  private static void isPublished(Path file, String generated) throws IOException {
    if (Boolean.getBoolean("rondo.write-docs")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, generated);
    }
    assertThat(Files.readString(file).equals(generated))
        .as("%s is stale. %s", file, STALE)
        .isTrue();
  }

  @Test
  void thePageIsThatOfTheCatalog() throws IOException {
    isPublished(PAGE, CatalogPage.markdown());
  }

  @Test
  void theSchemaIsThatOfTheCatalog() throws IOException {
    isPublished(SCHEMA, Json.pretty(SuiteSchema.write()) + "\n");
  }

  private static List<String> errors(String yaml) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SuiteSchema.write().toString(), InputFormat.JSON);
    List<String> errors = new ArrayList<>();
    schema
        .validate(Json.write(Yaml.parse("suite.yaml", yaml).root()), InputFormat.JSON)
        .forEach(error -> errors.add(error.toString()));
    return errors;
  }

  @Test
  void everyTypeFitsTheSchema() {
    assertThat(errors(Examples.catalog().yaml())).isEmpty();
  }

  @Test
  void theSuiteOfThePageFitsTheSchemaAndIsRead() {
    String page = CatalogPage.markdown();
    int begin = page.indexOf("suite: trips");
    String yaml = page.substring(begin, page.indexOf("```", begin));

    assertThat(errors(yaml)).isEmpty();
    assertThat(Suite.parse("suite.yaml", yaml).expectations()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "columns: {a: not_be_null}",
        "columns: {a: [not_be_null, be_unique: ]}",
        "columns: {a: [be_between: [0, null]]}",
        "columns: {a: [be_between: {min: $least, max: '2020-01-01', mostly: 0.5}]}",
        "columns: {a: [be_between: {max_value: '${now()}', when: b == 1, notes: [x]}]}",
        "columns: {a: [{be_in_set: [1], mostly: 0.5, severity: info, notes: x, meta: {b: 1}}]}",
        "columns: {a: [be_in_set: {$PARAMETER: known}]}",
        "columns: {a: [expect_column_values_to_not_be_null]}",
        "expect: [expect_compound_columns_to_be_unique: [a, b]]",
        "expect: [{table_row_count_to_equal: 5, id: rows, description: Five., severity: warning}]",
        "result_format: COMPLETE",
        "result_format: {result_format: BASIC, include_unexpected_rows: true}",
        "parameters: {a: [1]}\nnotes: [a, b]\nmeta: {c: d}\nid: e",
      })
  void whatTheParserTakesTheSchemaTakes(String lines) {
    String yaml = "suite: s\n" + lines;
    assertThat(Suite.parse("suite.yaml", yaml).name()).isEqualTo("s");
    assertThat(errors(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colums: {}",
        "suite: ' '",
        "columns: {a: [not_be_nul]}",
        "columns: {a: [be_in_set]}\nexpect: [table_row_count_to_equal]",
        "columns: {a: [{not_be_null: {severty: info}}]}",
        "columns: {a: [{not_be_null: {severity: grave}}]}",
        "columns: {a: [{not_be_null: {mostly: 2}}]}",
        "columns: {a: [{not_be_null: {column: b}}]}",
        "columns: {a: [{}]}",
        "columns: {a: [{be_between: {min: a}}]}",
        "columns: {a: [{be_in_set: 1}]}",
        "columns: {a: [table_row_count_to_equal: 1]}",
        "expect: [not_be_null]",
        "expect: [{table_row_count_to_equal: many}]",
        "expect: [{column_pair_values_to_be_equal: {column_A: a}}]",
        "result_format: ALL",
        "result_format: {include_unexpected_rows: true}",
        "result_format: {result_format: BASIC, partial_unexpected_count: -1}",
      })
  void whatTheSchemaRefusesTheParserRefuses(String lines) {
    String yaml = (lines.startsWith("suite") ? "" : "suite: s\n") + lines;
    assertThat(errors(yaml)).isNotEmpty();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> Suite.parse("suite.yaml", yaml)))
        .isInstanceOf(Problem.class);
  }

  @Test
  void everyKeyOfTheSchemaIsDescribed() {
    List<String> bare = new ArrayList<>();
    JsonNode schema = SuiteSchema.write();
    findBare("", schema, bare);
    bare.removeIf(place -> isDescribed(schema, place.substring(place.lastIndexOf('/') + 1)));
    assertThat(bare).isEmpty();
  }

  private static boolean isDescribed(JsonNode schema, String definition) {
    return schema.path("$defs").path(definition).has("description");
  }

  private static void findBare(String place, JsonNode node, List<String> bare) {
    node.path("properties")
        .properties()
        .forEach(property -> {
          if (property.getValue().path("description").asString("").isBlank()) {
            bare.add(place + "/" + property.getKey());
          }
        });
    node.properties().forEach(e -> findBare(place + "/" + e.getKey(), e.getValue(), bare));
    node.forEach(item -> findBare(place + "/-", item, bare));
  }
}
