package dev.rondo.quality.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PythonRegexTest {
  @TempDir Path folder;

  private static Optional<PythonRegex> compiled(String pattern) {
    try {
      return Optional.of(PythonRegex.compile(pattern));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  @Test
  void findsWhatPythonFinds() {
    Set<String> differences = new TreeSet<>();
    int verdicts = 0;
    for (ObjectNode one : Golden.cases("regex")) {
      String pattern = one.get("p").stringValue();
      Optional<PythonRegex> regex = compiled(pattern);
      if (regex.isEmpty() != one.get("r").isNull()) {
        differences.add(Json.write(pattern) + (regex.isEmpty() ? " refused" : " accepted"));
        continue;
      }
      for (int i = 0; i < one.get("t").size(); i++) {
        verdicts++;
        String text = one.get("t").get(i).stringValue();
        if (regex.orElseThrow().test(text) != (one.get("r").get(i).intValue() == 1)) {
          differences.add(Json.write(pattern) + " on " + Json.write(text));
        }
      }
    }
    assertThat(verdicts).isGreaterThan(30_000);
    Golden.assertOnlyKnown("regex", differences);
  }

  /// Every pattern that may be pushed down gives the SQL engine's answer for Python's.
  @Test
  void theSqlEngineFindsTheSame() {
    List<String> differences = new ArrayList<>();
    int pushed = 0;
    try (SqlSession session = new SqlEngine(1000, 2, folder).open(List.of())) {
      for (ObjectNode one : Golden.cases("regex")) {
        Optional<String> re2 = compiled(one.get("p").stringValue()).flatMap(PythonRegex::re2);
        if (re2.isEmpty() || one.get("r").isNull()) {
          continue;
        }
        pushed++;
        List<Long> found = found(session, re2.get(), one.get("t"));
        for (int i = 0; i < found.size(); i++) {
          if (found.get(i) != one.get("r").get(i).longValue()) {
            differences.add(one.get("p") + " on " + one.get("t").get(i));
          }
        }
      }
    }
    assertThat(pushed).isGreaterThan(500);
    assertThat(differences).isEmpty();
  }

  private static List<Long> found(SqlSession session, String re2, JsonNode texts) {
    List<String> values = new ArrayList<>();
    texts.forEach(text -> values.add(sqlText(text.stringValue())));
    return session.query(
        "SELECT regexp_matches(unnest, %s)::INT FROM unnest([%s])"
            .formatted(SqlSession.text(re2), String.join(", ", values)),
        row -> row.number(1));
  }

  /// A NUL cannot stand in the text of a statement.
  private static String sqlText(String text) {
    return SqlSession.text(text).replace("\0", "' || chr(0) || '");
  }

  @Test
  void whatRe2LacksIsNotPushedDown() {
    for (String pattern :
        List.of(
            "(?=a)", "(?<!a)b", "(a)\\1", "a++", "(?>a)", "\\bword", "a$b", "(?i)é", "a{1001}")) {
      assertThat(PythonRegex.compile(pattern).re2()).as(pattern).isEmpty();
    }
    for (String pattern :
        List.of("^a$", "\\d+", "(?P<n>a)", "[\\w-]", "\\W", "(?i)sik", "(?m)^a$", "(?a)\\bword")) {
      assertThat(PythonRegex.compile(pattern).re2()).as(pattern).isPresent();
    }
  }

  @Test
  void aSearchThatExplodesEndsWithItsName() {
    PythonRegex regex = PythonRegex.compile("^(?:(a+)+\\1?)+$");
    long start = System.nanoTime();
    assertThatThrownBy(() -> regex.test("a".repeat(60) + "!"))
        .isInstanceOfSatisfying(
            Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TIMED_OUT))
        .hasMessageContaining("^(?:(a+)+\\1?)+$")
        .hasMessageContaining("61 characters");
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void soDoesOneThatReadsNothing() {
    for (String empty :
        List.of(
            "(?:(?:(?:){20000}){20000}){20000}",
            "(?:(?:(){20000}){20000}){20000}",
            "(?:a?)?".repeat(40),
            "(?:|(?=c|))".repeat(40))) {
      assertThat(PythonRegex.compile(empty + "(?!)").test("")).as(empty).isFalse();
      assertThatThrownBy(() -> PythonRegex.compile(empty + "b").test("ca"))
          .as(empty)
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TIMED_OUT));
    }
  }

  @Test
  void longTextsNeedNoLargeStack() {
    assertThat(PythonRegex.compile("^(?:a|b)*$").test("ab".repeat(100_000))).isTrue();
  }

  @Test
  void refusalsSayWhyAndWhere() {
    assertThatThrownBy(() -> PythonRegex.compile("ab(?P<x>c)(?P<x>d)"))
        .hasMessage(
            "The regular expression 'ab(?P<x>c)(?P<x>d)' cannot be used: two groups are named 'x' (at character 12).");
    assertThatThrownBy(() -> PythonRegex.compile("(a)(?(1)b|c)"))
        .hasMessageContaining("conditional groups are not supported");
  }
}
