package dev.rondo.quality.expectation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import tools.jackson.databind.JsonNode;

/// A family of distributions. Its parameters are those of its shape, then a place and a scale that
/// the values are moved and measured by; they come as a list in this order or by name.
enum Theory {
  NORM("norm", 0, "mean|loc", "std_dev|scale") {
    @Override
    ContinuousDistribution standard(List<Double> shape) {
      return NormalDistribution.of(0, 1);
    }
  },
  BETA("beta", 2, "alpha|a", "beta|b", "loc", "scale") {
    @Override
    ContinuousDistribution standard(List<Double> shape) {
      return BetaDistribution.of(shape.get(0), shape.get(1));
    }
  },
  GAMMA("gamma", 1, "alpha|a", "loc", "scale") {
    @Override
    ContinuousDistribution standard(List<Double> shape) {
      return GammaDistribution.of(shape.get(0), 1);
    }
  },
  /// From `min` on over a length of `max`; the name is that of the suites that there are.
  UNIFORM("uniform", 0, "min|loc", "max|scale") {
    @Override
    ContinuousDistribution standard(List<Double> shape) {
      return UniformContinuousDistribution.of(0, 1);
    }
  },
  CHI2("chi2", 1, "df", "loc", "scale") {
    @Override
    ContinuousDistribution standard(List<Double> shape) {
      return ChiSquaredDistribution.of(shape.get(0));
    }
  },
  EXPON("expon", 0, "loc", "scale") {
    @Override
    ContinuousDistribution standard(List<Double> shape) {
      return ExponentialDistribution.of(1);
    }
  };

  private final String word;
  private final int shapes;
  private final List<String> names;

  /// @param shapes how many parameters make the shape; those must be given
  /// @param names of all parameters, with other names for the same after a bar
  Theory(String word, int shapes, String... names) {
    this.word = word;
    this.shapes = shapes;
    this.names = List.of(names);
  }

  abstract ContinuousDistribution standard(List<Double> shape);

  static Optional<Theory> find(String word) {
    return List.of(values()).stream().filter(theory -> theory.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return List.of(values()).stream().map(theory -> theory.word).toList();
  }

  /// What is wrong with parameters, as a sentence.
  Optional<String> mistake(JsonNode given) {
    if (!given.isArray() && !given.isObject()) {
      return Optional.of("'params' is %s; it must be a list or an object.".formatted(given));
    }
    if (!given.valueStream().allMatch(JsonNode::isNumber)) {
      return Optional.of("'params' must hold numbers alone.");
    }
    if (given.isArray() && (given.size() < shapes || given.size() > names.size())) {
      return Optional.of("%s takes %s; %s does not fit.".formatted(word, takes(), given));
    }
    return unknown(given).or(() -> notPositive(parameters(given)));
  }

  private String takes() {
    return "from %d to %d of the parameters %s".formatted(shapes, names.size(), names);
  }

  private Optional<String> unknown(JsonNode given) {
    Set<String> known = Set.of(String.join("|", names).split("\\|"));
    return given.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "%s takes %s, but '%s' is given.".formatted(word, takes(), name));
  }

  private Optional<String> notPositive(List<Double> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      boolean isPlace = i == parameters.size() - 2;
      if (!isPlace && !(parameters.get(i) > 0)) {
        return Optional.of("%s must be given and above 0.".formatted(names.get(i)));
      }
    }
    return Optional.empty();
  }

  /// All parameters in order: a place not given is 0, a scale 1, a shape NaN.
  List<Double> parameters(JsonNode given) {
    List<Double> parameters = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      double fallback = i < shapes ? Double.NaN : i == shapes ? 0 : 1;
      parameters.add(
          given.isArray()
              ? given.path(i).asDouble(fallback)
              : named(names.get(i), given, fallback));
    }
    return parameters;
  }

  private static double named(String names, JsonNode given, double fallback) {
    for (String name : names.split("\\|")) {
      if (given.has(name)) {
        return given.path(name).doubleValue();
      }
    }
    return fallback;
  }

  /// The probability of a value up to the argument.
  DoubleUnaryOperator cumulative(List<Double> parameters) {
    ContinuousDistribution standard = standard(parameters);
    double place = parameters.get(shapes);
    double scale = parameters.get(shapes + 1);
    return x -> standard.cumulativeProbability((x - place) / scale);
  }
}
