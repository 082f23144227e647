package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.Parameter;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of suites written by hand, by which editors complete and explain; made of the
/// catalog.
public final class SuiteSchema {
  private static final String REFERENCE = "reference";

  private final ObjectNode definitions = Json.object();

  private SuiteSchema() {}

  public static ObjectNode write() {
    return new SuiteSchema().schema();
  }

  private ObjectNode schema() {
    ObjectNode schema =
        Json.parseObject(
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "https://rondo.dev/schemas/suite.schema.json",
              "title": "Rondo suite",
              "description": "What the rows of a table must be, written by hand.",
              "type": "object",
              "additionalProperties": false,
              "required": ["suite"],
              "properties": {
                "suite": {"description": "The suite's name.", "type": "string", "pattern": "\\\\S"},
                "parameters": {
                  "description": "Defaults of the values that stand open, by name.",
                  "type": "object"
                },
                "result_format": {
                  "description": "How much of a result is wanted where a run does not say.",
                  "$ref": "#/$defs/result_format"
                },
                "id": {"description": "Handed on to results.", "$ref": "#/$defs/id"},
                "notes": {
                  "description": "Markdown for people: a text, or a list of them.",
                  "$ref": "#/$defs/notes"
                },
                "meta": {"description": "Free keys, handed on.", "$ref": "#/$defs/meta"},
                "expect": {
                  "description": "What is expected of the table, and of several columns at once.",
                  "type": "array",
                  "items": {"$ref": "#/$defs/expectation"}
                },
                "columns": {
                  "description": "What is expected of single columns, by their names.",
                  "type": "object",
                  "additionalProperties": {
                    "anyOf": [
                      {"$ref": "#/$defs/plain_column_expectation"},
                      {"type": "array", "items": {"$ref": "#/$defs/column_expectation"}}
                    ]
                  }
                }
              }
            }\
            """);
    define();
    schema.set("$defs", definitions);
    return schema;
  }

  private void define() {
    definitions.setAll(
        Json.parseObject(
            """
            {
              "severity": {
                "description": "What a breach does: critical blocks, warning alerts, info is kept.",
                "enum": ["critical", "warning", "info"],
                "default": "critical"
              },
              "when": {
                "description": "Which rows are judged: a condition such as vendor == 1.",
                "type": ["string", "object"]
              },
              "id": {"description": "Handed on to results.", "type": "string"},
              "description": {
                "description": "Told in the place of the sentence made of the arguments.",
                "type": "string"
              },
              "notes": {
                "description": "Markdown for people: a text, or a list of them.",
                "type": ["string", "array"],
                "items": {"type": "string"}
              },
              "meta": {"description": "Free keys, handed on.", "type": "object"},
              "reference": {
                "anyOf": [
                  {"type": "string", "pattern": "^\\\\$([A-Za-z_][A-Za-z0-9_.]*|\\\\{.*\\\\})$"},
                  {
                    "type": "object",
                    "required": ["$PARAMETER"],
                    "properties": {
                      "$PARAMETER": {
                        "description": "A parameter's name, or a formula.",
                        "type": "string"
                      }
                    }
                  }
                ]
              },
              "result_format": {
                "anyOf": [
                  {"enum": ["BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"]},
                  {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                      "result_format": {
                        "description": "From a verdict alone to every bad value.",
                        "enum": ["BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"]
                      },
                      "partial_unexpected_count": {
                        "description": "How many bad values are shown.",
                        "type": "integer",
                        "minimum": 0,
                        "default": 20
                      },
                      "include_unexpected_rows": {
                        "description": "Whether whole bad rows are shown.",
                        "type": "boolean",
                        "default": false
                      },
                      "unexpected_index_column_names": {
                        "description": "Columns that name a row; its position does otherwise.",
                        "type": "array",
                        "items": {"type": "string"}
                      },
                      "return_unexpected_index_query": {
                        "description": "Whether SQL that finds the bad rows is shown.",
                        "type": "boolean",
                        "default": true
                      },
                      "exclude_unexpected_values": {
                        "description": "Whether bad values are kept out of the result.",
                        "type": "boolean",
                        "default": false
                      }
                    },
                    "dependentRequired": {"include_unexpected_rows": ["result_format"]}
                  }
                ]
              }
            }\
            """));
    for (Form form : Form.values()) {
      ObjectNode either = definitions.putObject(name(form));
      either.putArray("anyOf").add(of(form)).add(reference(REFERENCE));
    }
    for (ExpectationType type : Catalog.all()) {
      definitions.set(type.name(), arguments(type));
    }
    defineItem("expectation", ShortNames::names, SuiteSchema::inTable);
    defineItem("column_expectation", ShortNames::namesUnderColumn, SuiteSchema::inColumn);
  }

  /// Where the column is not known from the place it is demanded.
  private static ObjectNode inTable(ExpectationType type) {
    ObjectNode use = reference(type.name()).put("description", type.summary());
    if (type.takes("column")) {
      use.put("type", "object").putArray("required").add("column");
    }
    return use;
  }

  private static ObjectNode inColumn(ExpectationType type) {
    ObjectNode use = reference(type.name()).put("description", type.summary());
    use.putObject("not").put("type", "object").putArray("required").add("column");
    return use;
  }

  private static String name(Form form) {
    return form.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode reference(String definition) {
    return Json.object().put("$ref", "#/$defs/" + definition);
  }

  private static ObjectNode of(Form form) {
    return Json.parseObject(
        switch (form) {
          case COLUMN, TEXT -> "{\"type\": \"string\"}";
          case COLUMNS, TEXTS -> "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}";
          case NUMBER -> "{\"type\": \"number\"}";
          case WHOLE -> "{\"type\": \"integer\"}";
          case FLAG -> "{\"type\": \"boolean\"}";
          case COMPARABLE ->
              "{\"type\": [\"number\", \"string\"], \"pattern\": \"^\\\\d{4}-\\\\d{2}-\\\\d{2}\"}";
          case VALUES -> "{\"type\": \"array\"}";
          case PAIRS ->
              """
              {"type": "array", "items": {"type": "array", "minItems": 2, "maxItems": 2}}\
              """;
          case OBJECT -> "{\"type\": \"object\"}";
          case SHARE -> "{\"type\": \"number\", \"minimum\": 0, \"maximum\": 1}";
          case ANY -> "{}";
        });
  }

  private void defineItem(
      String definition,
      Function<ExpectationType, Collection<String>> names,
      Function<ExpectationType, ObjectNode> use) {
    ArrayNode plain = Json.array();
    ObjectNode properties = options();
    for (ExpectationType type : Catalog.all()) {
      ObjectNode arguments = use.apply(type);
      for (String name : names.apply(type)) {
        properties.set(name, arguments);
        if (required(type).isEmpty() && !arguments.has("required")) {
          plain.add(name);
        }
      }
    }
    properties.set(
        "mostly", reference("share").put("description", "The share of rows that must be good."));
    ObjectNode item = Json.object().put("type", "object").put("minProperties", 1);
    item.set("properties", properties);
    item.put("additionalProperties", false);
    definitions.putObject("plain_" + definition).set("enum", plain);
    definitions
        .putObject(definition)
        .putArray("anyOf")
        .add(reference("plain_" + definition))
        .add(item);
  }

  /// What any expectation takes beside its arguments, each explained once.
  private static ObjectNode options() {
    ObjectNode options = Json.object();
    HandReader.OPTIONS.forEach(name -> options.set(name, reference(name)));
    return options;
  }

  private static List<String> required(ExpectationType type) {
    return type.parameters().stream()
        .filter(Parameter::required)
        .map(Parameter::name)
        .filter(name -> !name.equals("column"))
        .toList();
  }

  /// An object of arguments, or what may stand in its place.
  private static ObjectNode arguments(ExpectationType type) {
    ObjectNode properties = options();
    for (Parameter parameter : type.parameters()) {
      properties.set(parameter.name(), property(parameter));
      properties.set(ShortNames.shortParameter(type, parameter.name()), property(parameter));
    }
    ObjectNode object = Json.object().put("type", "object");
    object.set("properties", properties);
    object.put("additionalProperties", false);
    List<String> required = required(type);
    if (!required.isEmpty()) {
      required.forEach(object.putArray("required")::add);
    }
    ObjectNode schema = Json.object();
    ArrayNode forms = schema.putArray("anyOf").add(object);
    alone(type).ifPresent(forms::add);
    if (required.isEmpty()) {
      forms.add(Json.object().put("type", "null"));
    }
    return schema;
  }

  private static ObjectNode property(Parameter parameter) {
    ObjectNode property = reference(name(parameter.form())).put("description", parameter.about());
    JsonNode fallback = parameter.fallback();
    if (!fallback.isNull()) {
      property.set("default", fallback);
    }
    return property;
  }

  private static Optional<ObjectNode> alone(ExpectationType type) {
    return ShortNames.isRange(type)
        ? Optional.of(Json.parseObject("{\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2}"))
        : ShortNames.alone(type).map(parameter -> reference(name(parameter.form())));
  }
}
