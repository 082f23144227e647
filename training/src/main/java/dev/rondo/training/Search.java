package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A seeded random search: the same space and seed give the same candidates, and a larger count
/// only adds to them.
///
/// @param seed any number
public record Search(SearchSpace space, long seed) {
  private static final MathContext DIGITS = new MathContext(4);
  private static final int TRIES_EACH = 20;

  /// Draws different candidates: each an object with one value for every name of the space. Fewer
  /// come when the space does not hold as many.
  public List<ObjectNode> draw(int count) {
    if (count < 1) {
      throw Problem.invalid("A search of %d candidates is not possible; at least 1.", count);
    }
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> seen = new HashSet<>();
    List<ObjectNode> candidates = new ArrayList<>();
    for (int tries = 0; tries < count * TRIES_EACH && candidates.size() < count; tries++) {
      ObjectNode candidate = one(random);
      if (seen.add(Json.write(candidate))) {
        candidates.add(candidate);
      }
    }
    return candidates;
  }

  private ObjectNode one(SplittableRandom random) {
    ObjectNode candidate = Json.object();
    space.dimensions().forEach((name, dimension) -> candidate.set(name, value(dimension, random)));
    return candidate;
  }

  private static JsonNode value(SearchSpace.Dimension dimension, SplittableRandom random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (dimension) {
      case SearchSpace.Dimension.Fixed(JsonNode value) -> value;
      case SearchSpace.Dimension.Choice(List<JsonNode> values) ->
          values.get(random.nextInt(values.size()));
      case SearchSpace.Dimension.Whole(long low, long high) ->
          make.numberNode(low == high ? low : random.nextLong(low, high + 1));
      case SearchSpace.Dimension.Real(double low, double high) ->
          make.numberNode(rounded(low + random.nextDouble() * (high - low), low, high));
      case SearchSpace.Dimension.Logarithmic(double low, double high) ->
          make.numberNode(
              rounded(low * StrictMath.pow(high / low, random.nextDouble()), low, high));
    };
  }

  /// Four digits are enough to search by, and a person can read them; never outside of the range.
  private static double rounded(double value, double low, double high) {
    return Math.clamp(new BigDecimal(value).round(DIGITS).doubleValue(), low, high);
  }
}
