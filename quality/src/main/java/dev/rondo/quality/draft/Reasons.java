package dev.rondo.quality.draft;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The custom property `reason`, which says why a rule is as it is: one sentence at a rule of its
/// own, and at a column one for each rule that the column's keys make, by its kind.
final class Reasons {
  private static final String PROPERTY = "reason";

  private Reasons() {}

  static void put(ObjectNode rule, String reason) {
    property(rule).put("value", reason);
  }

  /// @param kind such as `range`
  static void put(ObjectNode column, String kind, String reason) {
    ObjectNode property = property(column);
    JsonNode value = property.path("value");
    ObjectNode reasons = value instanceof ObjectNode object ? object : property.putObject("value");
    reasons.put(kind, reason);
  }

  /// Takes out why a column has a rule that it no longer has.
  static void remove(ObjectNode column, String kind) {
    for (JsonNode property : column.path("customProperties")) {
      if (property.path("property").asString("").equals(PROPERTY)
          && property.path("value") instanceof ObjectNode reasons) {
        reasons.remove(kind);
      }
    }
  }

  private static ObjectNode property(ObjectNode owner) {
    for (JsonNode property : owner.path("customProperties")) {
      if (property instanceof ObjectNode object
          && object.path("property").asString("").equals(PROPERTY)) {
        return object;
      }
    }
    return owner.withArray("customProperties").addObject().put("property", PROPERTY);
  }
}
