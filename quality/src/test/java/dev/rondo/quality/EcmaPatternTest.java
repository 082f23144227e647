package dev.rondo.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaPatternTest {
  @TempDir Path folder;

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "abc",
          "a\n",
          "a\nb",
          "[",
          "a&b",
          "1.5",
          "é",
          "\u00a0",
          "\u2028",
          "\u0085",
          "{",
          "}",
          "x{2}",
          "12",
          "2018-04-01",
          "a/b",
          "_",
          "-",
          "\\",
          "\u0001",
          "😀",
          "z",
          "ab12");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^a$",
        "a.b",
        "^.$",
        "\\s",
        "^\\S$",
        "[[]",
        "[a&&b]",
        "[^]",
        "[]",
        "\\/",
        "^\\d{4}-\\d\\d",
        "x{",
        "{",
        "}",
        "]",
        "\\cA",
        "\\u00e9",
        "\\u{1F600}",
        "\\uD83D\\uDE00",
        "\\x61",
        "(?<y>a)b",
        "^(?:a|b)+?$",
        "[\\s\\d]",
        "[\\b]",
        "\\_",
        "\\-",
        "[*+]+",
        "\\i",
        "a{1,2}?",
        "^[\\w.-]+$",
        "(?i)^A$",
        "(?s)a.b",
        "\\0",
        "\\p{Lu}",
        "[\\]]",
        "[a\\-z]"
      })
  void javaAndTheEngineAgree(String pattern) {
    String translated = EcmaPattern.translated(pattern);
    try (SqlSession session = Sessions.open(folder)) {
      for (String text : TEXTS) {
        boolean inSql =
            session
                .query("SELECT regexp_matches(?, ?) AS m", row -> row.flag("m"), text, translated)
                .getFirst();
        assertThat(Pattern.compile(translated).matcher(text).find())
            .as("%s on '%s'", translated, text)
            .isEqualTo(inSql);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "^a$, 'a\n', false",
    "^.$, '\u0085', true",
    "^.$, '\u2028', false",
    "\\s, '\u00a0', true",
    "^[^]$, '\n', true",
    "^[[]$, [, true",
    "^\\u{1F600}$, 😀, true",
    "^(?<year>[0-9]+)$, 12, true",
    "^x{$, x{, true"
  })
  void patternsMeanWhatTheStandardSays(String pattern, String text, boolean matches) {
    assertThat(Pattern.compile(EcmaPattern.translated(pattern)).matcher(text).find())
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!a)",
        "(?>a)",
        "(a)\\1",
        "\\k<a>",
        "a++",
        "a*+",
        "a?+",
        "a{2}+",
        "[a",
        "(a",
        "a)",
        "\\",
        "*",
        "(?<n",
        "[b-a]",
        "a{3,2}",
        "(?",
        "\\p{Nonsense}"
      })
  void whatCannotBeIsRefused(String pattern) {
    assertThatThrownBy(() -> EcmaPattern.translated(pattern)).isInstanceOf(Problem.class);
  }

  @Test
  void everyFormatIsAPatternOfBoth() {
    try (SqlSession session = Sessions.open(folder)) {
      for (TextFormat format : TextFormat.values()) {
        String translated = EcmaPattern.translated(format.pattern());
        assertThat(
                session.query(
                    "SELECT regexp_matches('', ?) AS m", row -> row.flag("m"), translated))
            .isEqualTo(List.of(format == TextFormat.BYTE));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IPV6, ::1, true",
    "IPV6, 2001:db8::ff00:42:8329, true",
    "IPV6, 1:2:3:4:5:6:7:8, true",
    "IPV6, ::ffff:192.168.0.1, true",
    "IPV6, 1::, true",
    "IPV6, ::, true",
    "IPV6, 1:2:3:4:5:6:7, false",
    "IPV6, 1::2::3, false",
    "IPV6, 12345::, false",
    "IPV4, 192.168.0.255, true",
    "IPV4, 256.1.1.1, false",
    "IPV4, 1.1.1, false",
    "UUID, 243c25e5-a081-43a9-aeab-6d5d5b6cb5e2, true",
    "UUID, 243c25e5a08143a9aeab6d5d5b6cb5e2, false",
    "URI, https://example.com/a?b=c#d, true",
    "URI, example.com, false",
    "HOSTNAME, a-b.example.com, true",
    "HOSTNAME, -a.example.com, false",
    "EMAIL, a.b+c@example.com, true",
    "EMAIL, a@b@c.de, false",
    "BYTE, aGFsbG8=, true",
    "BYTE, aGFsbG8, false",
    "DATE_TIME, 2018-04-01T12:30:00Z, true",
    "DATE_TIME, 2018-13-01T12:30:00Z, false"
  })
  void formatsKnowTheirTexts(TextFormat format, String text, boolean fits) {
    assertThat(Pattern.compile(EcmaPattern.translated(format.pattern())).matcher(text).find())
        .isEqualTo(fits);
  }
}
