package dev.rondo.quality.draft;

import dev.rondo.quality.ContractColumn;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.Rule;
import dev.rondo.quality.draft.Proposal.Kind;
import dev.rondo.quality.profile.ColumnProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a draft from the new data has and the contract has not: columns, required values, keys,
/// limits, sets, relations. Columns that no part has any more are dropped.
final class Additions {
  private final Review review;
  private final ContractDraft draft;
  private final Map<String, String> reasons = new HashMap<>();

  Additions(Review review) {
    this.review = review;
    this.draft = ContractDraft.of(review.contract().object(), review.newer());
    draft.reasons().forEach(reason -> reasons.put(reason.rule(), reason.sentence()));
  }

  void look() {
    gone();
    for (JsonNode drafted : draft.document().tree().at("/schema/0/properties")) {
      String name = drafted.path("name").asString("");
      review
          .contract()
          .column(name)
          .ifPresentOrElse(
              column -> column(column, drafted), () -> fresh(name, (ObjectNode) drafted));
    }
    for (JsonNode rule : draft.document().tree().at("/schema/0/quality")) {
      if (rule.path("implementation").isString()) {
        relation((ObjectNode) rule);
      }
    }
  }

  private String reason(String rule) {
    return reasons.getOrDefault(rule, "");
  }

  private static String path(ContractColumn column) {
    return column.place().path().replaceFirst("/name$", "");
  }

  private String object() {
    return path(review.contract().columns().getFirst()).replaceFirst("/properties/[0-9]+$", "");
  }

  private void gone() {
    int parts = review.newer().size();
    for (ContractColumn column : review.contract().columns()) {
      String name = column.name();
      long with = review.newer().stream().filter(part -> has(part.columns(), name)).count();
      if (with == 0) {
        review.propose(
            Kind.DROP,
            "type:" + name,
            "",
            "None of %d parts has the column '%s'.".formatted(parts, name),
            List.of(Edit.remove(object(), "properties", path(column))));
      } else if (with < parts) {
        review.note("The column '%s' is missing in %d of %d parts.", name, parts - with, parts);
      }
    }
  }

  private static boolean has(List<ColumnProfile> columns, String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  /// A column that is new may be empty, and says nothing yet that breaks anyone.
  private void fresh(String name, ObjectNode drafted) {
    ObjectNode column = drafted.deepCopy();
    List.of("required", "unique", "primaryKey", "primaryKeyPosition", "quality", "customProperties")
        .forEach(column::remove);
    column.remove("logicalTypeOptions");
    String reason =
        "All %d parts have the column '%s', and the contract does not."
            .formatted(review.newer().size(), name);
    Reasons.put(column, "type", reason);
    review.propose(
        Kind.ADD,
        "type:" + name,
        "type:" + name,
        reason,
        List.of(Edit.on(object(), owner -> owner.withArray("properties").add(column))));
  }

  private void column(ContractColumn column, JsonNode drafted) {
    String name = column.name();
    if (drafted.path("required").asBoolean(false)
        && !review.hasRule(Expectation.NotNull.class, name)) {
      flag(column, "required");
    }
    if (drafted.path("unique").asBoolean(false)
        && !review.hasRule(Expectation.Unique.class, name)) {
      flag(column, "unique");
    }
    boolean isSet = review.hasRule(Expectation.OneOf.class, name);
    if (!drafted.path("logicalType").equals(review.at(path(column)).path("logicalType"))) {
      return;
    }
    if (drafted.path("logicalTypeOptions").has("minimum")
        && !isSet
        && !review.hasRule(Expectation.Range.class, name)) {
      range(column, (ObjectNode) drafted.path("logicalTypeOptions"));
    }
    for (JsonNode rule : drafted.path("quality")) {
      boolean isMembers = rule.path("arguments").has("validValues");
      if (isMembers && !isSet && !review.hasRule(Expectation.Range.class, name)) {
        members(column, (ObjectNode) rule);
      }
    }
  }

  private void flag(ContractColumn column, String key) {
    String id = key + ":" + column.name();
    review.propose(
        Kind.ADD,
        id,
        id,
        reason(id),
        List.of(
            Edit.on(
                path(column),
                owner -> {
                  owner.put(key, true);
                  Reasons.put(owner, key, reason(id));
                })));
  }

  private void range(ContractColumn column, ObjectNode options) {
    String id = "range:" + column.name();
    review.propose(
        Kind.ADD,
        id,
        id,
        reason(id),
        List.of(
            Edit.on(
                path(column),
                owner -> {
                  ObjectNode own = owner.withObject("logicalTypeOptions");
                  own.set("minimum", options.path("minimum"));
                  own.set("maximum", options.path("maximum"));
                  Reasons.put(owner, "range", reason(id));
                })));
  }

  private void members(ContractColumn column, ObjectNode rule) {
    String id = rule.path("id").asString("");
    review.propose(
        Kind.ADD,
        id,
        id,
        reason(id),
        List.of(Edit.on(path(column), owner -> owner.withArray("quality").add(rule.deepCopy()))));
  }

  private void relation(ObjectNode rule) {
    String id = rule.path("id").asString("");
    List<String> names =
        draft.contract().columns().stream()
            .map(ContractColumn::name)
            .filter(name -> id.substring(id.indexOf(':') + 1).contains(name))
            .toList();
    boolean isKnown =
        review.contract().rules().stream()
            .map(Rule::expectation)
            .anyMatch(expectation ->
                expectation instanceof Expectation.RowSql(String other)
                    && names.stream().allMatch(other::contains));
    boolean hasAll = names.stream().allMatch(name -> review.contract().column(name).isPresent());
    if (!isKnown && hasAll) {
      review.propose(
          Kind.ADD,
          id,
          id,
          reason(id),
          List.of(Edit.on(object(), owner -> owner.withArray("quality").add(rule.deepCopy()))));
    }
  }
}
