package dev.rondo.quality;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The published schema, by which editors complete, agrees with the parser.
class ContractSchemaTest {
  private Schema schema;

  @BeforeEach
  void load() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "schemas", "contract.schema.json"));
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
  }

  private List<String> errors(String yaml) {
    List<String> errors = new ArrayList<>();
    schema
        .validate(Json.write(Yaml.parse("contract.yaml", yaml).root()), InputFormat.JSON)
        .forEach(error -> errors.add(error.toString()));
    return errors;
  }

  @ParameterizedTest
  @ValueSource(strings = {"trips.yaml", "request.yaml"})
  void theExamplesFitTheSchema(String name) throws IOException {
    Path file = Path.of("..", "examples", "taxi-duration", "contracts", name);
    assertThat(errors(Files.readString(file))).isEmpty();
  }

  @Test
  void everyKindOfRuleFitsTheSchema() {
    assertThat(
            errors(
                Sessions.yaml(
                    """
                    customProperties: [{property: extraColumns, value: refuse}]
                    quality:
                      - {metric: rowCount, mustBeBetween: [10, 20]}
                      - {metric: duplicateValues, arguments: {properties: [a]}}
                      - {type: custom, engine: rondo, implementation: {rowCountChange: 0.5}}
                      - {type: sql, query: "SELECT 1", mustBe: 1}
                    properties:
                      - name: a
                        logicalType: integer
                        physicalType: BIGINT
                        quality:
                          - {metric: nullValues, mustBeLessThan: 5, unit: percent}
                          - {type: custom, engine: rondo, implementation: {maximum: 5, mostly: 0.9}}
                          - {id: r, type: custom, engine: rondo, implementation: a > 1}
                    """)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "propertys: []",
        "properties: []",
        "properties: [{name: a}]",
        "properties: [{name: a, logicalType: nummer}]",
        "properties: [{name: a, logicalType: string, requierd: true}]",
        "properties: [{name: a, logicalType: string, required: 1}]",
        "properties: [{name: a, logicalType: string, quality: [{metric: rowCount}]}]",
        "properties: [{name: a, logicalType: string, quality: [{metric: nullValues, mustBe: x}]}]",
        "properties: [{name: a, logicalType: string, quality: [{type: custom, engine: sodda, implementation: x}]}]",
        "properties: [{name: a, logicalType: string, quality: [{metrik: nullValues}]}]"
      })
  void whatTheSchemaRefusesTheParserRefuses(String object) {
    String yaml = Sessions.yaml(object);
    assertThat(errors(yaml)).isNotEmpty();
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> ContractParser.parse("c", yaml)))
        .isInstanceOf(Problem.class);
  }
}
