package dev.rondo.training;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How boosted trees are grown, in XGBoost's words. Equal parameters on equal rows give equal
/// bytes, whatever `threads` is.
///
/// @param rounds how many trees
/// @param eta how much each tree counts, above 0 up to 1
/// @param minChildWeight how much a leaf must weigh (rows, for both objectives)
/// @param subsample the share of rows that each tree sees, above 0 up to 1
/// @param colsample the share of columns that each tree sees, above 0 up to 1
/// @param maxBin into how many bins a column is cut
/// @param lambda the L2 penalty on leaves
/// @param threads how many cores to use; one is best unless cores are idle
public record Parameters(
    Objective objective,
    int rounds,
    double eta,
    int maxDepth,
    double minChildWeight,
    double subsample,
    double colsample,
    int maxBin,
    double lambda,
    long seed,
    int threads) {

  public static final Parameters DEFAULT =
      new Parameters(Objective.ABSOLUTE_ERROR, 120, 0.1, 7, 5, 1, 1, 128, 1, 7, 1);

  private static final Map<String, Bounds> NUMBERS = new TreeMap<>();

  static {
    NUMBERS.put("rounds", new Bounds(1, 10_000, true));
    NUMBERS.put("eta", new Bounds(1e-6, 1, false));
    NUMBERS.put("max_depth", new Bounds(1, 16, true));
    NUMBERS.put("min_child_weight", new Bounds(0, 1e9, false));
    NUMBERS.put("subsample", new Bounds(1e-3, 1, false));
    NUMBERS.put("colsample", new Bounds(1e-3, 1, false));
    NUMBERS.put("max_bin", new Bounds(2, 65_536, true));
    NUMBERS.put("lambda", new Bounds(0, 1e9, false));
    NUMBERS.put("seed", new Bounds(0, Integer.MAX_VALUE, true));
    NUMBERS.put("threads", new Bounds(1, 1024, true));
  }

  /// Reads an object whose keys are XGBoost's names; what is absent keeps its default.
  ///
  /// @throws Problem with every unknown key and every value out of its bounds
  public static Parameters of(JsonNode json) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      check(entry.getKey(), entry.getValue())
          .forEach(message -> mistakes.add(Mistake.at("/" + entry.getKey(), message)));
    }
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST,
          mistakes.stream().map(Mistake::message).reduce((a, b) -> a + " " + b).orElseThrow(),
          mistakes);
    }
    return new Parameters(
        Objective.of(json.path("objective").asString(DEFAULT.objective.text())),
        json.path("rounds").asInt(DEFAULT.rounds),
        json.path("eta").asDouble(DEFAULT.eta),
        json.path("max_depth").asInt(DEFAULT.maxDepth),
        json.path("min_child_weight").asDouble(DEFAULT.minChildWeight),
        json.path("subsample").asDouble(DEFAULT.subsample),
        json.path("colsample").asDouble(DEFAULT.colsample),
        json.path("max_bin").asInt(DEFAULT.maxBin),
        json.path("lambda").asDouble(DEFAULT.lambda),
        json.path("seed").asLong(DEFAULT.seed),
        json.path("threads").asInt(DEFAULT.threads));
  }

  /// What is wrong with one value; empty when nothing is.
  static List<String> check(String name, JsonNode value) {
    if (name.equals("objective")) {
      boolean isKnown =
          List.of(Objective.values()).stream().anyMatch(o -> o.text().equals(value.asString("")));
      return isKnown
          ? List.of()
          : List.of(
              "'"
                  + value.asString("")
                  + "' is not an objective; use reg:absoluteerror or"
                  + " reg:squarederror.");
    }
    Bounds bounds = NUMBERS.get(name);
    if (bounds == null) {
      TreeSet<String> known = new TreeSet<>(NUMBERS.keySet());
      known.add("objective");
      return List.of("'" + name + "' is not a training parameter; known are " + known + ".");
    }
    return bounds.admits(value) ? List.of() : List.of(bounds.message(name, value));
  }

  /// XGBoost's names and values, without `threads`, which changes no model.
  public ObjectNode json() {
    return Json.object()
        .put("objective", objective.text())
        .put("rounds", rounds)
        .put("eta", eta)
        .put("max_depth", maxDepth)
        .put("min_child_weight", minChildWeight)
        .put("subsample", subsample)
        .put("colsample", colsample)
        .put("max_bin", maxBin)
        .put("lambda", lambda)
        .put("seed", seed);
  }

  private record Bounds(double low, double high, boolean isWhole) {
    boolean admits(JsonNode value) {
      boolean isRightKind = isWhole ? value.isIntegralNumber() : value.isNumber();
      return isRightKind && value.asDouble() >= low && value.asDouble() <= high;
    }

    String message(String name, JsonNode value) {
      return String.format(
          Locale.ROOT,
          "The parameter '%s' is %s; a %snumber from %s to %s is needed.",
          name,
          value,
          isWhole ? "whole " : "",
          isWhole ? Long.toString((long) low) : Double.toString(low),
          isWhole ? Long.toString((long) high) : Double.toString(high));
    }
  }
}
