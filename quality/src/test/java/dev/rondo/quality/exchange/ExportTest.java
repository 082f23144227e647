package dev.rondo.quality.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RowCheck;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ExportTest {
  private static final String TRIPS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: trips
      version: 1.0.0
      status: active
      description: {purpose: Trips of taxis.}
      schema:
        - name: trips
          customProperties: [{property: extraColumns, value: refuse}]
          quality:
            - {metric: rowCount, mustBeBetween: [1, 1000]}
            - {id: few, metric: rowCount, mustNotBe: 7}
            - {id: order, type: custom, engine: rondo, implementation: n <= 5 OR x > 0}
            - {metric: duplicateValues, arguments: {properties: [n, word]}}
            - {id: query, type: sql, query: "SELECT max(n) FROM {object}", mustBeLessThan: 9}
            - {id: mean, type: custom, engine: greatExpectations, severity: info, implementation: {type: expect_column_mean_to_be_between, kwargs: {column: x, max_value: 50}}}
          properties:
            - name: n
              logicalType: integer
              required: true
              unique: true
              logicalTypeOptions: {minimum: 0, exclusiveMaximum: 9, multipleOf: 3}
            - name: x
              logicalType: number
              quality:
                - {id: most, type: custom, engine: rondo, implementation: {minimum: 0, mostly: 0.5}}
                - {id: five, type: custom, engine: rondo, implementation: {maximum: 90}, mustBeLessThan: 5, severity: warning}
            - name: word
              logicalType: string
              logicalTypeOptions: {minLength: 2, maxLength: 4, pattern: "^[a-z]+$"}
              quality: [{metric: invalidValues, arguments: {validValues: [ab, abc, "7"]}}]
            - {name: day, logicalType: date, logicalTypeOptions: {minimum: "2018-01-01"}}
            - {name: yes, logicalType: boolean, required: true}
      """;

  @TempDir Path folder;

  private static Contract trips() {
    return ContractDocument.parse("trips.yaml", TRIPS).objects().getFirst();
  }

  private static void requireGolden(String name, String text) throws IOException {
    if (System.getenv("GOLDEN") != null) {
      Files.writeString(Path.of("src/test/resources/dev/rondo/quality/exchange", name), text);
    }
    assertThat(text).isEqualTo(ImportTest.resource(name));
  }

  private static String shown(Export export) {
    return Json.pretty(export.json()) + "\n---\n" + String.join("\n", export.leftOut()) + "\n";
  }

  @Test
  void theSchemaIsAsItWasLookedOver() throws IOException {
    requireGolden("trips.schema.txt", shown(JsonSchemaExport.of(trips())));
  }

  @Test
  void theSuiteIsAsItWasLookedOver() throws IOException {
    requireGolden("trips.suite.txt", shown(GxSuiteExport.of(trips())));
  }

  @Test
  void everyExpectationOfTheSuiteTakesItsArguments() {
    for (JsonNode expectation : GxSuiteExport.of(trips()).json().get("expectations")) {
      String type = expectation.get("type").stringValue();
      Catalog.find(type)
          .ifPresent(found ->
              assertThat(found.mistakes((ObjectNode) expectation.get("kwargs"))).isEmpty());
    }
  }

  @Test
  void theSchemaRefusesWhatTheContractRefuses() {
    String text = Json.write(JsonSchemaExport.of(trips()).json());
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
    RowCheck check = RowCheck.compile(trips());
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      ObjectNode row = row(random);
      boolean isRight = check.check(row).isEmpty();
      refused += isRight ? 0 : 1;
      assertThat(schema.validate(Json.write(row), InputFormat.JSON).isEmpty())
          .as(row.toString())
          .isEqualTo(isRight);
    }
    assertThat(refused).isBetween(300, 2950);
  }

  private static ObjectNode row(Random random) {
    ObjectNode row = Json.object();
    JsonNodeFactory make = JsonNodeFactory.instance;
    List<JsonNode> ns =
        List.of(
            make.numberNode(0),
            make.numberNode(3),
            make.numberNode(6),
            make.numberNode(9),
            make.numberNode(4),
            make.numberNode(-3),
            make.numberNode(1.5),
            make.nullNode());
    List<JsonNode> words =
        List.of(
            make.stringNode("ab"),
            make.stringNode("abc"),
            make.stringNode("7"),
            make.stringNode("zz"),
            make.stringNode("ABC"),
            make.numberNode(5),
            make.nullNode());
    put(row, "n", ns, random, 12);
    put(row, "word", words, random, 3);
    put(row, "x", List.of(make.numberNode(1.5), make.stringNode("x")), random, 4);
    put(row, "yes", List.of(make.booleanNode(true), make.nullNode()), random, 20);
    put(row, "extra", List.of(make.numberNode(1)), random, 1);
    return row;
  }

  /// The first values are drawn more often; of twenty rows, so many less one have the field.
  private static void put(
      ObjectNode row, String name, List<JsonNode> values, Random random, int often) {
    if (random.nextInt(20) < often) {
      int last = random.nextInt(3) == 0 ? values.size() : Math.max(1, values.size() / 2);
      row.set(name, values.get(random.nextInt(last)));
    }
  }

  @Test
  void theContractIsWrittenAsItWasRead() {
    ContractDocument read = ContractDocument.parse("trips.yaml", TRIPS);
    String written = OdcsWriter.write(read);
    ContractDocument again = ContractDocument.parse("trips.yaml", written);
    assertThat(again.tree()).isEqualTo(read.tree());
    assertThat(OdcsWriter.write(again)).isEqualTo(written);
  }

  @Test
  void anyTreeIsReadAsItWasWritten() {
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      ObjectNode tree = Json.object().put("first", 1L);
      tree.set("tree", tree(random, 4));
      String text = YamlText.of(tree);
      assertThat(Yaml.parse("", text).root()).as(text).isEqualTo(tree);
    }
  }

  private static JsonNode tree(Random random, int depth) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> make.numberNode(random.nextLong());
      case 1 -> make.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
      case 2 -> make.booleanNode(random.nextBoolean());
      case 3 -> make.nullNode();
      case 4, 5 -> make.stringNode(text(random));
      case 6 -> {
        ArrayNode list = Json.array();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(tree(random, depth - 1));
        }
        yield list;
      }
      default -> {
        ObjectNode object = Json.object();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(text(random), tree(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static String text(Random random) {
    List<String> parts =
        List.of(
            "a",
            "yes",
            "No",
            "null",
            "~",
            ":",
            ": ",
            " #",
            "#",
            "- ",
            "-",
            "\n",
            "\t",
            "'",
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "1",
            "0x1F",
            "1e3",
            "2018-01-01",
            "é",
            "中",
            "😀",
            "\u0000",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\u007f",
            " ",
            "?",
            "=",
            "<<",
            "...",
            "---",
            ".",
            "+",
            "NaN",
            ".inf",
            "0o7",
            "1_000");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append(parts.get(random.nextInt(parts.size())));
    }
    return random.nextInt(20) == 0 ? "" : text.toString();
  }

  @Test
  void aContractIsCheckedTheSameAfterWriting() {
    String rows =
        "SELECT * FROM (VALUES (0, 1.5, 'ab', DATE '2018-01-01', true), (4, 99, 'AB', NULL, NULL)) t(n, x, word, day, yes)";
    Contract written =
        ContractDocument.parse("w", OdcsWriter.write(ContractDocument.parse("t", TRIPS)))
            .objects()
            .getFirst();
    assertThat(check(rows, written).rules()).isEqualTo(check(rows, trips()).rules());
    assertThat(written.rules()).extracting(rule -> rule.severity()).contains(Severity.INFO);
  }

  private QualityResult check(String rows, Contract contract) {
    try (SqlSession session = new SqlEngine(1000, 2, folder).open(List.of())) {
      session.execute("CREATE TABLE t AS " + rows);
      return ContractCheck.check(
          session, "t", contract, new CheckContext(EventTime.parse("2018-02-01"), "t"));
    }
  }
}
