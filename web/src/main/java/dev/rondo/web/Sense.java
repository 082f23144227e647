package dev.rondo.web;

import dev.rondo.registry.evaluation.Measure;
import dev.rondo.registry.evaluation.Measure.Good;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which of several values of a metric is the best, where its name tells which way is good: people
/// write `val_loss` and `training_f1_score` for what is measured.
final class Sense {
  private static final Set<String> LOW = Set.of("loss", "error", "mse", "logloss", "perplexity");
  private static final Set<String> HIGH = Set.of("auc", "accuracy", "score", "f1", "r2");

  private Sense() {}

  /// Empty when the name does not tell, or nothing can be compared.
  static Optional<Double> best(String metric, List<Double> values) {
    List<Double> finite = values.stream().filter(Double::isFinite).toList();
    boolean isOpen = finite.stream().distinct().count() < 2;
    return switch (isOpen ? Good.NEITHER : good(metric)) {
      case LOW -> finite.stream().min(Double::compare);
      case HIGH -> finite.stream().max(Double::compare);
      case NEITHER -> Optional.empty();
    };
  }

  /// A loss stays one, whatever else stands in its name.
  static Good good(String metric) {
    String name = metric.toLowerCase(Locale.ROOT);
    Set<String> words =
        Set.of(Arrays.stream(name.split("[^a-z0-9]+")).distinct().toArray(String[]::new));
    if (LOW.stream().anyMatch(words::contains)) {
      return Good.LOW;
    }
    return Arrays.stream(Measure.values())
        .filter(measure -> contains(name, measure.text()))
        .map(Measure::good)
        .findFirst()
        .orElseGet(() -> HIGH.stream().anyMatch(words::contains) ? Good.HIGH : Good.NEITHER);
  }

  private static boolean contains(String name, String measure) {
    String padded = "_" + name.replaceAll("[^a-z0-9]+", "_") + "_";
    return padded.contains("_" + measure + "_");
  }
}
