package dev.rondo.quality.expectation;

import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.stream.Stream;

/// How the values of a column are distributed, and how those of two hang together.
final class DistributionExpectations {
  private DistributionExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(divergence(), chiSquare(), bootstrapped(), theory(), association());
  }

  private static Parameter partition(String about) {
    return Parameter.required("partition_object", Form.OBJECT, about);
  }

  private static Parameter tailHoldout() {
    return Parameter.optional(
        "tail_weight_holdout",
        Form.SHARE,
        0.0,
        "the share held back for values that the partition does not hold");
  }

  private static ExpectationType divergence() {
    return ExpectationType.named(
            "expect_column_kl_divergence_to_be_less_than",
            Family.COLUMN_AGGREGATE,
            "The shares of values, or of ranges of values, are close to those expected.")
        .column()
        .takes(
            Parameter.optional(
                "partition_object",
                Form.OBJECT,
                "`weights` that sum to 1, and `values` or one more `bins`, with which may come two"
                    + " `tail_weights`; without it the shares are told and not judged"),
            Parameter.optional(
                "threshold",
                Form.NUMBER,
                "the largest divergence that is good, 0 or more; without it any is"),
            tailHoldout(),
            Parameter.optional(
                "internal_weight_holdout",
                Form.SHARE,
                0.0,
                "the share held back for bins of weight 0"),
            Parameter.optional(
                "bucketize_data",
                Form.FLAG,
                true,
                "whether without a partition bins are made, 1,000 at most, and not single values told"),
            Parameter.optional("min_value", Form.COMPARABLE, "which is taken and not used"),
            Parameter.optional("max_value", Form.COMPARABLE, "which is taken and not used"))
        .requires(Divergence::mistake)
        .example(
            """
            {"column": "payment_type", "threshold": 0.05, "tail_weight_holdout": 0.01,
              "partition_object": {"values": [1, 2, 3], "weights": [0.7, 0.25, 0.05]}}\
            """)
        .judgedAsWhole(Divergence::judge);
  }

  private static ExpectationType chiSquare() {
    return ExpectationType.named(
            "expect_column_chisquare_test_p_value_to_be_greater_than",
            Family.COLUMN_AGGREGATE,
            "The counts of values may come from expected shares, by Pearson's test.")
        .column()
        .takes(
            partition("`values` and as many `weights`, which sum to 1"),
            Parameter.optional("p", Form.SHARE, 0.05, "what the probability must be above"),
            tailHoldout())
        .requires(GoodnessOfFit::categoriesMistake)
        .requires(arguments -> GoodnessOfFit.probabilityMistake(arguments, "p"))
        .example(
            """
            {"column": "coin", "p": 0.01,
              "partition_object": {"values": ["heads", "tails"], "weights": [0.5, 0.5]}}\
            """)
        .judgedAsWhole(GoodnessOfFit::chiSquare);
  }

  private static ExpectationType bootstrapped() {
    return ExpectationType.named(
            "expect_column_bootstrapped_ks_test_p_value_to_be_greater_than",
            Family.COLUMN_AGGREGATE,
            "Small samples of the values may come from expected ranges, by Kolmogorov and Smirnov's"
                + " test.")
        .column()
        .takes(
            partition("`weights` that sum to 1 and one more `bins`, all finite"),
            Parameter.optional(
                "p",
                Form.SHARE,
                0.05,
                "the probability that passes a sample, and what the share of those must be above"),
            Parameter.optional("bootstrap_samples", Form.WHOLE, 1000, "how many samples are drawn"),
            Parameter.optional(
                "bootstrap_sample_size",
                Form.WHOLE,
                "how many values each sample has; twice the number of weights when not given"))
        .requires(GoodnessOfFit::rangesMistake)
        .requires(arguments -> GoodnessOfFit.probabilityMistake(arguments, "p"))
        .example(
            """
            {"column": "fare", "p": 0.05,
              "partition_object": {"bins": [0, 5, 10, 50], "weights": [0.2, 0.5, 0.3]}}\
            """)
        .judgedAsWhole(GoodnessOfFit::bootstrapped);
  }

  private static ExpectationType theory() {
    return ExpectationType.named(
            "expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than",
            Family.COLUMN_AGGREGATE,
            "The values may come from a named distribution, by Kolmogorov and Smirnov's test.")
        .column()
        .takes(
            Parameter.required(
                "distribution", Form.TEXT, "one of norm, beta, gamma, uniform, chi2 and expon"),
            Parameter.required(
                "params",
                Form.ANY,
                "its parameters, as a list or by name: norm has mean and std_dev; beta alpha, beta,"
                    + " loc and scale; gamma alpha, loc and scale; uniform min, and max for its"
                    + " length; chi2 df, loc and scale; expon loc and scale"),
            Parameter.optional(
                "p_value", Form.SHARE, 0.05, "what the probability must be at least"))
        .requires(GoodnessOfFit::theoryMistake)
        .requires(arguments -> GoodnessOfFit.probabilityMistake(arguments, "p_value"))
        .example(
            """
            {"column": "height", "distribution": "norm",
              "params": {"mean": 170, "std_dev": 9.5}}\
            """)
        .judgedAsWhole(GoodnessOfFit::theory);
  }

  private static ExpectationType association() {
    return ExpectationType.named(
            "expect_column_pair_cramers_phi_value_to_be_less_than",
            Family.COLUMN_PAIR,
            "Two columns say little about each other, by Cramér's V.")
        .takes(
            Parameter.required("column_A", Form.COLUMN, "the first"),
            Parameter.required("column_B", Form.COLUMN, "the second"),
            bins("A"),
            bins("B"),
            ranges("A"),
            ranges("B"),
            Parameter.optional("threshold", Form.NUMBER, 0.1, "the largest V that is good"))
        .requires(Association::mistake)
        .example("{\"column_A\": \"vendor\", \"column_B\": \"fare\", \"bins_B\": [5, 20]}")
        .judgedAsWhole(Association::judge);
  }

  private static Parameter bins(String side) {
    return Parameter.optional(
        "bins_" + side,
        Form.VALUES,
        "for numbers the ends of ranges, for others lists of values that count as one");
  }

  private static Parameter ranges(String side) {
    return Parameter.optional(
        "n_bins_" + side,
        Form.WHOLE,
        "without bins, how many ranges of numbers, or frequent values, are told apart; 10 when not"
            + " given");
  }
}
