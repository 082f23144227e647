package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LikeTest {
  private static final List<String> PIECES = List.of("%", "_", "a", "b", "A", "é", "😀", "!", "\\");

  @TempDir Path folder;

  private static String some(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  @Test
  void matchesWhatTheSqlEngineMatches() {
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add(some(random, 6));
    }
    try (SqlSession session = new SqlEngine(1000, 2, folder).open(List.of())) {
      for (int i = 0; i < 400; i++) {
        String pattern = some(random, 5);
        boolean isEscaped = random.nextBoolean() && !pattern.matches("(?s).*?(!!)*!");
        Like like = isEscaped ? Like.compile(pattern, "!") : Like.compile(pattern);
        String sql =
            "SELECT (unnest LIKE %s %s)::INT FROM unnest(%s)"
                .formatted(
                    SqlSession.text(pattern),
                    isEscaped ? "ESCAPE '!'" : "",
                    SqlSession.texts(texts));
        assertThat(texts.stream().map(text -> like.test(text) ? 1L : 0L))
            .as(pattern)
            .isEqualTo(session.query(sql, row -> row.number(1)));
      }
    }
  }

  @Test
  void anEscapeMustEscapeSomething() {
    assertThatThrownBy(() -> Like.compile("a!", "!"))
        .hasMessage("The LIKE pattern 'a!' ends with its escape character, which escapes nothing.");
    assertThatThrownBy(() -> Like.compile("a", "!!")).hasMessageContaining("one character");
    assertThat(Like.compile("a!!", "!").test("a!")).isTrue();
  }

  @Test
  void manyWildcardsAreFast() {
    assertThat(Like.compile("%a".repeat(50) + "%b").test("a".repeat(10_000))).isFalse();
  }
}
