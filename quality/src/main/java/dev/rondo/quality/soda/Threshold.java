package dev.rondo.quality.soda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// What a measured number must be, such as `>= 5` or `between 1 and 10`. SodaCL's "between" takes
/// both ends in.
///
/// @param operator one of `= != < <= > >= between not-between`
record Threshold(String operator, double first, double second) {
  private static final Map<String, String> KEYS =
      Map.of(
          "=", "mustBe",
          "!=", "mustNotBe",
          "<", "mustBeLessThan",
          "<=", "mustBeLessOrEqualTo",
          ">", "mustBeGreaterThan",
          ">=", "mustBeGreaterOrEqualTo");
  private static final Map<String, String> OPPOSITES =
      Map.of(
          "=", "!=",
          "!=", "=",
          "<", ">=",
          "<=", ">",
          ">", "<=",
          ">=", "<",
          "between", "not-between",
          "not-between", "between");
  private static final String NUMBER = "(-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)\\s*%?";
  private static final Pattern PLAIN = Pattern.compile("(>=|<=|!=|<>|=|<|>)\\s*" + NUMBER);
  private static final Pattern BETWEEN =
      Pattern.compile("(not )?\\s*between\\s+" + NUMBER + "\\s+and\\s+" + NUMBER);

  /// Empty when the text is none.
  static Optional<Threshold> parse(String text) {
    Matcher plain = PLAIN.matcher(text.strip());
    if (plain.matches()) {
      String operator = plain.group(1).equals("<>") ? "!=" : plain.group(1);
      return Optional.of(new Threshold(operator, Double.parseDouble(plain.group(2)), 0));
    }
    Matcher between = BETWEEN.matcher(text.strip());
    return between.matches()
        ? Optional.of(
            new Threshold(
                between.group(1) == null ? "between" : "not-between",
                Double.parseDouble(between.group(2)),
                Double.parseDouble(between.group(3))))
        : Optional.empty();
  }

  /// What must be when this must not.
  Threshold opposite() {
    return new Threshold(OPPOSITES.getOrDefault(operator, operator), first, second);
  }

  /// Adds the operator to a rule; a "between" needs two rules. Empty when the standard cannot say
  /// it.
  List<ObjectNode> on(ObjectNode rule) {
    List<ObjectNode> rules = new ArrayList<>();
    switch (operator) {
      case "between" -> {
        rules.addAll(new Threshold(">=", first, 0).on(rule));
        rules.addAll(new Threshold("<=", second, 0).on(rule));
      }
      case "not-between" -> {}
      default -> {
        ObjectNode copy = rule.deepCopy();
        put(copy, KEYS.getOrDefault(operator, "mustBe"), first);
        rules.add(copy);
      }
    }
    return rules;
  }

  private static void put(ObjectNode rule, String key, double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      rule.put(key, (long) number);
    } else {
      rule.put(key, number);
    }
  }
}
