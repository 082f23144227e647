package dev.rondo.quality.draft;

import dev.rondo.kernel.Counted;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.ContractDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the draft of a table's contract together. Confined to one draft.
final class TableDrafter {
  private final Evidence evidence;
  private final String name;
  private final Log log = new Log();
  private final ObjectNode root = Json.object();
  private final ObjectNode object;
  private final Map<String, ColumnKind> kinds = new LinkedHashMap<>();
  private final Map<String, ObjectNode> columns = new LinkedHashMap<>();

  TableDrafter(String name, Evidence evidence) {
    this.evidence = evidence;
    this.name = name;
    head();
    this.object = root.putArray("schema").addObject();
    object.put("name", name).put("logicalType", "object");
  }

  private void head() {
    String id = name.replaceAll("[^\\p{L}\\p{N}_.-]+", "-").replaceAll("^-|-$", "");
    root.put("apiVersion", "v3.1.0").put("kind", "DataContract");
    root.put("id", id.isEmpty() ? "drafted" : id).put("name", name);
    root.put("version", "0.1.0").put("status", "draft");
    root.putObject("description")
        .put(
            "limitations",
            "Drafted from %s%s; every rule says why it is there, and none has been gone over yet."
                .formatted(Counted.of(evidence.all().rows(), "row"), evidence.ofParts()));
  }

  ContractDraft draft() {
    evidence.notes().forEach(note -> log.note("%s", note));
    evidence.columns().forEach(this::kind);
    if (kinds.isEmpty()) {
      throw Problem.invalid("No column of '%s' can stand in a contract.", name);
    }
    new RowCountDrafter(evidence, object, log).draft();
    extraColumns();
    List<KeyDrafter.Found> keys = new KeyDrafter(evidence, kinds, log).keys();
    columns(keys);
    keys(keys);
    new RelationDrafter(evidence.all(), kinds, object, log).draft();
    new FreshnessDrafter(evidence, name, root, log).draft();
    evidence
        .all()
        .leaks()
        .forEach(leak ->
            log.note(
                "%s may give away what is to be predicted: %s.",
                Figures.names(leak.columns()), leak.reason()));
    ContractDocument document = ContractDocument.of("draft", root);
    return new ContractDraft(document, log.rules(), log.notes());
  }

  /// Columns that no contract can hold as they are stay outside.
  private void kind(ColumnEvidence column) {
    long unreal = column.all().counts().notNumbers() + column.all().counts().infinite();
    Optional<ColumnKind> kind = ColumnKind.of(column);
    if (column.name().isBlank()) {
      log.note("A column without a name is left out.");
    } else if (kind.isEmpty()) {
      log.note(
          "The column '%s' is of type %s, which a contract's columns do not hold; it is left out.",
          column.name(), column.all().type().engine());
    } else if (unreal > 0) {
      log.note(
          "The column '%s' has %s that are not finite, which a contract does not let pass; it is left out until they are missing values.",
          column.name(), Counted.of(unreal, "value"));
    } else {
      kinds.put(column.name(), kind.get());
    }
  }

  private void extraColumns() {
    object
        .withArray("customProperties")
        .addObject()
        .put("property", "extraColumns")
        .put("value", "warn")
        .put("description", "Columns that the contract does not know are told of.");
  }

  private void columns(List<KeyDrafter.Found> keys) {
    ArrayNode properties = object.putArray("properties");
    for (ColumnEvidence column : evidence.columns()) {
      ColumnKind kind = kinds.get(column.name());
      if (kind != null) {
        boolean isKey = keys.stream().anyMatch(key -> key.columns().equals(List.of(column.name())));
        ObjectNode node = new ColumnDrafter(column, kind, log).draft(isKey);
        columns.put(column.name(), node);
        properties.add(node);
      }
    }
  }

  /// The first key becomes the primary one; others are unique, where they are of one column.
  private void keys(List<KeyDrafter.Found> keys) {
    boolean isFirst = true;
    for (KeyDrafter.Found key : keys) {
      if (isFirst) {
        int position = 1;
        for (String column : key.columns()) {
          column(column).put("primaryKey", true).put("primaryKeyPosition", position++);
        }
      }
      if (key.columns().size() == 1) {
        column(key.columns().getFirst()).put("unique", true);
      }
      if (isFirst || key.columns().size() == 1) {
        key.columns().forEach(column -> Reasons.put(column(column), "unique", key.reason()));
        log.rule("unique:" + String.join(",", key.columns()), key.reason());
      } else {
        log.note("%s are a key too: %s", Figures.names(key.columns()), key.reason());
      }
      isFirst = false;
    }
  }

  private ObjectNode column(String column) {
    return Objects.requireNonNull(columns.get(column));
  }
}
