package dev.rondo.quality.change;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Rule;
import dev.rondo.quality.change.Change.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares two documents key by key: what is understood by its meaning, the rest as it stands.
final class DocumentChanges {
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "version",
          "schema",
          "slaProperties",
          "slaDefaultElement",
          "status",
          "id",
          "team",
          "servers",
          "roles");
  private static final Set<String> OBJECT =
      Set.of("name", "properties", "quality", "relationships");
  private static final Set<String> SERVER_WORDS =
      Set.of("id", "description", "roles", "customProperties");

  private final ContractDocument before;
  private final ContractDocument after;
  private final ObjectNode older;
  private final ObjectNode newer;
  private final List<Change> changes = new ArrayList<>();

  DocumentChanges(ContractDocument before, ContractDocument after) {
    this.before = before;
    this.after = after;
    this.older = before.tree();
    this.newer = after.tree();
  }

  List<Change> all() {
    identity();
    objects();
    changes.addAll(ServiceLevelChanges.of(levels(older), levels(newer)));
    people();
    servers();
    roles();
    JsonNode wordsBefore = older.path("description");
    JsonNode wordsAfter = newer.path("description");
    changes.addAll(PlainChanges.of("", wordsBefore, wordsAfter, Set.of(), Set.of()));
    changes.addAll(PlainChanges.of("", older, newer, UNDERSTOOD, Set.of("description")));
    return changes;
  }

  private void identity() {
    if (!before.id().equals(after.id())) {
      String sentence = "This is the contract '%s', not '%s'.".formatted(after.id(), before.id());
      changes.add(Change.breaking(Kind.CHANGED, "", sentence, Party.values()));
    }
    String was = older.path("status").asString("");
    String is = newer.path("status").asString("");
    if (!was.equals(is)) {
      String sentence = "The contract is %s now, not %s.".formatted(is, was);
      changes.add(
          is.equals("retired")
              ? Change.breaking(Kind.CHANGED, "", sentence, Party.CONSUMERS)
              : Change.harmless(
                  Kind.CHANGED, "", sentence, is.equals("deprecated") ? Bump.MINOR : Bump.PATCH));
    }
  }

  private static JsonNode levels(ObjectNode tree) {
    String fallback = tree.path("slaDefaultElement").asString("");
    JsonNode levels = tree.path("slaProperties").deepCopy();
    if (!fallback.isEmpty()) {
      for (JsonNode level : levels) {
        if (level instanceof ObjectNode object && !object.has("element")) {
          object.put("element", fallback);
        }
      }
    }
    return levels;
  }

  private void objects() {
    Names names = Names.of(older.path("schema"), newer.path("schema"));
    Map<String, JsonNode> was = Names.byName(older.path("schema"));
    Map<String, JsonNode> is = Names.byName(newer.path("schema"));
    for (String name : names.removed()) {
      String sentence = "The table '%s' is gone; whoever reads it fails.".formatted(name);
      changes.add(Change.breaking(Kind.REMOVED, name, sentence, Party.CONSUMERS));
    }
    for (String name : names.added()) {
      changes.add(
          Change.harmless(Kind.ADDED, name, "The table '%s' is new.".formatted(name), Bump.MINOR));
    }
    names
        .renamed()
        .forEach((name, other) -> {
          boolean isGuess = names.guessed().contains(name);
          String sentence =
              isGuess
                  ? "The table '%s' seems to be called '%s' now; this is a guess."
                  : "The table '%s' is called '%s' now, as its id says.";
          changes.add(
              Change.breaking(
                  Kind.RENAMED, other, sentence.formatted(name, other), Party.values()));
          object(name, other, Names.node(was, name), Names.node(is, other));
        });
    names
        .same()
        .keySet()
        .forEach(name -> object(name, name, Names.node(was, name), Names.node(is, name)));
  }

  private void object(String was, String is, JsonNode old, JsonNode now) {
    int count = changes.size();
    Names names = Names.of(old.path("properties"), now.path("properties"));
    changes.addAll(ColumnChanges.of(is, old.path("properties"), now.path("properties"), names));
    Set<String> gone = new HashSet<>(names.removed());
    Set<String> come = new HashSet<>(names.added());
    Optional<Contract> renamed = renamed(was, is, names);
    if (renamed.isEmpty()) {
      gone.addAll(names.renamed().keySet());
      come.addAll(names.renamed().values());
    }
    changes.addAll(
        RuleChanges.of(
            is, rules(renamed.or(() -> before.object(was)), gone), rules(after.object(is), come)));
    changes.addAll(PlainChanges.of(is, old, now, OBJECT, Set.of()));
    if (changes.size() == count && !PlainChanges.isSame(old, now)) {
      changes.add(
          Change.harmless(
              Kind.CHANGED,
              is,
              "The rules of '%s' are written otherwise; what they ask of data is the same."
                  .formatted(is),
              Bump.PATCH));
    }
  }

  /// The older object with the newer names of its columns; empty when its rules cannot follow.
  private Optional<Contract> renamed(String was, String is, Names names) {
    ObjectNode tree = older.deepCopy();
    tree.set("slaProperties", Json.array());
    for (JsonNode object : tree.path("schema")) {
      if (object.path("name").asString("").equals(was) && object instanceof ObjectNode node) {
        Renaming.apply(node, names.renamed());
        node.put("name", is);
      }
    }
    try {
      return ContractDocument.of(before.file(), tree).object(is);
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  /// The rules without those of columns that came or went, of types and of service levels, which
  /// are compared elsewhere.
  private static List<Rule> rules(Optional<Contract> contract, Set<String> except) {
    return contract.map(Contract::rules).orElse(List.of()).stream()
        .filter(rule -> !(rule.expectation() instanceof Expectation.OfType))
        .filter(rule -> !rule.place().path().startsWith("/slaProperties"))
        .filter(rule ->
            !(rule.expectation() instanceof Expectation.OfRows rows)
                || rows.columns().stream().noneMatch(except::contains))
        .toList();
  }

  private void people() {
    Map<String, JsonNode> was = members(older.path("team"));
    Map<String, JsonNode> is = members(newer.path("team"));
    was.keySet().stream()
        .filter(name -> !is.containsKey(name))
        .forEach(name -> person(Kind.REMOVED, "'%s' is no longer responsible.".formatted(name)));
    is.forEach((name, member) -> {
      if (!was.containsKey(name)) {
        person(Kind.ADDED, "'%s' is responsible now.".formatted(name));
      } else if (!PlainChanges.isSame(member, Names.node(was, name))) {
        person(Kind.CHANGED, "What '%s' is responsible for reads otherwise.".formatted(name));
      }
    });
    if (older.path("team").isObject() || newer.path("team").isObject()) {
      JsonNode old = older.path("team").isObject() ? older.path("team") : Json.object();
      JsonNode now = newer.path("team").isObject() ? newer.path("team") : Json.object();
      changes.addAll(PlainChanges.of("team", old, now, Set.of("members"), Set.of()));
    }
  }

  private void person(Kind kind, String sentence) {
    changes.add(Change.harmless(kind, "team", sentence, Bump.PATCH));
  }

  private static Map<String, JsonNode> members(JsonNode team) {
    return by("username", team.isArray() ? team : team.path("members"));
  }

  private static Map<String, JsonNode> by(String key, JsonNode list) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    list.forEach(item -> named.put(item.path(key).asString(""), item));
    return named;
  }

  private void servers() {
    Map<String, JsonNode> was = by("server", older.path("servers"));
    Map<String, JsonNode> is = by("server", newer.path("servers"));
    was.forEach((name, server) -> {
      if (!is.containsKey(name)) {
        String sentence = "The data no longer stand on '%s'.".formatted(name);
        changes.add(Change.breaking(Kind.REMOVED, "servers", sentence, Party.CONSUMERS));
        return;
      }
      JsonNode now = Names.node(is, name);
      if (!PlainChanges.of("", server, now, SERVER_WORDS, Set.of()).isEmpty()) {
        String sentence = "The data of '%s' are to be found elsewhere.".formatted(name);
        changes.add(Change.breaking(Kind.CHANGED, "servers", sentence, Party.CONSUMERS));
      } else if (!PlainChanges.isSame(server, now)) {
        String sentence = "What is said of '%s' reads otherwise.".formatted(name);
        changes.add(Change.harmless(Kind.CHANGED, "servers", sentence, Bump.PATCH));
      }
    });
    is.keySet().stream()
        .filter(name -> !was.containsKey(name))
        .forEach(name ->
            changes.add(
                Change.harmless(
                    Kind.ADDED,
                    "servers",
                    "The data stand on '%s' too.".formatted(name),
                    Bump.MINOR)));
  }

  private void roles() {
    Map<String, JsonNode> was = by("role", older.path("roles"));
    Map<String, JsonNode> is = by("role", newer.path("roles"));
    for (String name : was.keySet()) {
      if (!is.containsKey(name)) {
        String sentence = "The role '%s' no longer gives access.".formatted(name);
        changes.add(Change.breaking(Kind.REMOVED, "roles", sentence, Party.CONSUMERS));
      } else if (!PlainChanges.isSame(Names.node(was, name), Names.node(is, name))) {
        String sentence = "The role '%s' reads otherwise.".formatted(name);
        changes.add(Change.harmless(Kind.CHANGED, "roles", sentence, Bump.MINOR));
      }
    }
    is.keySet().stream()
        .filter(name -> !was.containsKey(name))
        .forEach(name ->
            changes.add(
                Change.harmless(
                    Kind.ADDED, "roles", "The role '%s' is new.".formatted(name), Bump.MINOR)));
  }
}
