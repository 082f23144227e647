package dev.rondo.quality.soda;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.soda.SodaRules.Item;
import dev.rondo.quality.soda.SodaRules.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A schema check of SodaCL: a contract's columns are there anyhow, and of its types.
final class SodaSchema {
  private SodaSchema() {}

  static SodaRules rules(JsonNode config) {
    List<Item> items = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    for (String alert : List.of("fail", "warn")) {
      for (Map.Entry<String, JsonNode> when : config.path(alert).properties()) {
        read(when.getKey(), when.getValue(), items, leftOut);
      }
    }
    if (items.isEmpty() && leftOut.isEmpty()) {
      leftOut.add("The schema check names no columns.");
    }
    return new SodaRules(items, leftOut);
  }

  private static void read(String when, JsonNode what, List<Item> items, List<String> leftOut) {
    switch (when) {
      case "when required column missing" ->
          what.forEach(name -> items.add(new Item(Kind.COLUMN, name.asString(""), Json.object())));
      case "when wrong column type" ->
          what.properties()
              .forEach(type ->
                  items.add(
                      new Item(
                          Kind.COLUMN,
                          type.getKey(),
                          Json.object().put("physicalType", type.getValue().asString("")))));
      default ->
          leftOut.add("The schema check's '%s' is not carried over: %s.".formatted(when, what));
    }
  }
}
