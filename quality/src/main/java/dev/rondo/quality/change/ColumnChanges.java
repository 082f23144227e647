package dev.rondo.quality.change;

import dev.rondo.quality.change.Change.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What changes in the columns of one object, apart from their rules.
final class ColumnChanges {
  /// Each type with those that hold all of its values.
  private static final Map<String, Set<String>> WIDER =
      Map.of("integer", Set.of("number"), "date", Set.of("timestamp"));

  /// What rules and types are made of.
  static final Set<String> JUDGED =
      Set.of(
          "name",
          "logicalType",
          "logicalTypeOptions",
          "physicalType",
          "required",
          "unique",
          "primaryKey",
          "quality",
          "relationships");

  /// Types whose values no rule judges.
  private static final Set<String> UNJUDGED = Set.of("array", "object", "time");

  private final List<Change> changes = new ArrayList<>();
  private final boolean isTop;

  private ColumnChanges(boolean isTop) {
    this.isTop = isTop;
  }

  /// @param path of the object that they stand in
  static List<Change> of(String path, JsonNode before, JsonNode after, Names names) {
    return of(path, before, after, names, true);
  }

  /// @param isTop whether they are columns of the table, not of another column
  private static List<Change> of(
      String path, JsonNode before, JsonNode after, Names names, boolean isTop) {
    ColumnChanges changes = new ColumnChanges(isTop);
    Map<String, JsonNode> older = Names.byName(before);
    Map<String, JsonNode> newer = Names.byName(after);
    names.removed().forEach(name -> changes.removed(path, name));
    names.added().forEach(name -> changes.added(path, name, Names.node(newer, name)));
    names
        .renamed()
        .forEach((name, other) -> {
          changes.renamed(path, name, other, names.guessed().contains(name));
          changes.compare(
              path + "." + other, Names.node(older, name), Names.node(newer, other), isTop);
        });
    names
        .same()
        .keySet()
        .forEach(name ->
            changes.compare(
                path + "." + name, Names.node(older, name), Names.node(newer, name), isTop));
    List<String> kept = new ArrayList<>(older.keySet());
    kept.retainAll(newer.keySet());
    List<String> now = new ArrayList<>(newer.keySet());
    now.retainAll(kept);
    if (!kept.equals(now)) {
      changes.changes.add(
          Change.harmless(Kind.CHANGED, path, "The columns stand in another order.", Bump.PATCH));
    }
    return changes.changes;
  }

  private void removed(String path, String name) {
    changes.add(
        Change.breaking(
            Kind.REMOVED,
            path + "." + name,
            "The column '%s' is gone; whoever reads it fails.".formatted(name),
            Party.CONSUMERS));
  }

  private void added(String path, String name, JsonNode column) {
    boolean isRequired =
        column.path("required").asBoolean(false) || column.path("primaryKey").asBoolean(false);
    changes.add(
        isRequired
            ? Change.breaking(
                Kind.ADDED,
                path + "." + name,
                "The column '%s' is new and required; data without it are refused.".formatted(name),
                Party.PRODUCERS)
            : Change.harmless(
                Kind.ADDED,
                path + "." + name,
                "The column '%s' is new; it may be empty.".formatted(name),
                Bump.MINOR));
  }

  private void renamed(String path, String name, String other, boolean isGuess) {
    String sentence =
        isGuess
            ? "The column '%s' seems to be called '%s' now; this is a guess by place and likeness."
            : "The column '%s' is called '%s' now, as its id says.";
    changes.add(
        Change.breaking(
            Kind.RENAMED, path + "." + other, sentence.formatted(name, other), Party.values()));
  }

  private void compare(String path, JsonNode before, JsonNode after, boolean isColumn) {
    String type = after.path("logicalType").asString("");
    type(path, before.path("logicalType").asString(""), type);
    if (!isColumn || UNJUDGED.contains(type)) {
      unjudged(path, before, after);
    }
    if (before.path("properties").isArray() || after.path("properties").isArray()) {
      Names names = Names.of(before.path("properties"), after.path("properties"));
      changes.addAll(of(path, before.path("properties"), after.path("properties"), names, false));
    }
    boolean isNested = before.path("items").isObject() && after.path("items").isObject();
    if (isNested) {
      compare(path + "[]", before.path("items"), after.path("items"), false);
    }
    Set<String> handled = isNested ? Set.of("items", "properties") : Set.of("properties");
    changes.addAll(PlainChanges.of(path, before, after, JUDGED, handled));
  }

  /// What no rule judges is compared as it stands.
  private void unjudged(String path, JsonNode before, JsonNode after) {
    boolean was = before.path("required").asBoolean(false);
    boolean is = after.path("required").asBoolean(false);
    if (was != is) {
      changes.add(
          is
              ? Change.breaking(
                  Kind.TIGHTENED, path, "'%s' is required now.".formatted(path), Party.PRODUCERS)
              : Change.breaking(
                  Kind.LOOSENED,
                  path,
                  "'%s' is no longer required.".formatted(path),
                  Party.CONSUMERS));
    }
    for (String key : List.of("logicalTypeOptions", "unique", "primaryKey", "physicalType")) {
      if (!PlainChanges.isSame(before.path(key), after.path(key))) {
        String sentence = "What '%s' asks of '%s' is something else now.".formatted(key, path);
        changes.add(Change.breaking(Kind.CHANGED, path, sentence, Party.values()));
      }
    }
  }

  private void type(String path, String before, String after) {
    if (before.equals(after)) {
      return;
    }
    String sentence =
        "The type of '%s' is %s now, not %s."
            .formatted(
                path, after.isEmpty() ? "untold" : after, before.isEmpty() ? "untold" : before);
    if (WIDER.getOrDefault(before, Set.of()).contains(after)) {
      changes.add(Change.breaking(Kind.WIDENED, path, sentence, Party.CONSUMERS));
    } else if (WIDER.getOrDefault(after, Set.of()).contains(before)) {
      changes.add(Change.breaking(Kind.NARROWED, path, sentence, Party.PRODUCERS));
    } else {
      changes.add(Change.breaking(Kind.CHANGED, path, sentence, Party.values()));
    }
  }
}
