package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.ExpectationType.Family;
import dev.rondo.quality.expectation.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// The published page of all expectations, made of the catalog.
public final class CatalogPage {
  private final StringBuilder page = new StringBuilder();

  private CatalogPage() {}

  /// The page as Markdown.
  public static String markdown() {
    return new CatalogPage().write();
  }

  private String write() {
    page.append(
        """
        # Expectations

        Everything that a suite can expect of a table, generated from the catalog. A suite is a file:

        ```yaml
        suite: trips
        parameters: {longest: 180}
        expect:
          - table_row_count_to_be_between: {min: 1}
          - column_pair_values_a_to_be_greater_than_b: {column_A: dropoff, column_B: pickup, severity: warning}
        columns:
          distance:
            - not_be_null
            - be_between: {min: 0, max: $longest, mostly: 0.99, when: vendor == 1}
          vendor:
            - be_in_set: [1, 2]
        ```

        Under `expect` the beginning `expect_` may be left out, under a column all that the short names
        below leave out. Where one thing must be said it may stand alone, as the list of `be_in_set`
        does; a range may be written as a list of both ends, with null for none.

        Beside its parameters, or beside its name, every expectation takes

        | key | what it says |
        |---|---|
        | `severity` | what a breach means: `critical` (when nothing is said) blocks, `warning` alerts, `info` is recorded |
        | `when` | which rows are judged: a condition such as `vendor == 1`, `col("vendor") == 1` or a tree of comparisons; not for those of which it is said below |
        | `description` | is told in the place of the sentence that the arguments make |
        | `notes` | Markdown for people: a text, or a list of them |
        | `id`, `meta` | are handed on to results |

        Any value may stand open until the suite runs: `$longest` is a parameter, and `${now() -
        timedelta(days=7)}` or `${rows * 1.1}` are reckoned. What is given to a run comes before the
        defaults under `parameters`. A text that begins with `$` is written with `$$`.

        Suites of Great Expectations, of version 0.18 and 1, are read as they are; the JSON examples
        are items of the list `expectations` there.

        """);
    for (Family family : Family.values()) {
      table(family);
    }
    for (Family family : Family.values()) {
      page.append("## ").append(words(family)).append("\n\n");
      of(family).forEach(this::section);
    }
    return page.toString().stripTrailing() + "\n";
  }

  private static List<ExpectationType> of(Family family) {
    return Catalog.all().stream().filter(type -> type.family() == family).toList();
  }

  private static String words(Family family) {
    return switch (family) {
      case TABLE -> "The table";
      case QUERY -> "Queries";
      case COLUMN_AGGREGATE -> "Figures of a column";
      case COLUMN_VALUES -> "The values of a column";
      case COLUMN_PAIR -> "Pairs of columns";
      case MULTICOLUMN -> "Several columns";
    };
  }

  private void table(Family family) {
    page.append("| ").append(words(family)).append(" | what is expected |\n|---|---|\n");
    for (ExpectationType type : of(family)) {
      page.append("| [`")
          .append(shortName(type))
          .append("`](#")
          .append(type.name())
          .append(") | ")
          .append(cell(type.summary()))
          .append(" |\n");
    }
    page.append('\n');
  }

  private static String shortName(ExpectationType type) {
    return (isUnderColumn(type) ? ShortNames.namesUnderColumn(type) : ShortNames.names(type))
        .getFirst();
  }

  private static boolean isUnderColumn(ExpectationType type) {
    return !ShortNames.namesUnderColumn(type).isEmpty();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private void section(ExpectationType type) {
    SuiteExpectation example =
        new SuiteExpectation(type, type.example(), Severity.ERROR, Optional.empty(), About.NOTHING);
    page.append("### ").append(type.name()).append("\n\n");
    page.append(type.summary());
    if (!type.isConditional()) {
      page.append(" It takes no condition.");
    }
    page.append("\n\n");
    page.append("| parameter | form | when not given | what it is |\n|---|---|---|---|\n");
    type.parameters().forEach(parameter -> row(type, parameter));
    page.append("\n```yaml\n").append(yaml(example)).append("```\n```json\n");
    page.append(json(example)).append("\n```\n");
    page.append("> ").append(Sentences.ENGLISH.of(example)).append("  \n> ");
    page.append(Sentences.CHINESE.of(example)).append("\n\n");
  }

  private void row(ExpectationType type, Parameter parameter) {
    String shortName = ShortNames.shortParameter(type, parameter.name());
    page.append("| `").append(parameter.name()).append('`');
    if (!shortName.equals(parameter.name())) {
      page.append(" or `").append(shortName).append('`');
    }
    page.append(" | ")
        .append(parameter.form().words())
        .append(" | ")
        .append(fallback(parameter))
        .append(" | ")
        .append(cell(parameter.about()))
        .append(" |\n");
  }

  private static String fallback(Parameter parameter) {
    if (parameter.required()) {
      return "is needed";
    }
    return parameter.fallback().isNull() ? "" : "`" + parameter.fallback() + "`";
  }

  private static String yaml(SuiteExpectation example) {
    String item = HandWriter.item(example);
    return HandWriter.column(example)
        .filter(_ -> isUnderColumn(example.type()))
        .map(column ->
            FlowYaml.text(column)
                + ":\n"
                + item.lines().map(line -> "  " + line + "\n").collect(Collectors.joining()))
        .orElse(item);
  }

  private static String json(SuiteExpectation example) {
    ObjectNode json = Json.object().put("type", example.type().name());
    json.set("kwargs", GreatExpectations.withoutDefaults(example.type(), example.given()));
    return json.toString();
  }
}
