package dev.rondo.quality.suite;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Arguments;
import dev.rondo.quality.expectation.ExpectationConfig;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills in a suite's parameters for one run. Confined to that run.
final class Binding {
  private final Suite suite;
  private final FormulaValue values;
  private final List<Mistake> mistakes = new ArrayList<>();

  private Binding(Suite suite, Map<String, JsonNode> given, Instant now) {
    this.suite = suite;
    Map<String, JsonNode> all = new LinkedHashMap<>(suite.parameters());
    all.putAll(given);
    this.values = new FormulaValue(all, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
  }

  /// A suite without anything open.
  ///
  /// @param parameters what stood for its parameters
  /// @param expectations in the suite's order
  record Values(Map<String, JsonNode> parameters, List<Bound> expectations) {}

  /// An expectation without anything open.
  record Bound(SuiteExpectation expectation, ObjectNode given, Optional<Condition> condition) {
    /// @param where the condition as SQL
    ExpectationConfig config(String where) {
      About about = expectation.about();
      return new ExpectationConfig(
          about.id(),
          new Arguments(expectation.type(), given),
          expectation.severity(),
          where,
          condition.map(Condition::json).orElseGet(Json::object),
          about.meta(),
          about.description());
    }
  }

  /// @throws Problem `invalid-request` with every parameter that is missing, is not one of the
  ///   suite's or has a value of a wrong form
  static Values of(Suite suite, Map<String, JsonNode> given, Instant now) {
    return new Binding(suite, given, now).bind(given.keySet());
  }

  private Values bind(Set<String> given) {
    Set<String> known = suite.parameterNames();
    for (String name : given) {
      if (!known.contains(name)) {
        tell(name, Nearest.none("parameter of suite '" + suite.name() + "'", name, known));
      }
    }
    for (String name : known) {
      if (!values.parameters().containsKey(name)) {
        tell(name, "Suite '%s' needs the parameter '%s'.".formatted(suite.name(), name));
      }
    }
    refuse();
    List<Bound> bound = suite.expectations().stream().map(this::bound).toList();
    refuse();
    return new Values(values.parameters(), bound);
  }

  private void tell(String path, String message) {
    mistakes.add(Mistake.at(path, message));
  }

  private void tell(SuiteExpectation expectation, String path, String message) {
    tell(path, expectation.type().name() + ": " + message);
  }

  private void refuse() {
    if (mistakes.size() == 1) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST, mistakes.getFirst().message(), List.copyOf(mistakes));
    }
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST,
          "The parameters of suite '%s' have %d mistakes, the first: %s"
              .formatted(suite.name(), mistakes.size(), mistakes.getFirst().message()),
          mistakes);
    }
  }

  private Bound bound(SuiteExpectation expectation) {
    ObjectNode given = Json.object();
    expectation
        .given()
        .forEachEntry((name, value) -> given.set(name, bound(expectation, name, value)));
    if (References.isOpen(expectation.given())) {
      for (Mistake mistake : expectation.type().mistakes(given)) {
        tell(expectation, mistake.path(), mistake.message());
      }
    }
    return new Bound(
        expectation, given, expectation.condition().map(where -> bound(expectation, where)));
  }

  private Condition bound(SuiteExpectation expectation, Condition where) {
    if (!References.isOpen(where.written())) {
      return where;
    }
    Condition bound = new Condition(bound(expectation, "when", where.written()), where.parser());
    try {
      bound.parsed();
    } catch (Problem e) {
      tell(expectation, "when", e.text());
    }
    return bound;
  }

  private JsonNode bound(SuiteExpectation expectation, String name, JsonNode value) {
    try {
      return References.bind(value, values);
    } catch (Problem e) {
      tell(expectation, name, e.text());
      return value;
    }
  }
}
