package dev.rondo.quality.change;

import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Which of two lists of named things are the same: by name, by the ids that the standard gives
/// things to keep, and else, as a guess, by place and likeness.
///
/// @param same names in the older list, with those in the newer
/// @param renamed likewise, of different names
/// @param guessed the older names of those that are only guessed to be the same
record Names(
    Map<String, String> same,
    Map<String, String> renamed,
    List<String> guessed,
    List<String> removed,
    List<String> added) {
  private static final int LIKELY = 2;

  static Names of(JsonNode before, JsonNode after) {
    Map<String, JsonNode> older = byName(before);
    Map<String, JsonNode> newer = byName(after);
    Map<String, String> same = new LinkedHashMap<>();
    older.keySet().stream().filter(newer::containsKey).forEach(name -> same.put(name, name));
    List<String> removed = new ArrayList<>(older.keySet());
    removed.removeAll(same.keySet());
    List<String> added = new ArrayList<>(newer.keySet());
    added.removeAll(same.keySet());
    Map<String, String> renamed = new LinkedHashMap<>();
    List<String> guessed = new ArrayList<>();
    for (String name : List.copyOf(removed)) {
      Optional<String> other =
          added.stream()
              .filter(a -> likeness(older, newer, name, a) >= LIKELY)
              .max(Comparator.comparingInt(a -> likeness(older, newer, name, a)));
      if (other.isPresent()) {
        renamed.put(name, other.get());
        removed.remove(name);
        added.remove(other.get());
        if (!haveSameId(node(older, name), node(newer, other.get()))) {
          guessed.add(name);
        }
      }
    }
    return new Names(same, renamed, guessed, removed, added);
  }

  static Map<String, JsonNode> byName(JsonNode list) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    list.forEach(item -> named.putIfAbsent(item.path("name").asString(""), item));
    return named;
  }

  /// What has the name; empty when nothing has.
  static JsonNode node(Map<String, JsonNode> named, String name) {
    return named.getOrDefault(name, Json.object());
  }

  private static boolean haveSameId(JsonNode a, JsonNode b) {
    return a.path("id").isString() && a.path("id").equals(b.path("id"));
  }

  private static int likeness(
      Map<String, JsonNode> older, Map<String, JsonNode> newer, String name, String other) {
    JsonNode a = node(older, name);
    JsonNode b = node(newer, other);
    if (haveSameId(a, b)) {
      return 100;
    }
    if (!a.path("logicalType").equals(b.path("logicalType"))) {
      return 0;
    }
    boolean isThere =
        List.copyOf(older.keySet()).indexOf(name) == List.copyOf(newer.keySet()).indexOf(other);
    double likeness = likeness(name, other);
    return (isThere ? 1 : 0)
        + (likeness >= 0.7 ? 2 : likeness >= 0.4 ? 1 : 0)
        + (isSame(a, b, "description") || isSame(a, b, "physicalName") ? 2 : 0);
  }

  private static boolean isSame(JsonNode a, JsonNode b, String key) {
    return !a.path(key).asString("").isBlank() && a.path(key).equals(b.path(key));
  }

  /// From 0 to 1: the share of letters that two names have in common in order.
  private static double likeness(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int longest = Math.max(a.length(), b.length());
    if (longest == 0 || longest > 200) {
      return 0;
    }
    int[] row = new int[b.length() + 1];
    for (int i = 0; i < a.length(); i++) {
      int diagonal = 0;
      for (int j = 1; j <= b.length(); j++) {
        int common = a.charAt(i) == b.charAt(j - 1) ? diagonal + 1 : Math.max(row[j], row[j - 1]);
        diagonal = row[j];
        row[j] = common;
      }
    }
    return (double) row[b.length()] / longest;
  }
}
