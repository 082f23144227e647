package dev.rondo.quality.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.quality.expectation.Catalog;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  /// A part of a template that was not replaced.
  private static final String OPEN = "\\[!?\\w+(=\\w+)?: |\\{(column|bounds|value)\\w*}";

  @Test
  void everyTypeHasASentenceInBothLanguages() {
    assertThat(Catalog.all())
        .as("add what is missing to english.yaml and chinese.yaml")
        .allSatisfy(type -> {
          assertThat(Sentences.ENGLISH.knows(type)).as(type.name()).isTrue();
          assertThat(Sentences.CHINESE.knows(type)).as(type.name()).isTrue();
        });
  }

  @Test
  void everyExampleMakesASentence() {
    assertThat(Examples.catalog().expectations())
        .allSatisfy(expectation -> {
          assertThat(Sentences.ENGLISH.of(expectation))
              .matches("[A-Z].*\\.")
              .doesNotContain("  ", "null")
              .doesNotContainPattern(OPEN);
          assertThat(Sentences.CHINESE.of(expectation))
              .endsWith("。")
              .matches(".*\\p{IsHan}.*")
              .doesNotContain("  ", "null")
              .doesNotContainPattern(OPEN);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not_be_null | Every row has a 'a'. | 每一行的“a”都不为空。",
        "be_between: {min: 0, max: 100} | Every 'a' is between 0 and 100. | “a”的每个值都在 0 与 100 之间。",
        "be_between: {min: 0, max: 1.50, strict_min: true} | Every 'a' is more than 0 and at most 1.5."
            + " | “a”的每个值都大于 0 且不大于 1.5。",
        "be_between: {max: $most} | Every 'a' is at most $most. | “a”的每个值都不大于 $most。",
        "max_to_be_between: {max: '2020-01-01', strict_max: true} | The greatest 'a' is less than"
            + " '2020-01-01'. | “a”的最大值小于 “2020-01-01”。",
        "mean_to_be_between: {} | The mean 'a' is anything. | “a”的平均值不限。",
        "be_in_set: [1, x, null] | Every 'a' is one of 1, 'x' and nothing. | “a”的每个值都属于1、“x”、空。",
        "be_in_set: [] | Every 'a' is one of nothing. | “a”的每个值都属于空。",
        "be_in_set: {} | Every 'a' is one of any values. | “a”的每个值都属于任意值。",
        "not_be_null: {mostly: 0.999, when: vendor == 1} | Every row has a 'a' (at least 99.9 %;"
            + " where vendor == 1). | 每一行的“a”都不为空（至少 99.9%；条件：vendor == 1）。",
        "not_be_null: {mostly: 0.07} | Every row has a 'a' (at least 7 %). | 每一行的“a”都不为空（至少 7%）。",
        "be_increasing: {strictly: true} | Every 'a' is more than the one before it. |"
            + " “a”的每个值都大于前一个值。",
        "be_increasing | Every 'a' is at least the one before it. | “a”的每个值都不小于前一个值。",
        "not_be_outliers: {method: std, multiplier: 3} | No 'a' lies 3 standard deviations or more"
            + " from the mean. | “a”的任何值都不在距平均值 3 个标准差或更远处。",
        "quantile_values_to_be_between: {quantile_ranges: {quantiles: [0.5, 0.9], value_ranges: [[1,"
            + " 2], [null, 5]]}} | Of the quantiles of 'a', that at 0.5 between 1 and 2; that at 0.9"
            + " at most 5. | “a”的各分位数：0.5 分位数在 1 与 2 之间；0.9 分位数不大于 5。",
      })
  void saysWhatIsAsked(String item, String english, String chinese) {
    String written = item.contains(":") ? "{" + item + "}" : item;
    SuiteExpectation expectation = Examples.only(Examples.yaml("columns: {a: [" + written + "]}"));

    assertThat(Sentences.ENGLISH.of(expectation)).isEqualTo(english);
    assertThat(Sentences.CHINESE.of(expectation)).isEqualTo(chinese);
  }

  @Test
  void aDescriptionReplacesTheSentence() {
    SuiteExpectation expectation =
        Examples.only(Examples.yaml("columns: {a: [{not_be_null: {description: All have it.}}]}"));

    assertThat(Sentences.CHINESE.of(expectation)).isEqualTo("All have it.");
  }

  @Test
  void longListsAndTextsAreCut() {
    String values = IntStream.range(0, 25).boxed().toList().toString();
    assertThat(
            Sentences.ENGLISH.of(
                Examples.only(Examples.yaml("columns: {a: [{be_in_set: " + values + "}]}"))))
        .isEqualTo("Every 'a' is one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 15 more.");
    assertThat(
            Sentences.ENGLISH.of(
                Examples.only(
                    Examples.yaml("columns: {a: [{be_in_set: [" + "x".repeat(500) + "]}]}"))))
        .hasSizeLessThan(200)
        .endsWith("x…'.");
  }
}
