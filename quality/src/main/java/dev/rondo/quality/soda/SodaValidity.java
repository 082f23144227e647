package dev.rondo.quality.soda;

import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What makes a value valid to SodaCL, as one rule of a contract.
final class SodaValidity {
  private static final Map<String, String> PLAIN =
      Map.of(
          "valid min", "minimum",
          "valid max", "maximum",
          "valid min length", "minLength",
          "valid max length", "maxLength",
          "valid regex", "pattern");
  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry("email", "email"),
          Map.entry("uuid", "uuid"),
          Map.entry("url", "uri"),
          Map.entry("ip address", "ipv4"),
          Map.entry("ipv4 address", "ipv4"),
          Map.entry("ipv6 address", "ipv6"),
          Map.entry("date iso 8601", "date"),
          Map.entry("timestamp iso", "date-time"),
          Map.entry("date us", ""),
          Map.entry("date eu", ""));
  private static final Map<String, String> PATTERNS =
      Map.of(
          "integer", "^[-+]?[0-9]+$",
          "positive integer", "^[+]?[0-9]+$",
          "negative integer", "^-[0-9]+$",
          "decimal", "^[-+]?[0-9]*[.,]?[0-9]+$",
          "positive decimal", "^[+]?[0-9]*[.,]?[0-9]+$",
          "percentage", "^[-+]?[0-9]+(\\.[0-9]+)? ?%$",
          "date us", "^(0?[1-9]|1[0-2])[-./](0?[1-9]|[12][0-9]|3[01])[-./][0-9]{4}$",
          "date eu", "^(0?[1-9]|[12][0-9]|3[01])[-./](0?[1-9]|1[0-2])[-./][0-9]{4}$",
          "phone number", "^[+]?[0-9 ().-]{5,25}$");

  private SodaValidity() {}

  /// Empty when validity is not told, or by several things that one rule cannot count together.
  static Optional<ObjectNode> rule(JsonNode config) {
    List<String> keys =
        config.propertyNames().stream().filter(key -> key.startsWith("valid ")).toList();
    if (keys.equals(List.of("valid values"))) {
      ObjectNode rule = Json.object().put("metric", "invalidValues");
      rule.putObject("arguments").set("validValues", config.get("valid values"));
      return Optional.of(rule);
    }
    ObjectNode how = Json.object();
    for (String key : keys) {
      if (!put(how, key, config.get(key))) {
        return Optional.empty();
      }
    }
    boolean isOne =
        how.size() == 1
            || how.size() == 2
                && (how.has("minimum") && how.has("maximum")
                    || how.has("minLength") && how.has("maxLength"));
    return isOne ? Optional.of(SodaChecks.custom(how)) : Optional.empty();
  }

  private static boolean put(ObjectNode how, String key, JsonNode value) {
    if (key.equals("valid length")) {
      how.set("minLength", value);
      how.set("maxLength", value);
      return true;
    }
    if (key.equals("valid format")) {
      String format = value.asString("");
      if (!FORMATS.getOrDefault(format, "").isEmpty()) {
        how.put("format", FORMATS.getOrDefault(format, ""));
      } else if (PATTERNS.containsKey(format)) {
        how.put("pattern", PATTERNS.get(format));
      }
      return !how.isEmpty();
    }
    if (!PLAIN.containsKey(key)) {
      return false;
    }
    how.set(PLAIN.getOrDefault(key, ""), value);
    return true;
  }
}
