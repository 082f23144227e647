package dev.rondo.quality.expectation;

import dev.rondo.kernel.Durations;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.custom.CustomTest;
import dev.rondo.quality.custom.CustomVerdict;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import dev.rondo.quality.expectation.RowTest.Judged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/// Judged by Java of the user's own, where the process runs any.
final class CustomExpectations {
  private CustomExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(wholeTable(), values());
  }

  private static ExpectationType.Builder named(
      String name, Family family, String summary, String about) {
    return ExpectationType.named(name, family, summary)
        .takes(
            Parameter.required(
                "class", Form.TEXT, about + ": its class, or the name it gives itself"),
            Parameter.optional("arguments", Form.OBJECT, "what is handed to it"),
            Parameter.optional(
                "time_limit", Form.TEXT, "30s", "how long it may take for a table, such as `2m`"))
        .requires(arguments ->
            Durations.parse(arguments.text("time_limit")).isPresent()
                ? Optional.empty()
                : Optional.of(
                    "'time_limit' is '%s'; a duration such as 30s or 2m is needed."
                        .formatted(arguments.text("time_limit"))));
  }

  private static ExpectationType wholeTable() {
    return named(
            "expect_table_to_pass_custom_java",
            Family.TABLE,
            "The table passes an expectation that users wrote in Java. It runs with `rondo check"
                + " --classpath` and where Java hands it over, not in a server.",
            "a `CustomExpectation`")
        .takes(
            Parameter.optional(
                "column_list",
                Form.COLUMNS,
                "what it sees of each row; all columns when not given"))
        .example(
            """
            {"class": "com.example.NoGaps", "column_list": ["pickup"],
              "arguments": {"minutes": 15}}\
            """)
        .judgedAsWhole(CustomExpectations::judge);
  }

  private static Judgement judge(Arguments arguments, Scope scope) {
    String name = arguments.text("class");
    CustomCode code = scope.code();
    List<String> columns =
        arguments.has("column_list") ? arguments.texts("column_list") : scope.names();
    columns.forEach(scope::column);
    CustomVerdict verdict =
        new CustomRun(
                code.expectation(name).orElseThrow(() -> unknown(name, code)),
                scope,
                columns,
                handed(arguments),
                Durations.parse(arguments.text("time_limit")).orElseThrow())
            .verdict();
    ObjectNode result = Json.object();
    result.set("observed_value", Json.MAPPER.valueToTree(verdict.observed()));
    if (!verdict.details().isEmpty()) {
      result.set("details", Json.MAPPER.valueToTree(verdict.details()));
    }
    return new Judgement.Told(verdict.success(), result);
  }

  private static Map<String, Object> handed(Arguments arguments) {
    return Json.MAPPER.convertValue(
        arguments.object("arguments"), new TypeReference<Map<String, Object>>() {});
  }

  private static Problem unknown(String name, CustomCode code) {
    return code == CustomCode.NONE
        ? Problem.of(
            ProblemCode.INVALID_DATA,
            "'%s' is Java of a user, and this process runs none: use `rondo check --classpath`, or"
                + " hand it over in Java.",
            name)
        : Problem.of(
            ProblemCode.INVALID_DATA,
            "There is no '%s' of the right kind on the class path; it must be a public class with a"
                + " public constructor without parameters.",
            name);
  }

  private static ExpectationType values() {
    return named(
            "expect_column_values_to_pass_custom_java",
            Family.COLUMN_VALUES,
            "Each value passes a test that users wrote in Java. It runs with `rondo check"
                + " --classpath` and where Java hands it over, not in a server.",
            "a `CustomTest`")
        .column()
        .mostly()
        .example("{\"column\": \"plate\", \"class\": \"com.example.Plate\"}")
        .judgedByRow((arguments, columns) -> {
          Duration limit = Durations.parse(arguments.text("time_limit")).orElseThrow();
          return new RowTest(
              List.of(columns.column(arguments.text("column")).name()),
              Judged.ANY_PRESENT,
              new RowTest.ByValue(columns.limited(bad(arguments, columns.code()), limit)));
        });
  }

  /// What is true for bad values.
  private static Predicate<Object> bad(Arguments arguments, CustomCode code) {
    String name = arguments.text("class");
    CustomTest test = code.test(name).orElseThrow(() -> unknown(name, code));
    Predicate<Object> good = made(test, arguments);
    return value -> {
      try {
        return !good.test(value);
      } catch (RuntimeException | LinkageError e) {
        throw Problem.wrap(
            ProblemCode.INVALID_DATA, "%s failed on '%s': %s".formatted(name, value, e), e);
      }
    };
  }

  private static Predicate<Object> made(CustomTest test, Arguments arguments) {
    try {
      return test.test(handed(arguments));
    } catch (Exception e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "%s refuses its arguments %s: %s"
              .formatted(test.name(), arguments.object("arguments"), e),
          e);
    }
  }
}
