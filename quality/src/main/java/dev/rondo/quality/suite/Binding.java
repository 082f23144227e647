package dev.rondo.quality.suite;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills in a suite's parameters for one run. Confined to that run.
final class Binding {
  private final Suite suite;
  private final FormulaValue values;
  private final List<Mistake> mistakes = new ArrayList<>();

  private Binding(Suite suite, Map<String, JsonNode> given, EventTime now) {
    this.suite = suite;
    Map<String, JsonNode> all = new LinkedHashMap<>(suite.parameters());
    all.putAll(given);
    this.values = new FormulaValue(all, LocalDateTime.ofInstant(now.value(), ZoneOffset.UTC));
  }

  /// The suite with nothing left open; its parameters are what stood for them.
  ///
  /// @throws Problem `invalid-request` with every parameter that is missing, is not one of the
  ///   suite's or has a value of a wrong form
  static Suite of(Suite suite, Map<String, JsonNode> given, EventTime now) {
    return new Binding(suite, given, now).bind(given.keySet());
  }

  private Suite bind(Set<String> given) {
    Set<String> known = suite.parameterNames();
    for (String name : given) {
      if (!known.contains(name)) {
        tell(
            name,
            "Suite '%s' has no parameter '%s'.".formatted(suite.name(), name)
                + Nearest.choices(name, known));
      }
    }
    for (String name : known) {
      if (!values.parameters().containsKey(name)) {
        tell(name, "Suite '%s' needs the parameter '%s'.".formatted(suite.name(), name));
      }
    }
    refuse();
    List<SuiteExpectation> bound = suite.expectations().stream().map(this::bound).toList();
    refuse();
    return new Suite(suite.name(), bound, values.parameters(), suite.format(), suite.about());
  }

  private void tell(String path, String message) {
    mistakes.add(Mistake.at(path, message));
  }

  private void tell(SuiteExpectation expectation, String path, String message) {
    tell(path, expectation.type().name() + ": " + message);
  }

  private void refuse() {
    if (mistakes.isEmpty()) {
      return;
    }
    String first = mistakes.getFirst().message();
    throw Problem.of(
        ProblemCode.INVALID_REQUEST,
        mistakes.size() == 1 ? first : mistakes.size() + " mistakes, the first: " + first,
        mistakes);
  }

  private SuiteExpectation bound(SuiteExpectation expectation) {
    ObjectNode given = Json.object();
    expectation
        .given()
        .forEachEntry((name, value) -> given.set(name, bound(expectation, name, value)));
    if (References.isOpen(expectation.given())) {
      for (Mistake mistake : expectation.type().mistakes(given)) {
        tell(expectation, mistake.path(), mistake.message());
      }
    }
    return new SuiteExpectation(
        expectation.type(),
        given,
        expectation.severity(),
        expectation.condition().map(where -> bound(expectation, where)),
        expectation.about());
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
