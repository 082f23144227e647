package dev.rondo.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Judges a window: a pure function of its data, the reference and the rules.
final class Judge {
  private Judge() {}

  static WindowResult judge(
      MonitorDefinition definition, Window window, WindowData data, Expectation expectation) {
    List<Drift> drift = new ArrayList<>();
    for (ColumnProfile column : expectation.profile().features()) {
      int place = data.features().indexOf(column.name());
      if (place >= 0) {
        drift.add(column.drift(data.columns()[place], definition.drift()));
      }
    }
    Drift prediction =
        expectation.profile().prediction().drift(data.predictions(), definition.drift());
    AbsoluteError error = AbsoluteError.of(data.labelled(), data.labels());
    List<Alert> alerts = new ArrayList<>();
    drift.forEach(one -> alerts.addAll(alerts(Alert.Kind.FEATURE_DRIFT, one, definition)));
    alerts.addAll(alerts(Alert.Kind.PREDICTION_DRIFT, prediction, definition));
    alerts.addAll(alerts(error, expectation.mae(), definition.error()));
    return new WindowResult(
        definition.name(),
        window,
        data.predictions().length,
        error,
        expectation.mae(),
        drift,
        prediction,
        alerts,
        WindowResult.Outcome.QUIET);
  }

  private static List<Alert> alerts(Alert.Kind kind, Drift drift, MonitorDefinition definition) {
    String what =
        kind == Alert.Kind.PREDICTION_DRIFT ? "The prediction" : "'" + drift.column() + "'";
    List<Alert> alerts = new ArrayList<>();
    if (drift.byPsi()) {
      String sentence =
          text(
              "%s has drifted: its PSI over the reference's deciles is %.3f, and %.3f is the limit.",
              what, drift.psi(), drift.psiThreshold());
      alerts.add(
          new Alert(kind, drift.column(), "psi", drift.psi(), drift.psiThreshold(), sentence));
    }
    if (drift.byKs()) {
      double limit = definition.drift().ks();
      String sentence =
          text(
              "%s has drifted: its Kolmogorov-Smirnov distance is %.3f (p %.2g), and %.3f is the"
                  + " limit.",
              what, drift.ks(), drift.probability(), limit);
      alerts.add(new Alert(kind, drift.column(), "ks", drift.ks(), limit, sentence));
    }
    return alerts;
  }

  private static List<Alert> alerts(AbsoluteError error, double expected, ErrorRules rules) {
    OptionalDouble mae = error.mean();
    double limit = expected * rules.ratio();
    if (mae.isEmpty() || error.rows() < rules.minimumLabels() || mae.getAsDouble() <= limit) {
      return List.of();
    }
    String sentence =
        text(
            "The mean absolute error over %d labels is %.3f: %.0f %% above the expected %.3f, and"
                + " %.0f %% is the limit.",
            error.rows(),
            mae.getAsDouble(),
            100 * (mae.getAsDouble() / expected - 1),
            expected,
            100 * (rules.ratio() - 1));
    return List.of(new Alert(Alert.Kind.ERROR, "", "mae", mae.getAsDouble(), limit, sentence));
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
