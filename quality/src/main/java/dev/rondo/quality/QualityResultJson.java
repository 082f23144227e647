package dev.rondo.quality;

import dev.rondo.kernel.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a check of a contract found, as JSON.
public final class QualityResultJson {
  private QualityResultJson() {}

  public static ObjectNode write(QualityResult result) {
    ObjectNode json =
        Json.object()
            .put("contract", result.contract())
            .put("version", result.version())
            .put("passed", result.isKept())
            .put("read", result.read())
            .put("accepted", result.accepted())
            .put("quarantined", result.quarantined())
            .put("broken_more_than_once", result.brokenMoreThanOnce());
    ArrayNode rules = json.putArray("rules");
    result.rules().forEach(rule -> rules.add(write(rule)));
    return json;
  }

  private static ObjectNode write(RuleResult rule) {
    ObjectNode json =
        Json.object()
            .put("rule", rule.rule())
            .put("sentence", rule.sentence())
            .put("severity", rule.severity().text())
            .put("passed", rule.passed())
            .put("breaches", rule.breaches());
    if (!rule.observed().isEmpty()) {
      json.put("observed", rule.observed());
    }
    if (!rule.sample().isEmpty()) {
      rule.sample().forEach(json.putArray("sample")::add);
    }
    return json;
  }
}
