package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.ColumnType;
import dev.rondo.quality.Expectation.Bound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PhrasebookTest {
  private static final Pattern PLACE = Pattern.compile("%s");

  @Test
  void bothLanguagesHaveTheSameWordsWithTheSamePlaces() {
    assertThat(Phrasebook.CHINESE.formats().keySet())
        .isEqualTo(Phrasebook.ENGLISH.formats().keySet());
    Phrasebook.ENGLISH
        .formats()
        .forEach((key, english) ->
            assertThat(places(Phrasebook.CHINESE.formats().getOrDefault(key, "")))
                .as(key)
                .isEqualTo(places(english.replaceAll("\\|.*", ""))));
  }

  private static long places(String format) {
    return PLACE.matcher(format).results().count();
  }

  @Test
  void everyConstantHasWords() {
    for (Phrasebook words : List.of(Phrasebook.ENGLISH, Phrasebook.CHINESE)) {
      for (ColumnType type : ColumnType.values()) {
        assertThat(words.say(type)).isNotEmpty();
      }
      for (TextFormat format : TextFormat.values()) {
        assertThat(words.say(format)).isNotEmpty();
      }
      for (Comparison.Operator operator : Comparison.Operator.values()) {
        assertThat(words.say(operator, "1", "2")).contains("1");
      }
    }
  }

  @Test
  void sentencesReadWellInChinese() {
    Expectation range =
        new Expectation.Range(
            "fare", Optional.of(new Bound(0.0, false)), Optional.of(new Bound(100L, true)));
    assertThat(chinese(range)).isEqualTo("每个“fare”都大于 0 且不大于 100。");
    assertThat(chinese(new Expectation.Unique(List.of("a", "b")))).isEqualTo("没有两行的“a”和“b”相同。");
    assertThat(chinese(new Expectation.Length("code", OptionalInt.of(2), OptionalInt.of(3))))
        .isEqualTo("每个“code”的字符数都不小于 2 且不大于 3。");
    assertThat(chinese(new Expectation.Freshness("seen", Duration.ofDays(2))))
        .isEqualTo("最新的“seen”距今不超过 2 天。");
    Comparison few = new Comparison(Comparison.Operator.BE_LESS_THAN, 5, 0);
    assertThat(
            chinese(
                new Expectation.Breaches(
                    new Expectation.NotNull("x"), Tolerance.Measure.PERCENT, few)))
        .isEqualTo("违反“每一行的“x”都不为空”的行所占的百分比小于 5。");
  }

  private static String chinese(Expectation expectation) {
    return Sentences.CHINESE.say(expectation, Tolerance.NONE);
  }
}
