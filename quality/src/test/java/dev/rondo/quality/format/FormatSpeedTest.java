package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Each test of a value takes microseconds; the bound is far above what is measured, so that only a
/// slip of magnitude fails.
class FormatSpeedTest {
  private static final int ROUNDS = 20_000;
  private static final double MOST_MICROS = 1000;

  private static final Map<String, Predicate<String>> TESTS =
      Map.of(
          "regex",
          PythonRegex.compile("^[^@\\s]+@[^@\\s]+\\.\\w+$"),
          "like",
          Like.compile("%@%.c__"),
          "strptime",
          Strptime.compile("%Y-%m-%d %H:%M:%S"),
          "dateutil",
          DateutilParser::accepts,
          "json",
          PythonJson::accepts,
          "schema",
          JsonSchemaTest.compile(Json.parse("{\"type\": \"object\", \"required\": [\"a\"]}")),
          "email",
          SemanticType.EMAIL,
          "url",
          SemanticType.URL);

  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "strptime", List.of("2020-01-31 12:30:59", "2020-02-31 12:30:59"),
          "dateutil", List.of("Thu, 25 Sep 2003 10:49:41 -0300", "2020-01-31T12:30:59Z"),
          "json", List.of("{\"a\": [1, 2.5, \"x\"], \"b\": null}", "{\"a\": "),
          "schema", List.of("{\"a\": 1}", "{\"b\": 1}"),
          "url", List.of("https://example.org/p?q=1", "nothing"));

  private static double micros(Predicate<String> test, List<String> texts) {
    int found = 0;
    long start = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      found += test.test(texts.get(i % texts.size())) ? 1 : 0;
    }
    assertThat(found).isPositive();
    return (System.nanoTime() - start) / 1000.0 / ROUNDS;
  }

  @Test
  void aValueTakesMicroseconds() {
    TESTS.forEach((name, test) -> {
      List<String> texts =
          TEXTS.getOrDefault(name, List.of("someone@example.com", "no address at all"));
      micros(test, texts);
      double micros = micros(test, texts);
      System.out.printf("format.%s_us %.2f%n", name, micros);
      assertThat(micros).as(name).isLessThan(MOST_MICROS);
    });
  }
}
