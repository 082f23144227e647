package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a suite as a person would: short names, no defaults, an item on a line. Expectations of
/// one column stand together, after all others.
final class HandWriter {
  private final StringBuilder yaml = new StringBuilder();

  private HandWriter() {}

  static String write(Suite suite) {
    HandWriter writer = new HandWriter();
    writer.head(suite);
    Map<String, List<SuiteExpectation>> columns = new LinkedHashMap<>();
    List<SuiteExpectation> others = new ArrayList<>();
    for (SuiteExpectation expectation : suite.expectations()) {
      column(expectation)
          .map(column -> columns.computeIfAbsent(column, _ -> new ArrayList<>()))
          .orElse(others)
          .add(expectation);
    }
    if (!others.isEmpty()) {
      writer.yaml.append("expect:\n");
      others.forEach(expectation -> writer.item("  ", expectation, false));
    }
    if (!columns.isEmpty()) {
      writer.yaml.append("columns:\n");
      columns.forEach((column, expectations) -> {
        writer.yaml.append("  ").append(FlowYaml.text(column)).append(":\n");
        expectations.forEach(expectation -> writer.item("    ", expectation, true));
      });
    }
    return writer.yaml.toString();
  }

  /// One expectation as an item of a list, for examples.
  static String item(SuiteExpectation expectation) {
    HandWriter writer = new HandWriter();
    writer.item("", expectation, column(expectation).isPresent());
    return writer.yaml.toString();
  }

  /// The column whose section it stands in.
  static Optional<String> column(SuiteExpectation expectation) {
    return expectation.given().path("column").stringValueOpt();
  }

  private void head(Suite suite) {
    line("suite", JsonNodeFactory.instance.stringNode(suite.name()));
    ObjectNode defaults = Json.object();
    suite.parameters().forEach(defaults::set);
    object("parameters", defaults);
    suite.format().ifPresent(format -> line("result_format", ResultFormatJson.write(format)));
    about(suite.about()).forEachEntry(this::line);
  }

  private void object(String key, ObjectNode value) {
    if (!value.isEmpty()) {
      line(key, value);
    }
  }

  private void line(String key, JsonNode value) {
    yaml.append(key).append(": ").append(FlowYaml.of(value)).append('\n');
  }

  private static ObjectNode about(About about) {
    ObjectNode json = Json.object();
    if (!about.id().isEmpty()) {
      json.put("id", about.id());
    }
    if (!about.description().isEmpty()) {
      json.put("description", about.description());
    }
    GreatExpectations.putNotes(json, about.notes());
    if (!about.meta().isEmpty()) {
      json.set("meta", about.meta());
    }
    return json;
  }

  private void item(String indent, SuiteExpectation expectation, boolean isUnderColumn) {
    ExpectationType type = expectation.type();
    ObjectNode arguments = arguments(expectation);
    if (isUnderColumn) {
      arguments.remove("column");
    }
    ObjectNode options = options(expectation);
    String name =
        (isUnderColumn ? ShortNames.namesUnderColumn(type) : ShortNames.names(type)).getFirst();
    yaml.append(indent).append("- ").append(name);
    Optional<JsonNode> alone = alone(type, arguments);
    if (alone.isPresent()) {
      yaml.append(": ").append(FlowYaml.of(alone.get())).append('\n');
      options.forEachEntry((key, value) ->
          yaml.append(indent)
              .append("  ")
              .append(key)
              .append(": ")
              .append(FlowYaml.of(value))
              .append('\n'));
    } else {
      arguments.setAll(options);
      yaml.append(arguments.isEmpty() ? "" : ": " + FlowYaml.of(arguments)).append('\n');
    }
  }

  private static ObjectNode arguments(SuiteExpectation expectation) {
    ObjectNode arguments = Json.object();
    GreatExpectations.withoutDefaults(expectation.type(), expectation.given())
        .forEachEntry((name, value) ->
            arguments.set(
                ShortNames.shortParameter(expectation.type(), name), References.write(value)));
    return arguments;
  }

  /// The one argument that needs no name, when it is the only one.
  private static Optional<JsonNode> alone(ExpectationType type, ObjectNode arguments) {
    return ShortNames.alone(type)
        .map(Parameter::name)
        .filter(name -> arguments.size() == 1 && arguments.has(name))
        .map(arguments::get)
        .filter(value -> !value.isObject() && !isRange(type, value));
  }

  private static boolean isRange(ExpectationType type, JsonNode value) {
    return ShortNames.isRange(type) && value.isArray();
  }

  private static ObjectNode options(SuiteExpectation expectation) {
    ObjectNode options = Json.object();
    if (expectation.severity() != Severity.ERROR) {
      options.put("severity", SeverityWords.of(expectation.severity()));
    }
    expectation.condition().ifPresent(condition -> options.set("when", when(condition)));
    options.setAll(about(expectation.about()));
    return options;
  }

  private static JsonNode when(Condition condition) {
    JsonNode written = References.write(condition.written());
    if (condition.parser().isEmpty()) {
      return written;
    }
    ObjectNode both = Json.object();
    both.set("condition", written);
    return both.put("parser", condition.parser());
  }
}
