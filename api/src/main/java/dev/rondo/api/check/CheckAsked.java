package dev.rondo.api.check;

import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.project.Project;
import dev.rondo.quality.check.Expected;
import dev.rondo.quality.expectation.ResultFormat;
import dev.rondo.quality.suite.ResultFormatJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a request asks for.
///
/// @param hidden columns whose values are masked, as the project's contracts for the data set and
///   the suite say
record CheckAsked(
    RowSource rows, Expected expected, Optional<ResultFormat> format, Set<String> hidden) {
  static final String SUITE = "suite";
  static final String CONTRACT = "contract";
  static final String PARAMETERS = "parameters";
  static final String FORMAT = "result_format";

  /// What is said beside the rows, in whatever way they come.
  static final List<String> WISHES = List.of(SUITE, CONTRACT, PARAMETERS, FORMAT);

  /// What names something of the project; no suite and no contract reads like that.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");

  /// @param wishes by their names
  /// @param project finds the project that names are looked up in
  /// @throws Problem with everything that is wrong with the wishes, or with the suite
  static CheckAsked of(RowSource rows, Fields wishes, Supplier<Project> project) {
    Optional<ResultFormat> format = ResultFormatJson.read(wishes, FORMAT);
    Map<String, JsonNode> parameters = new HashMap<>();
    wishes.tree(PARAMETERS).forEachEntry(parameters::put);
    if (!wishes.has(SUITE) && !wishes.has(CONTRACT)) {
      wishes.mistake("Say what is expected, with 'suite' or 'contract'.");
    }
    wishes.finish();
    Expected expected = Expected.NOTHING.with(parameters);
    if (wishes.has(SUITE)) {
      JsonNode suite = wishes.raw(SUITE);
      expected =
          isName(suite)
              ? expected.with(project.get().suite(suite.stringValue()))
              : expected.with(written(SUITE, suite).suite().orElseThrow(() -> mixed(SUITE)));
    }
    if (wishes.has(CONTRACT)) {
      JsonNode contract = wishes.raw(CONTRACT);
      expected =
          isName(contract)
              ? expected.with(project.get().contract(contract.stringValue()))
              : expected.with(
                  written(CONTRACT, contract).contract().orElseThrow(() -> mixed(CONTRACT)));
    }
    return new CheckAsked(rows, expected, format, hidden(rows, wishes, project));
  }

  private static Set<String> hidden(RowSource rows, Fields wishes, Supplier<Project> project) {
    Set<String> hidden = new HashSet<>();
    if (rows instanceof RowSource.OfSnapshot snapshot) {
      hidden.addAll(project.get().hidden(snapshot.table()));
    }
    if (isName(wishes.raw(SUITE))) {
      hidden.addAll(project.get().hiddenBeside(wishes.raw(SUITE).stringValue()));
    }
    return hidden;
  }

  private static boolean isName(JsonNode value) {
    return value.isString() && NAME.matcher(value.stringValue()).matches();
  }

  /// A text, or an object, of whose mistakes only the path tells the place.
  private static Expected written(String key, JsonNode value) {
    if (value.isString()) {
      return Expected.parse(key, value.stringValue());
    }
    try {
      return Expected.parse(key, Json.write(value));
    } catch (Problem e) {
      List<Mistake> mistakes =
          e.mistakes().stream()
              .map(mistake -> new Mistake(key, 0, 0, mistake.path(), mistake.message()))
              .toList();
      throw mistakes.isEmpty() ? e : Problem.invalidFile(mistakes);
    }
  }

  private static Problem mixed(String key) {
    return Problem.of(
        ProblemCode.INVALID_FILE,
        "What stands under '%s' is a %s.",
        key,
        key.equals(SUITE) ? CONTRACT : SUITE);
  }

  /// Wishes that come as texts: what begins like an object is JSON.
  static ObjectNode wishes(Map<String, String> texts) {
    ObjectNode wishes = Json.object();
    texts.forEach((name, text) -> {
      boolean isJson =
          (name.equals(PARAMETERS) || name.equals(FORMAT)) && text.stripLeading().startsWith("{");
      if (isJson) {
        wishes.set(name, Json.parse(text));
      } else {
        wishes.put(name, text);
      }
    });
    return wishes;
  }
}
