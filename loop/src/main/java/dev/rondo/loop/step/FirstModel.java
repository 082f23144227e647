package dev.rondo.loop.step;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.monitoring.AbsoluteError;
import dev.rondo.monitoring.Comparison;
import dev.rondo.monitoring.MonitorDefinition;
import dev.rondo.registry.AliasChange;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.ModelRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// The first model that ever answered, asked again about every window: what the platform has been
/// worth since is the difference. It sees the features that were logged, so it knows no more than
/// what ran.
final class FirstModel {
  private static final int MOVES = 1_000;

  private FirstModel() {}

  /// Compares a window's answers with the first model's and keeps the result. Nothing else depends
  /// on it: what hinders it is logged.
  static void compare(Bench bench, MonitorDefinition monitor, String model, WatchSteps.Rows rows) {
    Caller caller = bench.context().caller();
    Optional<ModelVersion> first =
        version(bench, monitor, model)
            .flatMap(version -> bench.components().registry().find(caller, model, version));
    WatchSteps.Rows.Labelled known = rows.labelled();
    if (first.isEmpty() || known.labels().length == 0) {
      return;
    }
    try {
      Comparison comparison = compared(bench, first.get(), rows, known);
      bench.components().monitoring().compare(caller, monitor.name(), comparison);
      bench.context().log(sentence(comparison));
    } catch (Problem e) {
      bench.context().log("There is no comparison with the first model: " + e.text());
    }
  }

  /// The version that was compared before, or else the first that was promoted.
  private static Optional<Integer> version(Bench bench, MonitorDefinition monitor, String model) {
    Caller caller = bench.context().caller();
    return bench
        .components()
        .monitoring()
        .gain(caller, monitor.name())
        .map(gain -> gain.firstVersion())
        .or(() ->
            bench.components().registry().aliasHistory(caller, model, MOVES).reversed().stream()
                .map(AliasChange::version)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .findFirst());
  }

  private static Comparison compared(
      Bench bench, ModelVersion first, WatchSteps.Rows rows, WatchSteps.Rows.Labelled known) {
    List<String> inputs = first.signature().inputNames();
    float[] answers =
        bench
            .components()
            .serving()
            .scoreOnce(
                bench.context().caller(),
                new ModelRef(first.model(), first.version()),
                first.digest(),
                inputs,
                inOrder(known.features(), rows.features(), inputs));
    return new Comparison(
        rows.start(),
        rows.end(),
        first.version(),
        AbsoluteError.of(known.predictions(), known.labels()),
        AbsoluteError.of(answers, known.labels()));
  }

  /// The logged columns as the model wants them.
  private static float[][] inOrder(float[][] rows, List<String> logged, List<String> wanted) {
    int[] places = wanted.stream().mapToInt(logged::indexOf).toArray();
    float[][] ordered = new float[rows.length][places.length];
    for (int column = 0; column < places.length; column++) {
      if (places[column] < 0) {
        throw Problem.conflict("The predictions were logged without '%s'.", wanted.get(column));
      }
      for (int row = 0; row < rows.length; row++) {
        ordered[row][column] = rows[row][places[column]];
      }
    }
    return ordered;
  }

  private static String sentence(Comparison comparison) {
    return String.format(
        Locale.ROOT,
        "The error over %,d labels is %.3f; version %d alone would have had %.3f.",
        comparison.answered().rows(),
        comparison.answered().mean().orElse(0),
        comparison.firstVersion(),
        comparison.first().mean().orElse(0));
  }
}
