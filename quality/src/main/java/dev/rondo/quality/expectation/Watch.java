package dev.rondo.quality.expectation;

import dev.rondo.kernel.Counted;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Measured;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a figure is held against its earlier values.
///
/// @param threshold the largest score that is usual
/// @param least how many earlier values there must be
/// @param window how many of the newest are looked at
/// @param season empty when every earlier value is compared
record Watch(
    double threshold, int least, int window, Optional<Season> season, Direction direction) {
  /// With seasons only some of the values are compared.
  private static final int MOST_VALUES = 10_000;

  /// Which way a figure must not go.
  enum Direction {
    BOTH,
    UP,
    DOWN;

    static Optional<Direction> find(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean admits(double score, double threshold) {
      return (this == UP || score >= -threshold) && (this == DOWN || score <= threshold);
    }
  }

  /// The parameters of every type that watches.
  static ExpectationType.Builder on(ExpectationType.Builder type) {
    return type.takes(
            Parameter.optional(
                "threshold", Form.NUMBER, 3.5, "the largest score, in robust deviations, above 0"),
            Parameter.optional(
                "min_history",
                Form.WHOLE,
                8,
                "how many earlier values there must be, 3 at least; before that nothing is judged"),
            Parameter.optional(
                "window", Form.WHOLE, 50, "how many of the newest earlier values are compared"),
            Parameter.optional(
                "season",
                Form.ANY,
                "compares with the same phase of earlier seasons only: after so many values, such as"
                    + " 7, or by `day_of_week` or `hour_of_day` (UTC)"),
            Parameter.optional(
                "direction",
                Form.TEXT,
                "both",
                "`up` when only a rise is bad, `down` when only a fall is, or `both`"))
        .requires(Watch::mistake);
  }

  private static Optional<String> mistake(Arguments arguments) {
    if (!(arguments.number("threshold") > 0)) {
      return Optional.of("'threshold' must be above 0.");
    }
    if (arguments.number("min_history") < 3) {
      return Optional.of("'min_history' must be 3 at least.");
    }
    if (arguments.number("window") < arguments.number("min_history")) {
      return Optional.of("'window' must be 'min_history' at least.");
    }
    if (arguments.has("season") && Season.of(arguments.value("season")).isEmpty()) {
      return Optional.of(
          "'season' is %s; it must be a whole number from 2 on, day_of_week or hour_of_day."
              .formatted(arguments.value("season")));
    }
    return Direction.find(arguments.text("direction")).isPresent()
        ? Optional.empty()
        : Optional.of(
            "'direction' is '%s'; it must be both, up or down."
                .formatted(arguments.text("direction")));
  }

  static Watch of(Arguments arguments) {
    return new Watch(
        arguments.number("threshold"),
        (int) arguments.number("min_history"),
        (int) arguments.number("window"),
        Season.of(arguments.value("season")),
        Direction.find(arguments.text("direction")).orElseThrow());
  }

  /// Judges a figure by its earlier values.
  Judgement.Told judge(double value, Scope scope) {
    List<Measured> history =
        scope
            .around()
            .history()
            .values(scope.config().name(), scope.now(), season.isPresent() ? MOST_VALUES : window);
    Season.Compared compared =
        season
            .map(one -> one.compare(history, scope.now()))
            .orElseGet(() ->
                new Season.Compared(0, history.stream().mapToDouble(Measured::value).toArray()));
    double[] values = compared.values();
    double[] newest =
        Arrays.copyOfRange(values, Math.max(0, values.length - window), values.length);
    if (newest.length < least || Double.isNaN(compared.level())) {
      return unknown(value, newest.length);
    }
    return judge(value, compared.level(), newest);
  }

  private Judgement.Told unknown(double value, int history) {
    ObjectNode result = Wire.observed(value);
    ObjectNode details = result.putObject("details");
    details.put("history", history);
    details.put(
        "note",
        ExpectationResult.NO_VERDICT + "not enough history, %d of %d".formatted(history, least));
    return new Judgement.Told(true, result);
  }

  private Judgement.Told judge(double value, double level, double[] values) {
    Usual usual = Usual.of(values);
    double median = level + usual.median();
    double score = usual.score(value - level);
    double reach = threshold * usual.deviation();
    JsonNode lower = direction == Direction.UP ? nothing() : Wire.of(median - reach);
    JsonNode upper = direction == Direction.DOWN ? nothing() : Wire.of(median + reach);
    ObjectNode result = Wire.observed(value);
    ObjectNode details = result.putObject("details");
    details.put("history", values.length);
    details.put("median", median);
    details.put("deviation", usual.deviation());
    details.set("score", Wire.of(score));
    details.set("lower", lower);
    details.set("upper", upper);
    details.put("note", note(lower, upper, values.length));
    return new Judgement.Told(direction.admits(score, threshold), result);
  }

  private static JsonNode nothing() {
    return JsonNodeFactory.instance.nullNode();
  }

  private static String note(JsonNode lower, JsonNode upper, int history) {
    String from = lower.isNull() ? "" : " from " + ExpectationResult.text(lower);
    String to = upper.isNull() ? "" : " up to " + ExpectationResult.text(upper);
    return "usual is%s%s after %s".formatted(from, to, Counted.of(history, "value"));
  }

  /// There is no figure to judge.
  static Judgement.Told nothingMeasured() {
    ObjectNode result = Json.object();
    result.set("observed_value", nothing());
    return new Judgement.Told(false, result);
  }
}
