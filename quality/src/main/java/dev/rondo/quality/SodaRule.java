package dev.rondo.quality;

import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.quality.soda.SodaChecks;
import dev.rondo.quality.soda.SodaRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a rule whose implementation is a check of SodaCL, by reading what it is translated into.
final class SodaRule {
  private final Fields item;
  private final List<ContractColumn> columns;
  private final Unsupported unsupported;

  /// @param item the rule
  /// @param columns all that the rule may speak of
  SodaRule(Fields item, List<ContractColumn> columns, Unsupported unsupported) {
    this.item = item;
    this.columns = List.copyOf(columns);
    this.unsupported = unsupported;
  }

  List<Rule> read(Optional<ContractColumn> column) {
    Optional<JsonNode> checks = Implementation.tree(item);
    if (checks.isEmpty()) {
      return List.of();
    }
    SodaRules found = SodaChecks.of(checks.get(), column.map(ContractColumn::name).orElse(""));
    found.leftOut().forEach(why -> unsupported.at(item, "implementation", why));
    List<Rule> rules = new ArrayList<>();
    for (SodaRules.Item each : found.items()) {
      rules.addAll(read(each, found.items().size() == 1));
    }
    return rules;
  }

  private List<Rule> read(SodaRules.Item each, boolean isOnly) {
    Optional<ContractColumn> column =
        columns.stream().filter(c -> c.name().equals(each.column())).findFirst();
    if (each.kind() != SodaRules.Kind.QUALITY) {
      String why =
          "Relationships and columns stand in the contract itself, not in a check of Soda.";
      unsupported.at(item, "implementation", why);
      return List.of();
    }
    if (column.isEmpty() && !each.column().isEmpty()) {
      List<String> known = columns.stream().map(ContractColumn::name).toList();
      item.mistake("implementation", Nearest.none("column", each.column(), known));
      return List.of();
    }
    Fields translated = Fields.of(merged(each.tree(), isOnly));
    List<Rule> rules = new RuleParser(columns, Fields::mistake).read(translated, column);
    translated.mistakes().forEach(mistake -> item.mistake("implementation", mistake.message()));
    return rules.stream().map(rule -> rule.withPlace(item.place("implementation"))).toList();
  }

  /// What the rule says beside its implementation holds for what comes of it.
  private ObjectNode merged(ObjectNode rule, boolean isOnly) {
    ObjectNode merged = rule.deepCopy();
    List<String> keys =
        isOnly
            ? List.of("id", "name", "description", "severity", "dimension")
            : List.of("severity", "dimension");
    for (String key : keys) {
      if (item.has(key)) {
        merged.set(key, item.raw(key));
      }
    }
    if (isOnly && item.has("name") && !item.has("id")) {
      merged.remove("id");
    }
    return merged;
  }
}
