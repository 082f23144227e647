package dev.rondo.monitoring;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;

/// Reads a monitor's YAML file:
///
/// ```yaml
/// monitor: trip-duration
/// endpoint: trip-duration
/// window: 7d
/// drift: {psi: 0.25, ks: 0.15, ks-probability: 0.001, minimum-rows: 200, ignore: [month]}
/// error: {ratio: 1.1, minimum-labels: 200}
/// max-age: 35d
/// cool-down: 21d
/// rollback-margin: 0.05
/// routes: [scheduler, experimentation, data-engineering]
/// ```
///
/// `monitor`, `endpoint` and `window` are needed; the rest has the defaults above, except that
/// nothing is ignored.
public final class MonitorParser {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private MonitorParser() {}

  /// @throws Problem `invalid-file` with every mistake and its place
  public static MonitorDefinition parse(Yaml yaml) {
    Fields fields =
        Fields.of(yaml)
            .only(
                "monitor",
                "endpoint",
                "window",
                "drift",
                "error",
                "max-age",
                "cool-down",
                "rollback-margin",
                "routes",
                "description");
    MonitorDefinition definition =
        new MonitorDefinition(
            name(fields, "monitor"),
            name(fields, "endpoint"),
            positive(fields, "window", fields.duration("window")),
            drift(fields.optionalObject("drift")),
            error(fields.optionalObject("error")),
            positive(fields, "max-age", fields.duration("max-age", Duration.ofDays(35))),
            positive(fields, "cool-down", fields.duration("cool-down", Duration.ofDays(21))),
            routes(fields),
            real(fields, "rollback-margin", 0.05, v -> v >= 0, "0 or more"));
    fields.finish();
    return definition;
  }

  private static String name(Fields fields, String key) {
    String name = fields.text(key);
    fields.require(
        key,
        NAME.matcher(name).matches(),
        "a name of lower-case letters, digits and dashes, starting with a letter,");
    return name;
  }

  private static Duration positive(Fields fields, String key, Duration duration) {
    fields.require(key, duration.isPositive(), "a duration above 0");
    return duration;
  }

  private static DriftRules drift(Fields drift) {
    drift.only("psi", "ks", "ks-probability", "minimum-rows", "ignore");
    return new DriftRules(
        real(drift, "psi", 0.25, v -> v > 0, "above 0"),
        real(drift, "ks", 0.15, v -> v > 0 && v <= 1, "above 0, 1 at the most"),
        real(drift, "ks-probability", 0.001, v -> v > 0 && v < 1, "between 0 and 1"),
        count(drift, "minimum-rows"),
        Set.copyOf(drift.texts("ignore")));
  }

  private static ErrorRules error(Fields error) {
    error.only("ratio", "minimum-labels");
    return new ErrorRules(
        real(error, "ratio", 1.1, v -> v >= 1, "1 or more"), count(error, "minimum-labels"));
  }

  private static double real(
      Fields fields, String key, double fallback, DoublePredicate isRight, String right) {
    double value = fields.real(key, fallback);
    fields.require(key, isRight.test(value), "a number " + right);
    return value;
  }

  private static int count(Fields fields, String key) {
    int count = fields.whole(key, 200);
    fields.require(key, count >= 1, "a whole number, 1 or more,");
    return count;
  }

  private static List<FeedbackRoute> routes(Fields fields) {
    return fields.has("routes")
        ? fields.choices("routes", FeedbackRoute.class).stream().distinct().sorted().toList()
        : List.of(FeedbackRoute.values());
  }
}
