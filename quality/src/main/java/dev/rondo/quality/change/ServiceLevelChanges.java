package dev.rondo.quality.change;

import dev.rondo.quality.ServiceLevelSpan;
import dev.rondo.quality.change.Change.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What changes in the service levels: promises to consumers, whether they are checked or not.
final class ServiceLevelChanges {
  /// More of it is better; of what else there is, less.
  private static final Set<String> MORE =
      Set.of(
          "availability",
          "av",
          "throughput",
          "th",
          "retention",
          "re",
          "endofsupport",
          "es",
          "endoflife",
          "el");

  private static final Set<String> LESS =
      Set.of(
          "latency",
          "ly",
          "freshness",
          "frequency",
          "fy",
          "errorrate",
          "er",
          "timetodetect",
          "td",
          "timetonotify",
          "tn",
          "timetorepair",
          "tr");

  private final List<Change> changes = new ArrayList<>();

  private ServiceLevelChanges() {}

  static List<Change> of(JsonNode before, JsonNode after) {
    ServiceLevelChanges changes = new ServiceLevelChanges();
    Map<String, JsonNode> older = named(before);
    Map<String, JsonNode> newer = named(after);
    older.forEach((name, level) -> {
      if (newer.containsKey(name)) {
        changes.compare(name, level, Names.node(newer, name));
      } else {
        changes.changes.add(
            Change.breaking(
                Kind.REMOVED,
                name,
                "The service level '%s' is no longer promised.".formatted(name),
                Party.CONSUMERS));
      }
    });
    newer.forEach((name, level) -> {
      if (!older.containsKey(name)) {
        changes.changes.add(changes.tighter(Kind.ADDED, name, level, "is new"));
      }
    });
    return changes.changes;
  }

  /// By their ids, or what they are of.
  private static Map<String, JsonNode> named(JsonNode levels) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    for (JsonNode level : levels) {
      String element = level.path("element").asString("");
      String driver = level.path("driver").asString("");
      String made =
          level.path("property").asString("")
              + (element.isEmpty() ? "" : " of " + element)
              + (driver.isEmpty() ? "" : " for " + driver);
      String name = level.path("id").asString(made);
      for (int i = 2; named.containsKey(name); i++) {
        name = made + " " + i;
      }
      named.put(name, level);
    }
    return named;
  }

  private static boolean isEnforced(JsonNode level) {
    return level
        .path("customProperties")
        .valueStream()
        .anyMatch(custom ->
            custom.path("property").asString("").equals("severity")
                && custom.path("value").asString("").equals("error"));
  }

  private Change tighter(Kind kind, String name, JsonNode level, String what) {
    String sentence = "The service level '%s' %s.".formatted(name, what);
    return isEnforced(level)
        ? Change.breaking(kind, name, sentence, Party.PRODUCERS)
        : Change.harmless(kind, name, sentence, Bump.MINOR);
  }

  private void compare(String name, JsonNode before, JsonNode after) {
    String property = after.path("property").asString("").toLowerCase(Locale.ROOT);
    boolean isSame =
        PlainChanges.isSame(before.path("value"), after.path("value"))
            && PlainChanges.isSame(before.path("unit"), after.path("unit"))
            && PlainChanges.isSame(before.path("valueExt"), after.path("valueExt"))
            && PlainChanges.isSame(before.path("element"), after.path("element"))
            && PlainChanges.isSame(before.path("property"), after.path("property"));
    if (!isSame) {
      value(name, property, before, after);
    }
    if (isEnforced(before) != isEnforced(after)) {
      changes.add(
          isEnforced(after)
              ? tighter(Kind.TIGHTENED, name, after, "blocks data now")
              : Change.breaking(
                  Kind.LOOSENED,
                  name,
                  "The service level '%s' no longer blocks data.".formatted(name),
                  Party.CONSUMERS));
    }
    Set<String> skipped = Set.of("value", "unit", "valueExt", "element", "property");
    changes.addAll(PlainChanges.of(name, before, after, skipped, Set.of("id")));
  }

  private void value(String name, String property, JsonNode before, JsonNode after) {
    int order = order(before, after);
    boolean isBetter = MORE.contains(property) ? order > 0 : order < 0;
    boolean isKnown = order != 0 && (MORE.contains(property) || LESS.contains(property));
    String values = "%s now, not %s".formatted(shown(after), shown(before));
    if (isKnown && isBetter) {
      changes.add(tighter(Kind.TIGHTENED, name, after, "promises more: " + values));
    } else {
      String sentence =
          "The service level '%s' promises %s: %s."
              .formatted(name, isKnown ? "less" : "something else", values);
      changes.add(
          Change.breaking(isKnown ? Kind.LOOSENED : Kind.CHANGED, name, sentence, Party.CONSUMERS));
    }
  }

  private static String shown(JsonNode level) {
    String unit = level.path("unit").asString("");
    return level.path("value").asString("nothing") + (unit.isEmpty() ? "" : " " + unit);
  }

  /// Whether the later value is more; 0 when nobody can tell.
  private static int order(JsonNode before, JsonNode after) {
    boolean isOfSame = PlainChanges.isSame(before.path("element"), after.path("element"));
    OptionalDouble a = ServiceLevelSpan.number(before);
    OptionalDouble b = ServiceLevelSpan.number(after);
    if (isOfSame && a.isPresent() && b.isPresent()) {
      return Double.compare(b.getAsDouble(), a.getAsDouble());
    }
    String older = before.path("value").asString("");
    String newer = after.path("value").asString("");
    boolean areDates = older.matches("[0-9]{4}-.*") && newer.matches("[0-9]{4}-.*");
    return areDates ? newer.compareTo(older) : 0;
  }
}
