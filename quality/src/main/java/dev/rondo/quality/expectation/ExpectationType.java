package dev.rondo.quality.expectation;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One kind of expectation: what it is called, what it takes, how it judges.
///
/// @param name such as `expect_column_values_to_be_between`
/// @param summary one sentence, for the reference
/// @param conditional whether it takes a row condition
/// @param example arguments
public final class ExpectationType {
  private final String name;
  private final Family family;
  private final String summary;
  private final List<Parameter> parameters;
  private final boolean isConditional;
  private final ObjectNode example;
  private final Optional<List<String>> watched;
  private final Function<Arguments, Optional<String>> check;
  private final Function<Arguments, Judge> judge;

  /// What an expectation looks at.
  public enum Family {
    TABLE,
    QUERY,
    COLUMN_AGGREGATE,
    COLUMN_VALUES,
    COLUMN_PAIR,
    MULTICOLUMN
  }

  private ExpectationType(Builder builder, Function<Arguments, Judge> judge) {
    this.name = builder.name;
    this.family = builder.family;
    this.summary = builder.summary;
    this.parameters = List.copyOf(builder.parameters);
    this.isConditional = builder.isConditional;
    this.example = builder.example;
    this.watched = builder.watched;
    this.check = builder.check;
    this.judge = judge;
  }

  static Builder named(String name, Family family, String summary) {
    return new Builder(name, family, summary);
  }

  public String name() {
    return name;
  }

  public Family family() {
    return family;
  }

  public String summary() {
    return summary;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /// Whether it takes a row condition.
  public boolean isConditional() {
    return isConditional;
  }

  /// For a type that compares a figure with its earlier values: the parameters beside the column
  /// that make it another figure.
  Optional<List<String>> watched() {
    return watched;
  }

  /// Arguments as they may be written.
  public ObjectNode example() {
    return example.deepCopy();
  }

  public boolean takes(String parameter) {
    return parameters.stream().anyMatch(p -> p.name().equals(parameter));
  }

  public Parameter parameter(String parameter) {
    return parameters.stream()
        .filter(p -> p.name().equals(parameter))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no " + parameter));
  }

  Judge judge(Arguments arguments) {
    return judge.apply(arguments);
  }

  /// Everything that is wrong with arguments, each with the argument's name as its path.
  public List<Mistake> mistakes(ObjectNode given) {
    List<Mistake> mistakes = new ArrayList<>();
    List<String> known = parameters.stream().map(Parameter::name).toList();
    for (String key : given.propertyNames()) {
      if (!known.contains(key)) {
        mistakes.add(
            Mistake.at(
                key,
                "%s has no parameter '%s'.".formatted(name, key) + Nearest.choices(key, known)));
      }
    }
    for (Parameter parameter : parameters) {
      mistake(parameter, given.path(parameter.name()))
          .ifPresent(message -> mistakes.add(Mistake.at(parameter.name(), message)));
    }
    if (mistakes.isEmpty()) {
      check
          .apply(new Arguments(this, given))
          .ifPresent(message -> mistakes.add(Mistake.at("", message)));
    }
    return mistakes;
  }

  private static Optional<String> mistake(Parameter parameter, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return parameter.required()
          ? Optional.of(
              "'%s' is missing: %s is needed."
                  .formatted(parameter.name(), parameter.form().words()))
          : Optional.empty();
    }
    return parameter.form().admits(value)
        ? Optional.empty()
        : Optional.of(
            "'%s' is %s, but %s is needed."
                .formatted(parameter.name(), value, parameter.form().words()));
  }

  @Override
  public String toString() {
    return name;
  }

  /// Puts a type together; [#judged] ends it.
  static final class Builder {
    private final String name;
    private final Family family;
    private final String summary;
    private final List<Parameter> parameters = new ArrayList<>();
    private boolean isConditional = true;
    private ObjectNode example = Json.object();
    private Optional<List<String>> watched = Optional.empty();
    private Function<Arguments, Optional<String>> check = _ -> Optional.empty();

    private Builder(String name, Family family, String summary) {
      this.name = name;
      this.family = family;
      this.summary = summary;
    }

    Builder takes(Parameter... more) {
      parameters.addAll(List.of(more));
      return this;
    }

    Builder column() {
      return takes(Parameter.required("column", Form.COLUMN, "whose values are judged"));
    }

    Builder mostly() {
      return takes(
          Parameter.optional(
              "mostly", Form.SHARE, 1.0, "the share of judged rows that must be good"));
    }

    Builder bounds(Form form) {
      return takes(
          Parameter.optional("min_value", form, "the least"),
          Parameter.optional("max_value", form, "the most"));
    }

    Builder strictBounds() {
      return takes(
          Parameter.optional("strict_min", Form.FLAG, false, "whether the least itself is outside"),
          Parameter.optional("strict_max", Form.FLAG, false, "whether the most itself is outside"));
    }

    Builder unconditional() {
      isConditional = false;
      return this;
    }

    /// The figure is compared with its earlier values.
    ///
    /// @param by parameters beside the column that make it another figure
    Builder watches(String... by) {
      watched = Optional.of(List.of(by));
      return this;
    }

    Builder example(String json) {
      example = Json.parseObject(json);
      return this;
    }

    /// What arguments must be beside their forms: a sentence when they are not.
    Builder requires(Function<Arguments, Optional<String>> rule) {
      Function<Arguments, Optional<String>> before = check;
      check = arguments -> before.apply(arguments).or(() -> rule.apply(arguments));
      return this;
    }

    ExpectationType judged(Function<Arguments, Judge> judge) {
      return new ExpectationType(this, judge);
    }

    /// Ends a type that judges rows one by one.
    ExpectationType judgedByRow(BiFunction<Arguments, Columns, RowTest> test) {
      return judged(arguments -> new Judge.OfRows(columns -> test.apply(arguments, columns)));
    }

    /// Ends a type that judges the batch as a whole.
    ExpectationType judgedAsWhole(BiFunction<Arguments, Scope, Judgement> judgement) {
      return judged(arguments -> new Judge.OfBatch(scope -> judgement.apply(arguments, scope)));
    }
  }
}
