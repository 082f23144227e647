package dev.rondo.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that nobody wants, given to both commands that read data: they end with the right code,
/// and say in one sentence what is wrong and where.
class UglyFileTest extends CommandTest {
  private static final String SUITE =
      """
      suite: any
      expect:
        - table_row_count_to_be_between: {min: 0}
      columns:
        a: [not_be_null]
      """;

  private Path latin(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private int check(Path data, Path suite) {
    return rondo("check", data.toString(), "--suite", suite.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "empty; ``; 6; 6; is empty.",
        "header only; a,b\\n; 0; 0; ``",
        "one row; a,b\\n1,2\\n; 0; 0; ``",
        "one cell; a\\n1; 0; 0; ``",
        "nothing but nulls; a,b\\n,\\n,\\n; 6; 0; ``",
        "no numbers; a,b\\nNaN,Infinity\\n1.5,-Infinity\\n; 6; 0; ``",
        "mixed types; a,b\\n1,x\\n2020-01-01,2\\ntrue,\\n; 0; 0; ``",
        "one name twice; a,b,a\\n1,2,3\\n; 6; 6; column 1 is 'a'",
        "a ragged row; a,b\\n1,2\\n3\\n; 6; 6; :3:1: The row has 1 field",
        "broken UTF-8; a,b\\n1,x\u00e9y\\n; 6; 6; :2:",
        "an open quote; a,b\\n1,\"x\\n2,3\\n; 6; 6; :2:",
        "quotes and SQL; `a,\"b\"\"; DROP TABLE rows; --\"\\n1,'); DELETE\\n`; 0; 0; ``",
      })
  void endsWithTheRightCode(String what, String text, int check, int profile, String why)
      throws IOException {
    Path data = latin("data.csv", text.replace("\\n", "\n"));
    Path suite = latin("suite.yaml", SUITE);
    assertThat(check(data, suite)).as(out + err).isEqualTo(check);
    assertThat(out + err).contains(why);
    assertThat(rondo("profile", data.toString())).as(out + err).isEqualTo(profile);
    assertThat(err).contains(why);
    assertThat(out + err).doesNotContain("Exception", "\tat ");
  }

  @Test
  void everyMistakeOfASuiteIsToldAtOnceWithASuggestion() throws IOException {
    Path suite =
        latin(
            "suite.yaml",
            """
            suite: any
            columns:
              a:
                - not_be_nul
                - be_between: {minimum: 0}
                - match_regex: {regex: "("}
            """);
    assertThat(check(latin("data.csv", "a\n1\n"), suite)).isEqualTo(2);
    assertThat(err)
        .contains("Did you mean 'not_be_null'?", "'minimum'", "suite.yaml:4", "suite.yaml:5")
        .contains("suite.yaml:6", "'('");
  }

  @Test
  void aRegexThatExplodesIsNamedAndTheOthersAreJudged() throws IOException {
    Path suite =
        latin(
            "suite.yaml",
            """
            suite: any
            columns:
              a:
                - not_be_null
                - match_regex: '^(?:(a+)+\\1?)+$'
            """);
    Path data = latin("data.csv", "a\n" + "a".repeat(60) + "!\n");
    assertThat(check(data, suite)).isEqualTo(6);
    assertThat(out)
        .contains("expect_column_values_to_match_regex of the column \"a\" has no verdict")
        .contains("'^(?:(a+)+\\1?)+$' takes too long")
        .contains("2 expectations, 1 fulfilled, 1 failed");
  }

  @Test
  void tenThousandColumns() throws IOException {
    String header =
        IntStream.range(0, 10_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
    String row =
        IntStream.range(0, 10_000).mapToObj(i -> "" + i % 7).collect(Collectors.joining(","));
    Path data = latin("data.csv", header + "\n" + row + "\n" + row + "\n");
    Path suite = latin("suite.yaml", "suite: any\ncolumns:\n  c9999: [be_in_set: [3]]\n");
    assertThat(check(data, suite)).as(err).isZero();
  }
}
