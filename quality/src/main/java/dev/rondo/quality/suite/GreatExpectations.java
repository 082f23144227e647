package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ExpectationType;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Suites as JSON of Great Expectations, whose two forms differ in the names of their keys.
///
/// @param name the key of a suite's name; the others likewise
public record GreatExpectations(
    String name, String id, String parameters, String type, List<String> suiteExtras) {

  /// Version 1 and later.
  public static final GreatExpectations V1 =
      new GreatExpectations("name", "id", "suite_parameters", "type", List.of());

  /// Version 0.18 and before.
  public static final GreatExpectations V0 =
      new GreatExpectations(
          "expectation_suite_name",
          "ge_cloud_id",
          "evaluation_parameters",
          "expectation_type",
          List.of("data_asset_type"));

  /// What stands beside the arguments of an expectation and is handed on.
  static final List<String> EXTRAS =
      List.of("rendered_content", "expectation_context", "success_on_last_run");

  /// What stands among the arguments of any expectation and is handed on.
  static final List<String> EXTRA_ARGUMENTS =
      List.of(
          "result_format",
          "catch_exceptions",
          "include_config",
          "batch_id",
          "windows",
          "auto",
          "profiler_config");

  static final String CONDITION = "row_condition";
  static final String PARSER = "condition_parser";

  /// Holds ids that are not of the form that ids must have there.
  static final String META_ID = "rondo_id";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /// A suite in this form. Arguments that are as they would be without being said are left out.
  public ObjectNode write(Suite suite) {
    ObjectNode json = Json.object().put(name, suite.name());
    ObjectNode meta = suite.about().meta().deepCopy();
    putId(json, meta, suite.about().id());
    suite.about().extras().properties().stream()
        .filter(extra -> suiteExtras.contains(extra.getKey()))
        .forEach(extra -> json.set(extra.getKey(), extra.getValue()));
    if (!suite.parameters().isEmpty()) {
      ObjectNode defaults = json.putObject(parameters);
      suite.parameters().forEach(defaults::set);
    }
    var list = json.putArray("expectations");
    suite.expectations().forEach(expectation -> list.add(write(expectation)));
    suite
        .format()
        .ifPresent(format -> meta.set("rondo_result_format", ResultFormatJson.write(format)));
    json.set("meta", meta);
    putNotes(json, suite.about().notes());
    return json;
  }

  private ObjectNode write(SuiteExpectation expectation) {
    About about = expectation.about();
    ObjectNode json = Json.object().put(type, expectation.type().name());
    json.set("kwargs", arguments(expectation));
    ObjectNode meta = about.meta().deepCopy();
    putId(json, meta, about.id());
    json.set("meta", meta);
    putNotes(json, about.notes());
    if (!about.description().isEmpty()) {
      json.put("description", about.description());
    }
    if (expectation.severity() != Severity.ERROR) {
      json.put("severity", SeverityWords.of(expectation.severity()));
    }
    copy(about.extras(), EXTRAS, json);
    return json;
  }

  /// The arguments that are not as they would be anyway, the condition and what is handed on.
  static ObjectNode arguments(SuiteExpectation expectation) {
    ObjectNode arguments = withoutDefaults(expectation.type(), expectation.given());
    expectation
        .condition()
        .ifPresent(condition -> {
          arguments.set(CONDITION, condition.written());
          if (!condition.parser().isEmpty()) {
            arguments.put(PARSER, condition.parser());
          }
        });
    copy(expectation.about().extras(), EXTRA_ARGUMENTS, arguments);
    return arguments;
  }

  static ObjectNode withoutDefaults(ExpectationType type, ObjectNode given) {
    ObjectNode arguments = Json.object();
    given.forEachEntry((name, value) -> {
      if (!isSame(value, type.parameter(name).fallback())) {
        arguments.set(name, value);
      }
    });
    return arguments;
  }

  private static boolean isSame(JsonNode value, JsonNode fallback) {
    return value.isNumber() && fallback.isNumber()
        ? value.doubleValue() == fallback.doubleValue()
        : value.equals(fallback);
  }

  private static void copy(ObjectNode from, List<String> keys, ObjectNode to) {
    keys.stream().filter(from::has).forEach(key -> to.set(key, from.get(key)));
  }

  private void putId(ObjectNode json, ObjectNode meta, String written) {
    if (UUID.matcher(written).matches()) {
      json.put(id, written);
    } else if (!written.isEmpty()) {
      meta.put(META_ID, written);
    }
  }

  static void putNotes(ObjectNode json, List<String> notes) {
    if (notes.size() == 1) {
      json.put("notes", notes.getFirst());
    } else if (!notes.isEmpty()) {
      notes.forEach(json.putArray("notes")::add);
    }
  }
}
