package dev.rondo.quality.change;

import dev.rondo.quality.change.Change.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Keys that say something to people and are compared as they stand.
final class PlainChanges {
  /// What people may have to act upon.
  private static final Set<String> WEIGHTY =
      Set.of("classification", "limitations", "price", "roles", "encryptedName", "physicalName");

  private PlainChanges() {}

  /// @param skipped keys that are compared elsewhere
  static List<Change> of(
      String path, JsonNode before, JsonNode after, Set<String> skipped, Set<String> more) {
    Set<String> keys = new LinkedHashSet<>(after.propertyNames());
    keys.addAll(before.propertyNames());
    List<Change> changes = new ArrayList<>();
    for (String key : keys) {
      boolean isHere = !skipped.contains(key) && !more.contains(key);
      if (isHere && !isSame(before.path(key), after.path(key))) {
        changes.add(change(path, key, before.path(key), after.path(key)));
      }
    }
    return changes;
  }

  /// 1 and 1.0 are the same, and so are no value and null.
  static boolean isSame(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue()) == 0;
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!isSame(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (a.isObject() && b.isObject()) {
      Set<String> keys = new LinkedHashSet<>(a.propertyNames());
      keys.addAll(b.propertyNames());
      return keys.stream().allMatch(key -> isSame(a.path(key), b.path(key)));
    }
    boolean isNothing = a.isMissingNode() || a.isNull();
    return isNothing ? b.isMissingNode() || b.isNull() : a.equals(b);
  }

  private static Change change(String path, String key, JsonNode before, JsonNode after) {
    boolean isNew = before.isMissingNode() || before.isNull();
    boolean isGone = after.isMissingNode() || after.isNull();
    Kind kind = isNew ? Kind.ADDED : isGone ? Kind.REMOVED : Kind.CHANGED;
    String what = isNew ? "is new" : isGone ? "is gone" : "reads otherwise";
    String sentence =
        path.isEmpty()
            ? "'%s' %s.".formatted(key, what)
            : "'%s' of '%s' %s.".formatted(key, path, what);
    return Change.harmless(kind, path, sentence, WEIGHTY.contains(key) ? Bump.MINOR : Bump.PATCH);
  }
}
