package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How much of a result is wanted, as JSON: a level's name, or an object with it and the rest.
public final class ResultFormatJson {
  private static final List<String> LEVELS =
      Arrays.stream(Level.values()).map(Level::name).toList();
  private static final String LEVEL = "result_format";
  private static final String EXAMPLES = "partial_unexpected_count";
  private static final String ROWS = "include_unexpected_rows";
  private static final String KEYS = "unexpected_index_column_names";
  private static final String QUERY = "return_unexpected_index_query";
  private static final String WITHOUT_VALUES = "exclude_unexpected_values";

  private ResultFormatJson() {}

  /// Reads the format at a key; empty when there is none.
  public static Optional<ResultFormat> read(Fields owner, String key) {
    if (!owner.has(key)) {
      return Optional.empty();
    }
    if (!owner.raw(key).isObject()) {
      return owner.optionalChoice(key, LEVELS).map(Level::valueOf).map(ResultFormat::of);
    }
    Fields format = owner.object(key).only(LEVEL, EXAMPLES, ROWS, KEYS, QUERY, WITHOUT_VALUES);
    boolean rows = format.flag(ROWS, false);
    if (rows && !format.has(LEVEL)) {
      format.mistake(ROWS, "With '%s' the '%s' must be said, too.".formatted(ROWS, LEVEL));
    }
    int examples = format.whole(EXAMPLES, 20);
    format.require(EXAMPLES, examples >= 0, "0 or more");
    return Optional.of(
        new ResultFormat(
            format.optionalChoice(LEVEL, LEVELS).map(Level::valueOf).orElse(Level.BASIC),
            examples,
            rows,
            format.texts(KEYS),
            format.flag(QUERY, true),
            !format.flag(WITHOUT_VALUES, false)));
  }

  /// The level's name where the rest is as always.
  public static JsonNode write(ResultFormat format) {
    ResultFormat plain = ResultFormat.of(format.level());
    if (format.equals(plain)) {
      return JsonNodeFactory.instance.stringNode(format.level().name());
    }
    ObjectNode json = Json.object().put(LEVEL, format.level().name());
    if (format.examples() != plain.examples()) {
      json.put(EXAMPLES, format.examples());
    }
    if (format.rows()) {
      json.put(ROWS, true);
    }
    if (!format.keys().isEmpty()) {
      format.keys().forEach(json.putArray(KEYS)::add);
    }
    if (!format.query()) {
      json.put(QUERY, false);
    }
    if (!format.values()) {
      json.put(WITHOUT_VALUES, true);
    }
    return json;
  }
}
