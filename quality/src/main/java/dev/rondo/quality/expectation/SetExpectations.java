package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The distinct values of a column, held against a set.
final class SetExpectations {
  private SetExpectations() {}

  static Stream<ExpectationType> types() {
    return Stream.of(
        distinct("in_set", "Every distinct value is in a set.", true, false),
        distinct("contain_set", "Every value of a set occurs.", false, true),
        distinct("equal_set", "The distinct values are those of a set.", true, true),
        mostCommon());
  }

  private static ExpectationType distinct(
      String relation, String summary, boolean refusesOthers, boolean wantsAll) {
    return ExpectationType.named(
            "expect_column_distinct_values_to_"
                + (relation.equals("in_set") ? "be_" : "")
                + relation,
            Family.COLUMN_AGGREGATE,
            summary)
        .column()
        .takes(Parameter.required("value_set", Form.VALUES, "the set"))
        .example("{\"column\": \"payment_type\", \"value_set\": [1, 2, 3, 4]}")
        .judgedAsWhole((arguments, scope) -> {
          BatchColumn column = scope.column(arguments.text("column"));
          List<JsonNode> given = arguments.values("value_set");
          int examples = scope.format().examples();
          Metric distinct =
              new Metric.Distinct(
                  column.name(),
                  scope.where(),
                  () -> new Comparison(given, column.kind(), examples));
          return Judgement.ask(
              List.of(distinct),
              answers ->
                  answers
                      .as(distinct, Comparison.class)
                      .verdict(refusesOthers, wantsAll, examples));
        });
  }

  /// Holds the distinct values of a column against a set, without keeping them.
  private static final class Comparison implements Metric.Fold {
    private final List<JsonNode> given;
    private final Kind kind;
    private final Members members;
    private final int examples;
    private final Set<Object> seen = new HashSet<>();
    private final List<Object> unexpected = new ArrayList<>();
    private long unexpectedCount;

    Comparison(List<JsonNode> given, Kind kind, int examples) {
      this.given = given;
      this.kind = kind;
      this.members = Members.of(given, kind);
      this.examples = examples;
    }

    @Override
    public void accept(@Nullable Object value, long count) {
      if (value == null) {
        return;
      }
      Object comparable = Scalars.comparable(value);
      if (members.contains(comparable)) {
        seen.add(Members.canonical(comparable));
        return;
      }
      unexpectedCount++;
      unexpected.add(value);
      if (unexpected.size() > 2 * examples + 100) {
        unexpected.sort(Scalars::compareAny);
        unexpected.subList(examples, unexpected.size()).clear();
      }
    }

    @Override
    public Object result() {
      unexpected.sort(Scalars::compareAny);
      return this;
    }

    Judgement verdict(boolean refusesOthers, boolean wantsAll, int shown) {
      List<JsonNode> missing =
          given.stream().filter(json -> !json.isNull()).distinct().filter(this::isMissing).toList();
      ObjectNode result = Wire.observed(null);
      if (refusesOthers) {
        result.put("unexpected_count", unexpectedCount);
        if (shown > 0) {
          result.set(
              "partial_unexpected_list", Wire.list(unexpected.stream().limit(shown).toList()));
        }
      }
      if (wantsAll) {
        result.put("missing_count", missing.size());
        if (shown > 0) {
          result.set("partial_missing_list", Wire.list(missing.stream().limit(shown).toList()));
        }
      }
      return new Judgement.Told(
          !(refusesOthers && unexpectedCount > 0) && !(wantsAll && !missing.isEmpty()), result);
    }

    private boolean isMissing(JsonNode json) {
      return Scalars.of(json, kind)
          .map(value -> !seen.contains(Members.canonical(value)))
          .orElse(true);
    }
  }

  private static ExpectationType mostCommon() {
    return ExpectationType.named(
            "expect_column_most_common_value_to_be_in_set",
            Family.COLUMN_AGGREGATE,
            "The most frequent value is in a set.")
        .column()
        .takes(
            Parameter.required("value_set", Form.VALUES, "the set"),
            Parameter.optional(
                "ties_okay",
                Form.FLAG,
                false,
                "whether of several equally frequent values one in the set is enough"))
        .example("{\"column\": \"payment_type\", \"value_set\": [1, 2]}")
        .judgedAsWhole((arguments, scope) -> {
          BatchColumn column = scope.column(arguments.text("column"));
          Members members = Members.of(arguments.values("value_set"), column.kind());
          Metric modes = new Metric.Distinct(column.name(), scope.where(), Modes::new);
          return Judgement.ask(
              List.of(modes),
              answers -> {
                List<Object> values = answers.as(modes, Modes.class).values;
                long inSet =
                    values.stream()
                        .filter(value -> members.contains(Scalars.comparable(value)))
                        .count();
                boolean isGood =
                    arguments.flag("ties_okay") ? inSet > 0 : values.size() == 1 && inSet == 1;
                ObjectNode result = Json.object();
                result.set("observed_value", Wire.list(values));
                return new Judgement.Told(isGood, result);
              });
        });
  }

  /// The values with the highest count.
  private static final class Modes implements Metric.Fold {
    private final List<Object> values = new ArrayList<>();
    private long highest;

    @Override
    public void accept(@Nullable Object value, long count) {
      if (value == null || count < highest) {
        return;
      }
      if (count > highest) {
        values.clear();
        highest = count;
      }
      values.add(value);
    }

    @Override
    public Object result() {
      values.sort(Scalars::compareAny);
      return this;
    }
  }
}
