package dev.rondo.quality;

import dev.rondo.kernel.Counted;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a check found about one rule.
///
/// @param rule its id
/// @param sentence what must hold
/// @param breaches how many rows break it; for a rule on the whole table that counts none, 1 or 0
/// @param passed no breach, or no more than it tolerates
/// @param observed what was found, for a rule on the whole table; else empty
/// @param sample at most five offending values or rows, in the order of the data
/// @param measured the figure that the rule judges, if it is one and finite: its history can be
///   watched
/// @param about results that were stored without have none
public record RuleResult(
    String rule,
    String sentence,
    Severity severity,
    boolean wholeTable,
    long breaches,
    boolean passed,
    String observed,
    List<String> sample,
    OptionalDouble measured,
    @Nullable RuleAbout about) {

  /// What is told of a rule on the whole table where only single rows were judged.
  public static final String ROWS_ALONE = "It says nothing of single rows.";

  private static final Pattern TELLS_VALUE = Pattern.compile("(?i)(found|not judged:) ");

  /// How begins what is found where there was nothing to hold the table against.
  static final String NO_VERDICT = "Not judged: ";

  public RuleResult {
    sample = List.copyOf(sample);
    about = Objects.requireNonNullElse(about, RuleAbout.NOTHING);
    if (measured.isPresent() && !Double.isFinite(measured.getAsDouble())) {
      measured = OptionalDouble.empty();
    }
  }

  /// A rule of which no more is known.
  public RuleResult(
      String rule,
      String sentence,
      Severity severity,
      boolean wholeTable,
      long breaches,
      boolean passed,
      String observed,
      List<String> sample,
      OptionalDouble measured) {
    this(
        rule,
        sentence,
        severity,
        wholeTable,
        breaches,
        passed,
        observed,
        sample,
        measured,
        RuleAbout.NOTHING);
  }

  /// A rule that measures nothing but its breaches.
  public RuleResult(
      String rule,
      String sentence,
      Severity severity,
      boolean wholeTable,
      long breaches,
      boolean passed,
      String observed,
      List<String> sample) {
    this(
        rule,
        sentence,
        severity,
        wholeTable,
        breaches,
        passed,
        observed,
        sample,
        OptionalDouble.of(breaches));
  }

  /// A rule on rows of which it is known how many break it, and no more.
  public static RuleResult of(Rule rule, long breaches) {
    return new RuleResult(
            rule.id(),
            rule.sentence(),
            rule.severity(),
            false,
            breaches,
            breaches == 0,
            "",
            List.of())
        .with(RuleAbout.of(rule));
  }

  /// A rule that says nothing of the rows that were judged.
  public static RuleResult notJudged(Rule rule) {
    return new RuleResult(
        rule.id(),
        rule.sentence(),
        rule.severity(),
        rule.expectation() instanceof Expectation.OfTable,
        0,
        true,
        ROWS_ALONE,
        List.of(),
        OptionalDouble.empty(),
        RuleAbout.of(rule));
  }

  /// What must hold and what was found, for people.
  public String told() {
    String found = !observed.isEmpty() ? observed : breaches == 0 ? "" : broken();
    return (sentence + " " + found).strip();
  }

  private String broken() {
    return Counted.of(breaches, "row") + (breaches == 1 ? " breaks it." : " break it.");
  }

  /// Why it was not judged though it passes: there was nothing to hold the table against.
  public Optional<String> unjudged() {
    return passed && observed.startsWith(NO_VERDICT) ? Optional.of(observed) : Optional.empty();
  }

  /// This finding on rows as one on the whole table.
  RuleResult ofWholeTable() {
    String found = wholeTable || breaches == 0 ? observed : broken();
    return new RuleResult(
        rule, sentence, severity, true, breaches, passed, found, sample, measured, about());
  }

  @Override
  public RuleAbout about() {
    return Objects.requireNonNull(about);
  }

  RuleResult with(RuleAbout other) {
    return new RuleResult(
        rule, sentence, severity, wholeTable, breaches, passed, observed, sample, measured, other);
  }

  /// The same with values of these columns hidden in its texts. The figure stays, so that its
  /// history can be watched.
  RuleResult masked(Set<String> hidden) {
    return isOf(hidden)
        ? with(
            tellsValue() ? "" : observed,
            sample.stream().map(Classification::mask).toList(),
            measured)
        : this;
  }

  /// The same without anything that tells of values of these columns.
  public RuleResult concealed(Set<String> hidden) {
    RuleResult masked = masked(hidden);
    return isOf(hidden) && tellsValue()
        ? masked.with(masked.observed, masked.sample, OptionalDouble.empty())
        : masked;
  }

  /// Whether it speaks of one of these columns; of one that names none nobody knows, so that what
  /// it found may be theirs.
  public boolean isOf(Set<String> columns) {
    List<String> own = about().columns();
    return own.isEmpty()
        ? !columns.isEmpty() && !sample.isEmpty()
        : own.stream().anyMatch(columns::contains);
  }

  /// Whether the figure is one of values, and not a count of rows.
  private boolean tellsValue() {
    return wholeTable && (observed.isEmpty() || TELLS_VALUE.matcher(observed).lookingAt());
  }

  private RuleResult with(String otherObserved, List<String> otherSample, OptionalDouble figure) {
    return new RuleResult(
        rule,
        sentence,
        severity,
        wholeTable,
        breaches,
        passed,
        otherObserved,
        otherSample,
        figure,
        about());
  }
}
