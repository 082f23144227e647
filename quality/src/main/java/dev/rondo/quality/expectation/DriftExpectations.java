package dev.rondo.quality.expectation;

import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.Optional;
import java.util.stream.Stream;

/// A column held against a reference: the same column of another table, or of its stored profile.
final class DriftExpectations {
  private DriftExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(drift());
  }

  private static ExpectationType drift() {
    return ExpectationType.named(
            "expect_column_distribution_to_be_close_to_reference",
            Family.COLUMN_AGGREGATE,
            "The values are distributed as those of the same column of a reference: a table, such as"
                + " a snapshot that a model was trained on, or its stored profile. Missing values do"
                + " not count.")
        .column()
        .takes(
            Parameter.optional(
                "reference", Form.TEXT, "reference", "the name of the table or profile"),
            Parameter.optional(
                "method",
                Form.TEXT,
                "psi",
                "`psi` and `jensen_shannon` (base 2) are distances of shares, `chi_square` is a test"
                    + " of counts: of numbers by the tenths of the reference, of others by single"
                    + " values; `wasserstein` (in standard deviations of the reference) is a"
                    + " distance and `ks` a test of the numbers themselves, which a profile does"
                    + " not keep"),
            Parameter.optional(
                "threshold",
                Form.NUMBER,
                "the largest distance that is good, or the least probability for a test; when not"
                    + " given 0.25 for psi, 0.1 for jensen_shannon and wasserstein, 0.05 for ks and"
                    + " chi_square"))
        .requires(DriftExpectations::mistake)
        .example("{\"column\": \"fare\", \"reference\": \"trained_on\", \"threshold\": 0.1}")
        .judgedAsWhole(Drift::judge);
  }

  private static Optional<String> mistake(Arguments arguments) {
    String word = arguments.text("method");
    if (Distance.find(word).isEmpty()) {
      return Optional.of(
          "'method' is '%s'; it must be one of %s.".formatted(word, Distance.words()));
    }
    return arguments.optionalNumber("threshold").orElse(1) >= 0
        ? Optional.empty()
        : Optional.of("'threshold' must be 0 or more.");
  }
}
