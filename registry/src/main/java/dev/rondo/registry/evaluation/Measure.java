package dev.rondo.registry.evaluation;

import dev.rondo.kernel.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What is measured, and which way is good. [Formulas] says how each is computed.
public enum Measure {
  MAE(Good.LOW, Task.REGRESSION),
  RMSE(Good.LOW, Task.REGRESSION),
  MEDAE(Good.LOW, Task.REGRESSION),
  /// Not taken where a label is 0.
  MAPE(Good.LOW, Task.REGRESSION),
  R2(Good.HIGH, Task.REGRESSION),
  BIAS(Good.NEITHER, Task.REGRESSION),
  ERROR_P10(Good.NEITHER, Task.REGRESSION),
  ERROR_P50(Good.NEITHER, Task.REGRESSION),
  ERROR_P90(Good.NEITHER, Task.REGRESSION),
  ACCURACY(Good.HIGH, Task.BINARY, Task.MULTICLASS),
  PRECISION(Good.HIGH, Task.BINARY),
  RECALL(Good.HIGH, Task.BINARY),
  F1(Good.HIGH, Task.BINARY),
  ROC_AUC(Good.HIGH, Task.BINARY),
  PR_AUC(Good.HIGH, Task.BINARY),
  MACRO_F1(Good.HIGH, Task.MULTICLASS),
  WEIGHTED_F1(Good.HIGH, Task.MULTICLASS),
  LOG_LOSS(Good.LOW, Task.BINARY, Task.MULTICLASS),
  BRIER(Good.LOW, Task.BINARY);

  /// Which way a measure gets better.
  public enum Good {
    LOW,
    HIGH,
    /// Nearer to 0, or a description alone.
    NEITHER
  }

  private final Good good;
  private final Set<Task> tasks;

  Measure(Good good, Task... tasks) {
    this.good = good;
    this.tasks = Set.of(tasks);
  }

  public Good good() {
    return good;
  }

  boolean isOf(Task task) {
    return tasks.contains(task);
  }

  /// The stable text on wires, such as `roc_auc`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws Problem `invalid-request`
  public static Measure parse(String text) {
    return Arrays.stream(values())
        .filter(measure -> measure.text().equals(text))
        .findFirst()
        .orElseThrow(
            () -> Problem.invalid("'%s' is not a metric; it is one of %s.", text, texts()));
  }

  /// All of them, as they are written.
  public static List<String> texts() {
    return Arrays.stream(values()).map(Measure::text).toList();
  }
}
