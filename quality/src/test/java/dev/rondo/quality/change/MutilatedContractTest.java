package dev.rondo.quality.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.RowCheck;
import dev.rondo.quality.exchange.GxSuiteExport;
import dev.rondo.quality.exchange.JsonSchemaExport;
import dev.rondo.quality.exchange.OdcsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever stands anywhere in a contract, it is a contract or a problem with its mistakes, and
/// what is a contract can be written, exported and compared.
class MutilatedContractTest {
  private static final List<String> JUNK =
      List.of(
          "null",
          "5",
          "-1.5",
          "true",
          "\"\"",
          "\"x\"",
          "[]",
          "{}",
          "[null]",
          "[{}]",
          "[5]",
          "{\"a\": 1}",
          "\"(\"",
          "\"a.b\"",
          "9223372036854775807",
          "1e300",
          "[[1, 2]]",
          "\"customer_id\"",
          "\"integer\"",
          "\"array\"",
          "[1, 2]",
          "\"{object}\"");

  private static ObjectNode orders() throws IOException {
    try (var stream = ContractDocument.class.getResourceAsStream("orders.odcs.yaml")) {
      String text =
          new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      return (ObjectNode) Yaml.parse("", text).root();
    }
  }

  @Test
  void junkAnywhereIsAProblemOrAContract() throws IOException {
    ObjectNode orders = orders();
    ContractDocument whole = ContractDocument.of("orders", orders);
    Random random = new Random(3);
    int contracts = 0;
    for (int i = 0; i < 4000; i++) {
      ObjectNode tree = orders.deepCopy();
      for (int n = random.nextInt(3); n >= 0; n--) {
        mutilate(tree, random);
      }
      try {
        ContractDocument document = ContractDocument.of("orders", tree);
        contracts++;
        compare(whole, document);
      } catch (Problem e) {
        assertThat(e.mistakes()).as(tree.toString()).isNotEmpty();
        assertThat(e.mistakes()).allSatisfy(m -> assertThat(m.message()).isNotBlank());
      }
    }
    assertThat(contracts).isBetween(300, 3900);
  }

  private static void compare(ContractDocument whole, ContractDocument document) {
    String written = OdcsWriter.write(document);
    assertThat(OdcsWriter.write(ContractDocument.parse("orders", written))).isEqualTo(written);
    assertThat(ContractDiff.of(document, document).changes()).isEmpty();
    assertThat(ContractDiff.of(whole, document).needed())
        .isEqualTo(ContractDiff.of(whole, ContractDocument.parse("orders", written)).needed());
    for (Contract contract : document.objects()) {
      assertThat(JsonSchemaExport.of(contract).json().path("type").stringValue())
          .isEqualTo("object");
      assertThat(GxSuiteExport.of(contract).json().has("expectations")).isTrue();
      assertThat(RowCheck.compile(contract).check(Json.object())).isNotNull();
    }
  }

  private static void mutilate(ObjectNode tree, Random random) {
    List<JsonNode> places = new ArrayList<>();
    collect(tree, places);
    JsonNode place = places.get(random.nextInt(places.size()));
    JsonNode junk = Json.parse(JUNK.get(random.nextInt(JUNK.size())));
    if (place instanceof ObjectNode object) {
      List<String> keys = List.copyOf(object.propertyNames());
      String key = keys.get(random.nextInt(keys.size()));
      switch (random.nextInt(4)) {
        case 0 -> object.remove(key);
        case 1 -> object.set(key + "x", junk);
        default -> object.set(key, junk);
      }
    } else if (place instanceof ArrayNode list) {
      int index = random.nextInt(list.size());
      switch (random.nextInt(3)) {
        case 0 -> list.remove(index);
        case 1 -> list.add(list.get(index).deepCopy());
        default -> list.set(index, junk);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainer() && !node.isEmpty()) {
      places.add(node);
      node.forEach(child -> collect(child, places));
    }
  }
}
