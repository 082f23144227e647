package dev.rondo.quality.exchange;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/// Writes a tree as YAML in blocks. Texts are quoted wherever a reader of YAML 1.1 or 1.2 could
/// take them for something else.
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}_(/<$^][^\\p{Cntrl}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\uFEFF]*");
  private static final Pattern TELLING =
      Pattern.compile(":( |$)| #|^(---|\\.\\.\\.)|[,\\[\\]{}]|\\s$|^<<$");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");
  private static final int LONGEST = 100;

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(JsonNode tree) {
    YamlText text = new YamlText();
    text.block(tree, 0, false);
    return text.out.toString();
  }

  /// @param isInList whether the first key stands behind a dash
  private void block(JsonNode node, int depth, boolean isInList) {
    if (node.isObject() && !node.isEmpty()) {
      boolean isFirst = isInList;
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        out.append(isFirst ? "" : "  ".repeat(depth)).append(scalar(entry.getKey())).append(':');
        value(entry.getValue(), depth);
        isFirst = false;
      }
    } else if (node.isArray() && !node.isEmpty()) {
      boolean isFirst = isInList;
      for (JsonNode item : node) {
        out.append(isFirst ? "" : "  ".repeat(depth)).append("- ");
        block(item, depth + 1, true);
        isFirst = false;
      }
    } else {
      out.append(flow(node)).append('\n');
    }
  }

  private void value(JsonNode node, int depth) {
    boolean isShort = isFlat(node) && flow(node).length() <= LONGEST;
    if (node.isValueNode() || node.isEmpty() || isShort) {
      out.append(' ').append(flow(node)).append('\n');
    } else {
      out.append('\n');
      block(node, depth + 1, false);
    }
  }

  /// A list of plain values fits on a line.
  private static boolean isFlat(JsonNode node) {
    return node.isArray() && node.valueStream().allMatch(JsonNode::isValueNode);
  }

  private static String flow(JsonNode node) {
    if (node.isObject()) {
      return "{}";
    }
    if (!node.isArray()) {
      return node.getNodeType() == JsonNodeType.STRING
          ? scalar(node.stringValue())
          : node.toString();
    }
    StringBuilder list = new StringBuilder("[");
    for (Iterator<JsonNode> items = node.iterator(); items.hasNext(); ) {
      list.append(flow(items.next())).append(items.hasNext() ? ", " : "");
    }
    return list.append(']').toString();
  }

  private static String scalar(String text) {
    boolean isPlain =
        PLAIN.matcher(text).matches()
            && !TELLING.matcher(text).find()
            && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return isPlain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
              boolean isShown = c >= 32 && c < 127 || Character.isLetterOrDigit(c) || isHalf(c);
              quoted.append(isShown ? "" + (char) c : "\\u%04x".formatted(c));
            }
          }
        });
    return quoted.append('"').toString();
  }

  private static boolean isHalf(int c) {
    return Character.isSurrogate((char) c);
  }
}
