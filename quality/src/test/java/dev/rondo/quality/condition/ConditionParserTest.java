package dev.rondo.quality.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a>1&b<2 | a > 1 and b < 2",
        "a > 1 or b < 2 and c | a > 1 or (b < 2 and c == True)",
        "1 < a <= 5 | a > 1 and a <= 5",
        "~a | not (a == True)",
        "a not in (1, 2) | a not in [1, 2]",
        "a == ['x'] | a in [\"x\"]",
        "`a b`.isna() | `a b`.isnull()",
        "`in` == -2.5 | `in` == -2.5",
        "5 == a | a == 5",
        "((a)) > (1) | a > 1"
      })
  void pandas(String text, String canonical) {
    RowCondition condition = RowCondition.parse(text, "pandas");
    assertThat(condition.text()).isEqualTo(canonical);
    assertThat(RowCondition.parse(canonical, "python")).isEqualTo(condition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a = 1 | a == 1",
        "a <> 1 | a.notnull() and a != 1",
        "NOT a = 1 | a.notnull() and a != 1",
        "NOT a > b | a <= b",
        "a IS NOT NULL and b is null | a.notnull() and b.isnull()",
        "a NOT IN (1, 2) | a.notnull() and a not in [1, 2]",
        "a between 1 and 2 | a >= 1 and a <= 2",
        "a NOT BETWEEN 1 AND 2 | a < 1 or a > 2",
        "d >= DATE '2020-01-01' | d >= \"2020-01-01\"",
        "not (a = 1 or not flag) | (a.notnull() and a != 1) and flag == True"
      })
  void spark(String text, String canonical) {
    assertThat(RowCondition.parse(text, "spark").text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "col(\"a\") > 5 | a > 5",
        "col(\"a b\") == \"x\" | `a b` == \"x\"",
        "col(\"a\").notNull() | a.notnull()",
        "col(\"a\").notnull() | a.notnull()",
        "col(\"d\") <= date(\"2020-01-31\") | d <= \"2020-01-31\"",
        "col(\"a\")!=-1.5 | a != -1.5"
      })
  void col(String text, String canonical) {
    assertThat(RowCondition.parse(text, "great_expectations").text()).isEqualTo(canonical);
    assertThat(RowCondition.parse(text, "great_expectations__experimental__").text())
        .isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a >",
        "a = 1",
        "> 1",
        "a > 1 b",
        "a >> 1",
        "(a > 1",
        "a > 1)",
        "a in 1",
        "a in [b]",
        "a in [1",
        "1 > 2",
        "'x'",
        "[1]",
        "a > @b",
        "a + 1 > 2",
        "a == None",
        "a != nan",
        "a.str.len() > 1",
        "a.isnull",
        "a > 'x",
        "`a > 1",
        "a > 1x",
        "a and",
        "not",
        "a <=> 1",
        "a; drop table t",
        "a > [1]"
      })
  void whatIsNotUnderstoodIsRefused(String text) {
    assertThatThrownBy(() -> RowCondition.parse(text, "pandas"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a == 1",
        "col(a) > 1",
        "col(\"a\")",
        "col(\"a\") > ",
        "col(\"a\") in [1]",
        "col(\"a\") > date(\"x\")",
        "col(\"a\") > 1 and col(\"b\") > 1",
        "col(\"a\").isnull()",
        "col(\"a\") == True"
      })
  void colIsOneComparison(String text) {
    assertThatThrownBy(() -> RowCondition.parse(text, "great_expectations"))
        .isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = null",
        "a <=> 1",
        "a in (b)",
        "a is 1",
        "a not 1",
        "a like 'x'",
        "upper(a) = 'X'",
        "a = 1;"
      })
  void sparkBeyondTheSubsetIsRefused(String text) {
    assertThatThrownBy(() -> RowCondition.parse(text, "spark")).isInstanceOf(Problem.class);
  }

  @Test
  void theTextAndThePlaceAreShown() {
    assertThatThrownBy(() -> RowCondition.parse("a > 1 and b >> 2", "pandas"))
        .hasMessage(
            """
            The row condition cannot be read at character 14: a column or a value is needed here.
              a > 1 and b >> 2
                           ^\
            """);
  }

  @Test
  void anUnknownDialectIsNamed() {
    assertThatThrownBy(() -> RowCondition.parse("a", "sql")).hasMessageContaining("'sql'");
  }

  private static String leaf(String operator, String parameter) {
    return "{\"type\": \"comparison\", \"column\": {\"name\": \"a\"}, \"operator\": \"%s\", \"parameter\": %s}"
        .formatted(operator, parameter);
  }

  private static String list(String type, String... parts) {
    return "{\"type\": \"%s\", \"conditions\": [%s]}".formatted(type, String.join(", ", parts));
  }

  private static RowCondition read(String json) {
    return RowCondition.read(Json.parse(json));
  }

  @Test
  void trees() {
    String nullity = "{\"type\": \"nullity\", \"column\": {\"name\": \"b\"}, \"is_null\": false}";
    assertThat(
            read(list("and", leaf(">=", "1"), list("and", nullity, leaf("IN", "[\"x\", \"y\"]"))))
                .text())
        .isEqualTo("a >= 1 and b.notnull() and a in [\"x\", \"y\"]");
    assertThat(
            read(list("or", list("and", leaf("==", "1"), nullity), leaf("NOT_IN", "[1, 2.5]")))
                .text())
        .isEqualTo("(a == 1 and b.notnull()) or a not in [1, 2.5]");
    assertThat(read("{\"type\": \"pass_through\", \"pass_through_filter\": \"a > 1 | b\"}").text())
        .isEqualTo("a > 1 or b == True");
  }

  @Test
  void treesHaveRules() {
    assertThatThrownBy(() -> read(leaf("==", "null")))
        .hasMessageContaining("'/parameter'")
        .hasMessageContaining("nullity");
    assertThatThrownBy(() -> read(leaf("IN", "[1, \"x\"]"))).hasMessageContaining("only numbers");
    assertThatThrownBy(() -> read(leaf("IN", "1"))).hasMessageContaining("must be a list");
    assertThatThrownBy(() -> read(leaf("=", "1"))).hasMessageContaining("'/operator'");
    assertThatThrownBy(() -> read(list("and", leaf("==", "1"), list("or", leaf("==", "1")))))
        .hasMessageContaining("'/conditions/1' is an 'or' inside of an 'and'");
    assertThatThrownBy(() -> read(list("or", list("or", leaf("==", "1")))))
        .hasMessageContaining("not allowed");
    assertThatThrownBy(() -> read("{\"type\": \"xor\"}")).hasMessageContaining("'/type'");
  }

  @Test
  void treesHaveAtMostAHundredLeaves() {
    String[] hundred =
        IntStream.range(0, 100).mapToObj(i -> leaf("!=", "" + i)).toArray(String[]::new);
    assertThat(read(list("and", hundred)).columns()).containsExactly("a");
    assertThatThrownBy(() -> read(list("and", list("and", hundred), leaf("==", "1"))))
        .hasMessageContaining("101 comparisons");
  }

  @Test
  void whatATreeCannotHoldIsWrittenAsText() {
    RowCondition condition = RowCondition.parse("a > 1 and (b > 1 or not c == 'x')", "pandas");
    assertThat(condition.json().get("type").stringValue()).isEqualTo("pass_through");
    assertThat(RowCondition.read(condition.json())).isEqualTo(condition);
    String many =
        IntStream.range(0, 101).mapToObj(i -> "a != " + i).collect(Collectors.joining(" and "));
    assertThat(RowCondition.parse(many, "pandas").json().get("type").stringValue())
        .isEqualTo("pass_through");
  }
}
