package dev.rondo.quality.suite;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values that a suite leaves open: an object `{"$PARAMETER": formula}` at any depth, in files
/// written by hand also the text `$name` or `${formula}`, where `$$` begins a text with one `$`.
final class References {
  static final String KEY = "$PARAMETER";
  private static final Pattern SHORT =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_.]*)|\\$\\{(.*)}", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

  private References() {}

  static boolean isReference(JsonNode node) {
    return node.path(KEY).isString();
  }

  /// The formula of a reference, unread.
  static String formula(JsonNode reference) {
    return reference.path(KEY).stringValue();
  }

  /// Whether a value holds a reference at any depth.
  static boolean isOpen(JsonNode node) {
    return isReference(node) || node.valueStream().anyMatch(References::isOpen);
  }

  /// The parameters that a value needs.
  ///
  /// @throws Problem when a formula is none
  static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    if (isReference(node)) {
      names.addAll(Formula.parse(formula(node)).names());
    } else {
      node.valueStream().forEach(inner -> names.addAll(names(inner)));
    }
    return names;
  }

  /// The value with every reference replaced.
  static JsonNode bind(JsonNode node, FormulaValue values) {
    return replaced(node, References::isReference, open -> values.of(Formula.parse(formula(open))));
  }

  /// The long form of what was written by hand.
  static JsonNode read(JsonNode written) {
    return replaced(written, JsonNode::isString, text -> read(text.stringValue()));
  }

  private static JsonNode read(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      String name = matcher.group(1);
      return Json.object().put(KEY, name == null ? matcher.group(2) : name);
    }
    return JsonNodeFactory.instance.stringNode(text.startsWith("$$") ? text.substring(1) : text);
  }

  /// The form written by hand.
  static JsonNode write(JsonNode node) {
    return replaced(
        node,
        inner -> isReference(inner) || inner.isString(),
        inner ->
            JsonNodeFactory.instance.stringNode(
                inner.isString() ? escaped(inner.stringValue()) : shortForm(inner)));
  }

  private static String escaped(String text) {
    return text.startsWith("$$") || SHORT.matcher(text).matches() ? "$" + text : text;
  }

  /// `$name` or `${formula}`.
  static String shortForm(JsonNode reference) {
    String formula = formula(reference);
    return PLAIN.matcher(formula).matches() ? "$" + formula : "${" + formula + "}";
  }

  private static JsonNode replaced(
      JsonNode node, Predicate<JsonNode> isMeant, Function<JsonNode, JsonNode> replacement) {
    if (isMeant.test(node)) {
      return replacement.apply(node);
    }
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode copy = Json.object();
        object.forEachEntry((key, value) -> copy.set(key, replaced(value, isMeant, replacement)));
        yield copy;
      }
      case ArrayNode array -> {
        ArrayNode copy = Json.array();
        array.forEach(value -> copy.add(replaced(value, isMeant, replacement)));
        yield copy;
      }
      default -> node;
    };
  }
}
