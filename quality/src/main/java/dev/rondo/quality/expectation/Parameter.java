package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One parameter of an expectation.
///
/// @param fallback what it is when it is not given; JSON null for nothing
/// @param about the end of a sentence, for the reference
public record Parameter(String name, Form form, boolean required, JsonNode fallback, String about) {

  /// What may be given.
  public enum Form {
    COLUMN("a column's name"),
    COLUMNS("a list of columns' names"),
    TEXT("a text"),
    NUMBER("a number"),
    WHOLE("a whole number"),
    FLAG("true or false"),
    COMPARABLE("a number, a date or a time"),
    VALUES("a list of values"),
    TEXTS("a list of texts"),
    PAIRS("a list of pairs of values"),
    OBJECT("an object"),
    SHARE("a number from 0 to 1"),
    ANY("any value");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    /// What is asked for, such as `a list of texts`.
    public String words() {
      return words;
    }

    public boolean admits(JsonNode value) {
      return switch (this) {
        case COLUMN, TEXT -> value.isString();
        case COLUMNS, TEXTS -> value.isArray() && value.valueStream().allMatch(JsonNode::isString);
        case NUMBER -> value.isNumber();
        case WHOLE -> value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        case FLAG -> value.isBoolean();
        case COMPARABLE ->
            value.isNumber()
                || value.isString() && Scalars.dateTime(value.stringValue()).isPresent();
        case VALUES -> value.isArray();
        case PAIRS ->
            value.isArray() && value.valueStream().allMatch(v -> v.isArray() && v.size() == 2);
        case OBJECT -> value.isObject();
        case SHARE -> value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1;
        case ANY -> true;
      };
    }
  }

  static Parameter required(String name, Form form, String about) {
    return new Parameter(name, form, true, JsonNodeFactory.instance.nullNode(), about);
  }

  static Parameter optional(String name, Form form, String about) {
    return new Parameter(name, form, false, JsonNodeFactory.instance.nullNode(), about);
  }

  static Parameter optional(String name, Form form, Object fallback, String about) {
    return new Parameter(name, form, false, Json.MAPPER.valueToTree(fallback), about);
  }
}
