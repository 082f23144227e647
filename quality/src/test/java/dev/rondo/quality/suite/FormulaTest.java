package dev.rondo.quality.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FormulaTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 1, 12, 0, 30);

  private static String value(String formula) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    Json.parseObject(
            """
            {"rows": 100, "share": 0.5, "start": "2026-01-31", "names": ["a"], "a.b": 7,
             "urn:great_expectations:validations:s:x.result.observed_value": 3}\
            """)
        .forEachEntry(parameters::put);
    return new FormulaValue(parameters, NOW).of(Formula.parse(formula)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "rows | 100",
        "names | [\"a\"]",
        "a.b + 1 | 8",
        "urn:great_expectations:validations:s:x.result.observed_value * 2 | 6",
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "2 ** 3 ** 2 | 512",
        "-2 ** 2 | -4",
        "2 ** -1 | 0.5",
        "10 - 3 - 2 | 5",
        "rows / 8 | 12.5",
        "rows * 1.1 | 110.00000000000001",
        "- rows + 1 | -99",
        "abs(-3) + round(2.5) + trunc(-1.7) | 4",
        "9223372036854775807 + 1 | 9.223372036854776E18",
        "now() | \"2026-03-01T12:00:30\"",
        "now() - timedelta(days=1, hours = 2) | \"2026-02-28T10:00:30\"",
        "timedelta(7) + datetime(2026, 1, 1) | \"2026-01-08T00:00:00\"",
        "start + timedelta(weeks=1) | \"2026-02-07T00:00:00\"",
      })
  void isWorkedOut(String formula, String value) {
    assertThat(value(formula)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 +", "1 2", "(1", "a &", "nwo()", "f(1)", "now(,)", ")"})
  void whatCannotBeReadIsRefused(String formula) {
    assertThatThrownBy(() -> Formula.parse(formula))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("'" + formula + "' is not a formula: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "names + 1",
        "now() * 2",
        "1 + timedelta(1)",
        "1 / 0",
        "timedelta(1)",
        "timedelta(years=1)",
        "datetime(2026, 13, 1)",
        "abs()",
        "abs(now())",
        "missing"
      })
  void whatHasNoValueIsRefused(String formula) {
    assertThatThrownBy(() -> value(formula)).isInstanceOf(Problem.class);
  }

  @Test
  void aFunctionIsSuggested() {
    assertThatThrownBy(() -> Formula.parse("tiemdelta()"))
        .hasMessage(
            "'tiemdelta()' is not a formula: There is no function 'tiemdelta'. Did you mean 'timedelta'?");
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> Formula.parse("(".repeat(200_000) + "1"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("too deep");
  }
}
