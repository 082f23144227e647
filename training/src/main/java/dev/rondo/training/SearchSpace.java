package dev.rondo.training;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// From what a search draws its candidates: for each name a fixed value or a range, as a project's
/// file says it:
///
/// ```yaml
/// rounds: 120                      # fixed
/// max_depth: {int: [5, 9]}         # both ends included
/// subsample: {real: [0.6, 1.0]}    # evenly
/// eta: {log: [0.03, 0.3]}          # evenly in the logarithm
/// window_days: {choice: [91, 182]} # one of these
/// ```
///
/// @param dimensions by name, in alphabetical order
public record SearchSpace(Map<String, Dimension> dimensions) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  public SearchSpace {
    dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
  }

  /// Where one value comes from.
  public sealed interface Dimension {
    /// Always the same.
    record Fixed(JsonNode value) implements Dimension {}

    /// A whole number, both ends included.
    record Whole(long low, long high) implements Dimension {}

    /// Any number between, evenly.
    record Real(double low, double high) implements Dimension {}

    /// Any number between, evenly in its logarithm.
    record Logarithmic(double low, double high) implements Dimension {}

    /// One of these.
    record Choice(List<JsonNode> values) implements Dimension {
      public Choice {
        values = List.copyOf(values);
      }
    }
  }

  /// Reads a space; a dimension that is neither a training parameter nor one of the others is a
  /// mistake, and so is a bound that the parameter does not admit.
  ///
  /// @param others names that the caller makes use of by itself, such as the training window's
  ///   length
  /// @throws Problem with every mistake, each at its JSON pointer
  public static SearchSpace of(JsonNode json, Set<String> others) {
    List<Mistake> mistakes = new ArrayList<>();
    if (!json.isObject()) {
      mistakes.add(Mistake.at("", "A search space is an object of names with ranges."));
    }
    Map<String, Dimension> dimensions = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Reader reader = new Reader(entry.getKey(), others.contains(entry.getKey()), mistakes);
      dimensions.put(entry.getKey(), reader.read(entry.getValue()));
    }
    if (!mistakes.isEmpty()) {
      throw Problem.of(
          ProblemCode.INVALID_FILE,
          "The search space has " + mistakes.size() + " mistakes: " + mistakes.getFirst().message(),
          mistakes);
    }
    return new SearchSpace(dimensions);
  }

  /// Reads one dimension and collects what is wrong with it.
  private record Reader(String name, boolean isOther, List<Mistake> mistakes) {
    private static final Dimension NOTHING = new Dimension.Choice(List.of());

    Dimension read(JsonNode json) {
      if (!NAME.matcher(name).matches()) {
        return refuse("'" + name + "' is not a name: use lower-case letters, digits and '_'.");
      }
      if (!json.isObject()) {
        return admit(json) ? new Dimension.Fixed(json) : NOTHING;
      }
      if (json.size() != 1) {
        return refuse("'" + name + "' needs exactly one of int, real, log, choice.");
      }
      Map.Entry<String, JsonNode> kind = json.properties().iterator().next();
      JsonNode values = kind.getValue();
      return switch (kind.getKey()) {
        case "choice" -> choice(values);
        case "int" ->
            isRange(values, true, Long.MIN_VALUE)
                ? new Dimension.Whole(values.get(0).asLong(), values.get(1).asLong())
                : NOTHING;
        case "real" ->
            isRange(values, false, -Double.MAX_VALUE)
                ? new Dimension.Real(values.get(0).asDouble(), values.get(1).asDouble())
                : NOTHING;
        case "log" ->
            isRange(values, false, Double.MIN_NORMAL)
                ? new Dimension.Logarithmic(values.get(0).asDouble(), values.get(1).asDouble())
                : NOTHING;
        default ->
            refuse("'" + kind.getKey() + "' is not a kind of range; use int, real, log or choice.");
      };
    }

    private Dimension choice(JsonNode values) {
      if (!values.isArray() || values.isEmpty()) {
        return refuse("The choice of '" + name + "' needs a list of one value or more.");
      }
      List<JsonNode> list = new ArrayList<>();
      values.forEach(list::add);
      return list.stream().allMatch(this::admit) ? new Dimension.Choice(list) : NOTHING;
    }

    private boolean isRange(JsonNode values, boolean whole, double lowest) {
      boolean isPair =
          values.isArray()
              && values.size() == 2
              && isNumber(values.get(0), whole)
              && isNumber(values.get(1), whole);
      if (!isPair
          || values.get(0).asDouble() > values.get(1).asDouble()
          || values.get(0).asDouble() < lowest) {
        refuse(
            "The range of '%s' is %s; two %snumbers are needed, the lower first%s."
                .formatted(
                    name,
                    values,
                    whole ? "whole " : "",
                    lowest > 0 ? " and above 0 for a logarithm" : ""));
        return false;
      }
      return admit(values.get(0)) && admit(values.get(1));
    }

    private static boolean isNumber(JsonNode value, boolean whole) {
      return whole ? value.isIntegralNumber() : value.isNumber();
    }

    private boolean admit(JsonNode value) {
      List<String> wrong = isOther ? List.of() : Parameters.check(name, value);
      wrong.forEach(this::refuse);
      return wrong.isEmpty();
    }

    private Dimension refuse(String message) {
      mistakes.add(Mistake.at("/" + name, message));
      return NOTHING;
    }
  }
}
