package dev.rondo.quality.expectation;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Classification;
import dev.rondo.quality.expectation.ExpectationType.Family;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Hides in the results of expectations what tells of values of some columns. Verdicts and counts
/// of rows stay as they are, and so do rows' places.
final class Concealment {
  static final String UNTOLD =
      "What went wrong is not told, since it may show values of classified columns.";
  private static final String DETAILS = "details";
  private static final Set<String> COUNTS =
      Set.of(
          "element_count",
          "unexpected_count",
          "unexpected_percent",
          "unexpected_percent_total",
          "unexpected_percent_nonmissing",
          "missing_count",
          "missing_percent",
          "unexpected_index_column_names");
  private static final Set<String> ROWS =
      Set.of("unexpected_rows", "partial_unexpected_index_list", "unexpected_index_list");

  private final Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /// @param hidden columns, whose names are compared as the engine does
  Concealment(Set<String> hidden) {
    this.hidden.addAll(hidden);
  }

  /// The result's fields and exception without such values; the figure is left as it is.
  ExpectationResult of(ExpectationResult result) {
    ExpectationConfig config = result.config();
    boolean isSecret = isSecret(config);
    return new ExpectationResult(
        config,
        result.success(),
        isSecret ? ofSecret(config.arguments(), result.result()) : ofRows(result.result()),
        result.exception().map(text -> isSecret ? UNTOLD : text),
        result.measured());
  }

  /// Whether what is found may tell of such values: a query and Java may look at any column.
  private boolean isSecret(ExpectationConfig config) {
    return !hidden.isEmpty()
        && (config.columns().stream().anyMatch(hidden::contains)
            || looksAnywhere(config.arguments()));
  }

  private static boolean looksAnywhere(Arguments arguments) {
    return arguments.type().family() == Family.QUERY
        || arguments.type().family() == Family.TABLE
            && isJava(arguments)
            && !arguments.has("column_list")
        || arguments.inner().filter(Concealment::looksAnywhere).isPresent();
  }

  private static boolean isJava(Arguments arguments) {
    return arguments.type().takes("class");
  }

  // ---- Of an expectation on such columns

  private ObjectNode ofSecret(Arguments arguments, ObjectNode result) {
    if (arguments.type().family() == Family.QUERY) {
      return ofQuery(arguments, result);
    }
    boolean isOfTable = arguments.type().family() == Family.TABLE;
    return isOfTable && !isJava(arguments) && arguments.inner().isEmpty()
        ? result
        : isOfTable && isJava(arguments)
            ? Wire.observed(leaf(result.path("observed_value")))
            : fields(result);
  }

  private ObjectNode ofQuery(Arguments arguments, ObjectNode result) {
    JsonNode rows = result.path(DETAILS).path("unexpected_rows");
    if (!QueryExpectations.findsRows(arguments)) {
      return fields(result);
    }
    ObjectNode shown = result.deepCopy();
    if (!rows.isMissingNode()) {
      boolean isByName = QueryExpectations.showsWholeRows(arguments, hidden);
      shown.putObject(DETAILS).set("unexpected_rows", isByName ? named(rows) : masked(rows));
    }
    return shown;
  }

  private static ObjectNode fields(ObjectNode result) {
    ObjectNode shown = Json.object();
    result.forEachEntry((name, value) -> {
      switch (name) {
        case "unexpected_index_query" -> {} // it may have figures of the column in it
        case "note" -> {
          if (ExpectationResult.tellsNoVerdict(value)) {
            shown.set(name, value);
          }
        }
        case DETAILS -> shown.set(name, fields((ObjectNode) value));
        case "partial_unexpected_counts" -> shown.set(name, each(value, Concealment::counted));
        default ->
            shown.set(
                name,
                COUNTS.contains(name)
                    ? value
                    : ROWS.contains(name) ? each(value, Concealment::place) : masked(value));
      }
    });
    return shown;
  }

  private static JsonNode counted(JsonNode one) {
    ObjectNode counted = Json.object();
    counted.set("value", masked(one.path("value")));
    return counted.set("count", one.path("count"));
  }

  /// A row's position stays, its key does not.
  private static JsonNode place(JsonNode place) {
    return place.isNumber() ? place : masked(place);
  }

  private static JsonNode masked(JsonNode value) {
    return switch (value) {
      case ArrayNode list -> each(list, Concealment::masked);
      case ObjectNode object -> {
        ObjectNode masked = Json.object();
        object.forEachEntry((name, one) -> masked.set(name, masked(one)));
        yield masked;
      }
      default -> leaf(value);
    };
  }

  private static JsonNode leaf(JsonNode value) {
    return value.isNull()
        ? value
        : JsonNodeFactory.instance.stringNode(Classification.mask(ExpectationResult.text(value)));
  }

  // ---- Of an expectation on others, which may show whole rows

  private ObjectNode ofRows(ObjectNode result) {
    ObjectNode shown = Json.object();
    result.forEachEntry(
        (name, value) -> shown.set(name, ROWS.contains(name) ? named(value) : value));
    return shown;
  }

  private JsonNode named(JsonNode value) {
    return switch (value) {
      case ArrayNode list -> each(list, this::named);
      case ObjectNode object -> {
        ObjectNode named = Json.object();
        object.forEachEntry(
            (name, one) -> named.set(name, hidden.contains(name) ? masked(one) : named(one)));
        yield named;
      }
      default -> value;
    };
  }

  private static ArrayNode each(JsonNode list, UnaryOperator<JsonNode> change) {
    ArrayNode changed = Json.array();
    list.forEach(one -> changed.add(change.apply(one)));
    return changed;
  }
}
