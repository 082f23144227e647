package dev.rondo.quality.suite;

import dev.rondo.quality.expectation.ResultFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A named list of expectations. Where values stand open they are filled in at each run, from what
/// is given then and else from the suite's own defaults.
///
/// @param parameters defaults, by name
/// @param format how much of a result is wanted where a run does not say
public record Suite(
    String name,
    List<SuiteExpectation> expectations,
    Map<String, JsonNode> parameters,
    Optional<ResultFormat> format,
    About about) {

  public Suite {
    expectations = List.copyOf(expectations);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /// A suite without defaults, notes or wishes.
  public static Suite of(String name, List<SuiteExpectation> expectations) {
    return new Suite(name, expectations, Map.of(), Optional.empty(), About.NOTHING);
  }

  /// The same suite, whose results shall have so much.
  public Suite with(ResultFormat other) {
    return new Suite(name, expectations, parameters, Optional.of(other), about);
  }

  /// Reads a suite as it is written by hand, in YAML or JSON, or one of Great Expectations of
  /// version 0.18 or 1.
  ///
  /// @param file the path that mistakes are reported with
  /// @throws dev.rondo.kernel.Problem `invalid-file` with every mistake
  public static Suite parse(String file, String text) {
    return SuiteReader.read(file, text);
  }

  /// Everything that may be given to a run, with or without a default.
  public Set<String> parameterNames() {
    Set<String> names = new TreeSet<>(parameters.keySet());
    expectations.forEach(expectation -> names.addAll(expectation.parameters()));
    return names;
  }

  /// The suite as it is written by hand. What only other programs understand is left out.
  public String yaml() {
    return HandWriter.write(this);
  }
}
