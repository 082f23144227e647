package dev.rondo.quality.exchange;

import dev.rondo.kernel.json.Yaml;
import dev.rondo.quality.soda.SodaChecks;
import dev.rondo.quality.soda.SodaRules;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Drafts a contract from a file of SodaCL checks: an object for each data set, a column for each
/// one that a check names. Types are guessed from what is checked.
public final class SodaImport {
  private static final Pattern NUMERIC =
      Pattern.compile(
          "SELECT (min|max|avg|sum|stddev_samp|stddev_pop|var_samp|var_pop|quantile_cont)\\(\".*");

  private SodaImport() {}

  /// @param file its name, for the draft's id and for places
  /// @throws dev.rondo.kernel.Problem when the text is not YAML
  public static Draft of(String file, String text) {
    Drafting draft = Drafting.from(file, text);
    draft.head(file.replaceFirst("^.*/", "").replaceFirst("\\.[a-z]+$", ""), "", "");
    for (Map.Entry<String, JsonNode> entry : draft.source().properties()) {
      String key = entry.getKey();
      String path = "/" + Yaml.escape(key);
      String dataset = key.replaceFirst("^checks for ", "").strip();
      if (!key.startsWith("checks for ") || dataset.contains("[") || dataset.isEmpty()) {
        draft.leave(path, "'%s' is not carried over.".formatted(key));
      } else {
        int i = 0;
        for (JsonNode check : entry.getValue()) {
          add(draft, dataset, path + "/" + i++, SodaChecks.of(check, ""));
        }
      }
    }
    return draft.draft();
  }

  private static void add(Drafting draft, String dataset, String path, SodaRules rules) {
    rules.leftOut().forEach(why -> draft.leave(path, why));
    ObjectNode object = draft.object(dataset);
    for (SodaRules.Item item : rules.items()) {
      ObjectNode tree = inObject(item.tree().deepCopy(), dataset);
      if (item.column().isEmpty()) {
        Drafting.rule(object, tree);
        tree.path("arguments")
            .path("properties")
            .forEach(name -> Drafting.column(object, name.asString("")));
        continue;
      }
      ObjectNode column = Drafting.column(object, item.column());
      switch (item.kind()) {
        case QUALITY -> {
          Drafting.rule(column, tree);
          guess(column, tree);
        }
        case RELATIONSHIP -> column.withArray("relationships").add(tree);
        case COLUMN -> Drafting.physical(column, tree.path("physicalType").asString(""));
      }
    }
  }

  /// A query names the data set; a contract's names its object.
  private static ObjectNode inObject(ObjectNode rule, String dataset) {
    String query = rule.path("query").asString("");
    if (!query.isEmpty()) {
      String name = "(?i)\\b(FROM|JOIN)\\s+" + Pattern.quote(dataset) + "\\b";
      rule.put("query", query.replaceAll(name, "$1 {object}"));
    }
    return rule;
  }

  private static void guess(ObjectNode column, JsonNode rule) {
    JsonNode how = rule.path("implementation");
    JsonNode values = rule.path("arguments").path("validValues");
    if (how.has("newestAtMost")) {
      column.put("logicalType", "timestamp");
    } else if (how.has("minLength")
        || how.has("maxLength")
        || how.has("pattern")
        || how.has("format")) {
      column.put("logicalType", "string");
    } else if (how.has("minimum") || how.has("maximum") || isNumeric(rule)) {
      if (!column.has("logicalType")) {
        column.put("logicalType", "number");
      }
    } else if (values.isArray() && !column.has("logicalType")) {
      boolean areNumbers = values.valueStream().allMatch(JsonNode::isNumber);
      boolean areWhole = values.valueStream().allMatch(JsonNode::isIntegralNumber);
      column.put("logicalType", areWhole ? "integer" : areNumbers ? "number" : "string");
    }
  }

  private static boolean isNumeric(JsonNode rule) {
    return NUMERIC.matcher(rule.path("query").asString("")).matches();
  }
}
