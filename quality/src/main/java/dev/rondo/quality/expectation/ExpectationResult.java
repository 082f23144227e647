package dev.rondo.quality.expectation;

import dev.rondo.kernel.Counted;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of one expectation.
///
/// @param result the fields that the format asks for; empty after an exception
/// @param exception why there is no verdict; the expectation is then not fulfilled
/// @param measured the figure that it judges: what was observed, when that is a number, or how many
///   of a hundred are not as expected
public record ExpectationResult(
    ExpectationConfig config,
    boolean success,
    ObjectNode result,
    Optional<String> exception,
    OptionalDouble measured) {
  private static final int DIGITS = 7;

  /// How a note begins that says why there was nothing to hold a figure against.
  static final String NO_VERDICT = "not judged: ";

  ExpectationResult(
      ExpectationConfig config, boolean success, ObjectNode result, Optional<String> exception) {
    this(config, success, result, exception, measured(result));
  }

  /// The same with values of these columns hidden. The figure stays, so that its history can be
  /// watched.
  public ExpectationResult masked(Set<String> hidden) {
    return new Concealment(hidden).of(this);
  }

  /// The same without anything that tells of values of these columns.
  public ExpectationResult concealed(Set<String> hidden) {
    ExpectationResult masked = masked(hidden);
    return new ExpectationResult(config, success, masked.result, masked.exception);
  }

  /// Why it was not judged though it passes: there was nothing to hold its figure against.
  public Optional<String> unjudged() {
    JsonNode note = note();
    return tellsNoVerdict(note) ? Optional.of(note.stringValue()) : Optional.empty();
  }

  static boolean tellsNoVerdict(JsonNode note) {
    return note.isString() && note.stringValue().startsWith(NO_VERDICT);
  }

  private JsonNode note() {
    return result.path("details").path("note");
  }

  /// In words what was found, such as `not so in 3 of 10 rows (30.00 %)` or `found 1.5`; empty when
  /// the result tells nothing.
  public String found() {
    if (exception.isPresent()) {
      return "not judged: " + exception.get();
    }
    JsonNode bad = result.path("unexpected_count");
    if (bad.isNumber()) {
      return result.has("element_count")
          ? notSo(bad.asLong())
          : "not so in " + Counted.of(bad.asLong(), "case");
    }
    JsonNode observed = result.path("observed_value");
    JsonNode note = note();
    String aside = note.isString() ? " (" + note.stringValue() + ")" : "";
    return observed.isMissingNode() ? "" : "found " + text(observed) + aside;
  }

  /// Of the rows that are judged: where a value is missing, most expectations judge none.
  private String notSo(long bad) {
    long judged = result.path("element_count").asLong() - result.path("missing_count").asLong(0);
    return "not so in %s of %s (%s %%)"
        .formatted(
            String.format(Locale.ROOT, "%,d", bad),
            Counted.of(judged, result.path("missing_count").asLong(0) == 0 ? "row" : "judged row"),
            percent(result.path("unexpected_percent").asDouble(0)));
  }

  private static OptionalDouble measured(ObjectNode result) {
    JsonNode observed = result.path("observed_value");
    JsonNode percent = result.path("unexpected_percent");
    return observed.isNumber()
        ? OptionalDouble.of(observed.asDouble())
        : percent.isNumber() ? OptionalDouble.of(percent.asDouble()) : OptionalDouble.empty();
  }

  /// Some of the values that are not as expected, each once.
  public List<String> examples(int most) {
    List<String> examples = new ArrayList<>();
    for (JsonNode value : result.path("partial_unexpected_list")) {
      if (!value.isNull() && examples.size() < most && !examples.contains(text(value))) {
        examples.add(text(value));
      }
    }
    return examples;
  }

  private static String percent(double percent) {
    return percent > 0 && percent < 0.01 ? "<0.01" : String.format(Locale.ROOT, "%.2f", percent);
  }

  /// A value for people, numbers with a few digits.
  static String text(JsonNode value) {
    if (value.isDouble() && Double.isFinite(value.asDouble())) {
      return new BigDecimal(value.asDouble())
          .round(new MathContext(DIGITS))
          .stripTrailingZeros()
          .toPlainString();
    }
    return value.isString() ? value.asString() : value.toString();
  }
}
