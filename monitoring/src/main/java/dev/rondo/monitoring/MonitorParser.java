package dev.rondo.monitoring;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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
/// nothing is ignored. A duration is a number with `m`, `h`, `d` or `w`.
public final class MonitorParser {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([mhdw])");

  private final Yaml yaml;
  private final List<Mistake> mistakes = new ArrayList<>();

  private MonitorParser(Yaml yaml) {
    this.yaml = yaml;
  }

  /// @throws Problem `invalid-file` with every mistake and its place
  public static MonitorDefinition parse(Yaml yaml) {
    return new MonitorParser(yaml).parse();
  }

  private MonitorDefinition parse() {
    if (!(yaml.root() instanceof ObjectNode root)) {
      throw refused(List.of(yaml.place("").mistake("A monitor is a mapping of keys to values.")));
    }
    onlyKeys(
        "",
        root,
        Set.of(
            "monitor",
            "endpoint",
            "window",
            "drift",
            "error",
            "max-age",
            "cool-down",
            "rollback-margin",
            "routes",
            "description"));
    MonitorDefinition definition =
        new MonitorDefinition(
            name(root, "monitor"),
            name(root, "endpoint"),
            duration(root, "window", Optional.empty()),
            drift(root.path("drift")),
            error(root.path("error")),
            duration(root, "max-age", Optional.of(Duration.ofDays(35))),
            duration(root, "cool-down", Optional.of(Duration.ofDays(21))),
            routes(root.path("routes")),
            number("", root, "rollback-margin", 0.05, v -> v >= 0, "0 or more"));
    if (!mistakes.isEmpty()) {
      throw refused(mistakes);
    }
    return definition;
  }

  private static Problem refused(List<Mistake> mistakes) {
    return Problem.of(ProblemCode.INVALID_FILE, mistakes.getFirst().toString(), mistakes);
  }

  private void mistake(String pointer, String format, Object... arguments) {
    mistakes.add(yaml.place(pointer).mistake(format.formatted(arguments)));
  }

  private void onlyKeys(String pointer, JsonNode object, Set<String> known) {
    for (String key : object.propertyNames()) {
      if (!known.contains(key)) {
        mistake(
            pointer + "/" + Yaml.escape(key),
            "'%s' is not known here; known are: %s.",
            key,
            String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private String name(ObjectNode root, String key) {
    JsonNode value = root.path(key);
    if (!value.isString() || !NAME.matcher(value.asString()).matches()) {
      mistake(
          "/" + key,
          value.isMissingNode()
              ? "The key '%s' is missing."
              : "'%s' needs a name of lower-case letters, digits and dashes, starting with a letter.",
          key);
      return "";
    }
    return value.asString();
  }

  private Duration duration(ObjectNode root, String key, Optional<Duration> otherwise) {
    JsonNode value = root.path(key);
    if (value.isMissingNode()) {
      return otherwise.orElseGet(() -> {
        mistake("/" + key, "The key '%s' is missing.", key);
        return Duration.ZERO;
      });
    }
    Duration duration = value.isString() ? read(value.asString()) : Duration.ZERO;
    if (!duration.isPositive()) {
      mistake("/" + key, "%s is not a duration: write 12h, 7d or 4w.", value);
    }
    return duration;
  }

  private static Duration read(String text) {
    Matcher form = DURATION.matcher(text);
    if (form.matches()) {
      long count = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        case "d" -> Duration.ofDays(count);
        default -> Duration.ofDays(7 * count);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  private DriftRules drift(JsonNode drift) {
    requireObject("/drift", drift);
    onlyKeys("/drift", drift, Set.of("psi", "ks", "ks-probability", "minimum-rows", "ignore"));
    Set<String> ignored = new TreeSet<>();
    JsonNode ignore = drift.path("ignore");
    if (!ignore.isMissingNode() && !ignore.isArray()) {
      mistake("/drift/ignore", "'ignore' needs a list of feature names.");
    }
    ignore.forEach(feature -> ignored.add(feature.asString()));
    return new DriftRules(
        number("/drift", drift, "psi", 0.25, v -> v > 0, "above 0"),
        number("/drift", drift, "ks", 0.15, v -> v > 0 && v <= 1, "above 0, 1 at the most"),
        number("/drift", drift, "ks-probability", 0.001, v -> v > 0 && v < 1, "between 0 and 1"),
        (long) number("/drift", drift, "minimum-rows", 200, v -> v >= 1, "1 or more"),
        ignored);
  }

  private ErrorRules error(JsonNode error) {
    requireObject("/error", error);
    onlyKeys("/error", error, Set.of("ratio", "minimum-labels"));
    return new ErrorRules(
        number("/error", error, "ratio", 1.1, v -> v >= 1, "1 or more"),
        (long) number("/error", error, "minimum-labels", 200, v -> v >= 1, "1 or more"));
  }

  private void requireObject(String pointer, JsonNode node) {
    if (!node.isMissingNode() && !node.isObject()) {
      mistake(pointer, "'%s' needs a mapping of keys to values.", pointer.substring(1));
    }
  }

  private double number(
      String pointer,
      JsonNode object,
      String key,
      double otherwise,
      DoublePredicate isRight,
      String right) {
    JsonNode value = object.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber() || !isRight.test(value.asDouble())) {
      mistake(pointer + "/" + key, "%s is not right for '%s': a number %s.", value, key, right);
      return otherwise;
    }
    return value.asDouble();
  }

  private List<FeedbackRoute> routes(JsonNode routes) {
    if (routes.isMissingNode()) {
      return List.of(FeedbackRoute.values());
    }
    if (!routes.isArray()) {
      mistake("/routes", "'routes' needs a list.");
    }
    EnumSet<FeedbackRoute> found = EnumSet.noneOf(FeedbackRoute.class);
    for (int i = 0; i < routes.size(); i++) {
      String text = routes.get(i).asString();
      Optional<FeedbackRoute> route =
          Arrays.stream(FeedbackRoute.values()).filter(r -> r.text().equals(text)).findFirst();
      route.ifPresent(found::add);
      if (route.isEmpty()) {
        mistake(
            "/routes/" + i,
            "'%s' is not a route; routes are scheduler, experimentation and data-engineering.",
            text);
      }
    }
    return List.copyOf(found);
  }
}
