package dev.rondo.quality;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A contract's rules on rows, compiled to judge one JSON object at a time, as a request brings it,
/// with the same verdicts as [ContractCheck] on the same values. Rules that need other rows, the
/// engine's SQL or the whole table are left out: see [#leftOut]. Immutable and thread-safe.
public final class RowCheck {
  private final List<Field> fields;
  private final List<String> names;
  private final Set<String> known;
  private final Optional<Rule> refusesExtra;
  private final List<String> leftOut;

  private RowCheck(Contract contract) {
    this.names = contract.columns().stream().map(ContractColumn::name).toList();
    this.known = new HashSet<>(names);
    this.fields = contract.columns().stream().map(column -> field(contract, column)).toList();
    this.refusesExtra =
        contract.rules().stream()
            .filter(rule -> rule.severity() == Severity.ERROR)
            .filter(rule -> rule.expectation() instanceof Expectation.NoExtraColumns)
            .findFirst();
    this.leftOut =
        contract.rules().stream()
            .filter(rule -> !(rule.expectation() instanceof Expectation.NoExtraColumns))
            .filter(rule -> !FieldRule.judges(rule.expectation()))
            .map(Rule::id)
            .toList();
  }

  public static RowCheck compile(Contract contract) {
    return new RowCheck(contract);
  }

  private static Field field(Contract contract, ContractColumn column) {
    List<FieldRule> rules = new ArrayList<>();
    for (Rule rule : contract.rules()) {
      if (rule.expectation() instanceof Expectation.OfRows expectation
          && FieldRule.judges(expectation)
          && expectation.columns().getFirst().equals(column.name())) {
        rules.add(FieldRule.of(rule, expectation));
      }
    }
    return new Field(column, "/" + Yaml.escape(column.name()), FieldValue.reader(column), rules);
  }

  private record Field(
      ContractColumn column, String path, FieldValue.Reader reader, List<FieldRule> rules) {}

  /// The ids of the rules that one object alone cannot be judged by.
  public List<String> leftOut() {
    return leftOut;
  }

  /// Everything that is wrong with an object, by rules of severity error: each with the field as a
  /// JSON pointer and a sentence with the value and what would be right.
  public List<Mistake> check(ObjectNode object) {
    return check(object, _ -> {});
  }

  /// Like [#check(ObjectNode)].
  ///
  /// @param broken hears of every broken rule, of any severity
  public List<Mistake> check(ObjectNode object, Consumer<Rule> broken) {
    List<Mistake> mistakes = new ArrayList<>();
    judge(
        object,
        (field, rule) -> {
          broken.accept(rule.rule());
          if (rule.rule().severity() == Severity.ERROR) {
            JsonNode value = object.path(field.column.name());
            mistakes.add(Mistake.at(field.path, rule.sentence(value)));
          }
        });
    refusesExtra.ifPresent(rule -> refuseExtra(object, rule, broken, mistakes));
    return mistakes;
  }

  private void refuseExtra(
      ObjectNode object, Rule rule, Consumer<Rule> broken, List<Mistake> mistakes) {
    int before = mistakes.size();
    for (String name : object.propertyNames()) {
      if (!known.contains(name)) {
        String sentence = "The field '%s' is not known.".formatted(name);
        mistakes.add(Mistake.at("/" + Yaml.escape(name), sentence + Nearest.hint(name, names)));
      }
    }
    if (mistakes.size() > before) {
      broken.accept(rule);
    }
  }

  /// The ids of the rules that the object breaks, of any severity, in the contract's order of
  /// columns.
  public List<String> brokenRules(ObjectNode object) {
    List<String> broken = new ArrayList<>();
    judge(object, (_, rule) -> broken.add(rule.rule().id()));
    return broken;
  }

  private void judge(ObjectNode object, BiConsumer<Field, FieldRule> broken) {
    for (Field field : fields) {
      JsonNode node = object.get(field.column.name());
      boolean isThere = node != null && !node.isNull();
      Object value = isThere ? field.reader.read(node) : FieldValue.NONE;
      for (FieldRule rule : field.rules) {
        if (rule.broken(isThere, value)) {
          broken.accept(field, rule);
        }
      }
    }
  }
}
