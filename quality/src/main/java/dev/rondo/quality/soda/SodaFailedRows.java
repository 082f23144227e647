package dev.rondo.quality.soda;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.soda.SodaRules.Item;
import dev.rondo.quality.soda.SodaRules.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A check of SodaCL that says in SQL which rows fail.
final class SodaFailedRows {
  private SodaFailedRows() {}

  static SodaRules rules(JsonNode config) {
    String condition = config.path("fail condition").asString("").strip();
    String query = config.path("fail query").asString("").strip().replaceAll(";$", "");
    String name = config.path("name").asString("");
    ObjectNode rule;
    if (!condition.isEmpty()) {
      ObjectNode how = Json.object().put("row", "(" + condition + ") IS NOT TRUE");
      rule = SodaChecks.custom(how);
    } else if (!query.isEmpty()) {
      rule = Json.object().put("type", "sql");
      rule.put("query", "SELECT count(*) FROM (" + query + ")").put("mustBe", 0);
    } else {
      return SodaRules.none("The failed rows check says neither a condition nor a query.");
    }
    rule.put("id", SodaChecks.slug(name.isEmpty() ? "failed rows " + condition : name));
    if (!name.isEmpty()) {
      rule.put("description", name);
    }
    if (config.path("warn").isString()) {
      rule.put("severity", "warning");
    }
    return SodaRules.of(new Item(Kind.QUALITY, "", rule));
  }
}
