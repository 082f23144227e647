package dev.rondo.kernel;

import static dev.rondo.kernel.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void aLongTextKeepsItsBeginning() {
    assertThat(Texts.cut("abc", 3)).isEqualTo("abc");
    assertThat(Texts.cut("abcd", 3)).isEqualTo("abc");
    assertThat(Texts.shortened("abc", 3)).isEqualTo("abc");
    assertThat(Texts.shortened("abcd", 3)).isEqualTo("abc…");
    assertThat(Texts.brief("a".repeat(101))).isEqualTo("a".repeat(100) + "…");
  }

  @Test
  void noCharacterIsHalved() {
    assertThat(Texts.cut("a😀b", 2)).isEqualTo("a");
    assertThat(Texts.cut("😀b", 1)).isEmpty();
    forAll(
        50,
        random -> "x".repeat(random.nextInt(2)) + "😀x".repeat(random.nextInt(9)),
        text -> {
          for (int most = 1; most <= text.length() + 1; most++) {
            String cut = Texts.cut(text, most);
            assertThat(text).startsWith(cut);
            assertThat(cut.length()).isBetween(Math.min(most - 1, text.length()), most);
            assertThat(cut).matches("[^\\p{Cs}]*");
          }
        });
  }

  @Test
  void aMessageHoldsNoControlCharacters() {
    assertThat(Texts.brief("a\nb\u001b[31m\u0085")).isEqualTo("a\uFFFDb\uFFFD[31m\uFFFD");
  }
}
