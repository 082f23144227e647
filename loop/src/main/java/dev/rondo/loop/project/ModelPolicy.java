package dev.rondo.loop.project;

import dev.rondo.access.Role;
import dev.rondo.kernel.json.Fields;
import dev.rondo.registry.evaluation.Gate;
import dev.rondo.registry.evaluation.Measure;
import dev.rondo.registry.evaluation.Slicing;
import dev.rondo.registry.evaluation.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What the project says of its models: how they are evaluated, who approves of them, and what
/// their cards tell.
///
/// @param slices by which evaluations are cut; empty for sensible ones
/// @param gates that a version must keep to be promoted; empty for being better than the running
///   one
/// @param approver the role whose approval a version needs before promotion; empty for none
/// @param card what only people know of the models, by its key: `intended-use`, `limits`, `contact`
public record ModelPolicy(
    List<Slicing> slices, List<Gate> gates, Optional<String> approver, Map<String, String> card) {
  private static final List<String> CARD = List.of("intended-use", "limits", "contact");
  private static final List<String> RULES = List.of(Gate.AT_MOST, Gate.AT_LEAST, Gate.WORSE_BY);
  private static final int DEFAULT_BINS = 4;

  /// Pipelines train regressions.
  private static final List<String> METRICS =
      Task.REGRESSION.measures().stream().map(Measure::text).toList();

  public ModelPolicy {
    slices = List.copyOf(slices);
    gates = List.copyOf(gates);
    card = Map.copyOf(card);
  }

  /// Reads the parts `evaluation`, `approval` and `card` of `project.yaml`.
  static ModelPolicy of(Fields project) {
    Fields fields = project.optionalObject("evaluation").only("slices", "gates");
    List<Slicing> slices =
        fields.objects("slices").stream().flatMap(item -> slicing(item).stream()).toList();
    List<String> columns =
        fields.list("slices").stream().map(item -> item.path("column").asString("")).toList();
    List<Gate> gates = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields item : fields.objects("gates")) {
      gate(item).ifPresent(gates::add);
      requireCut(item, columns);
      if (item.has("name") && !names.add(item.text("name"))) {
        item.mistake("name", "Another gate is named '" + item.text("name") + "' too.");
      }
    }
    return new ModelPolicy(slices, gates, approver(project), card(project));
  }

  /// A slice that is never made would keep every gate.
  ///
  /// @param columns by which evaluations are cut
  private static void requireCut(Fields gate, List<String> columns) {
    List<JsonNode> named = gate.list("slices");
    for (int i = 0; i < named.size(); i++) {
      JsonNode column = named.get(i);
      if (column.isString() && !columns.contains(column.stringValue())) {
        gate.mistake(
            "slices",
            i,
            "Evaluations are not cut by %s, so nothing would be judged there: add it to 'slices' of 'evaluation', which has %s."
                .formatted(column, columns));
      }
    }
  }

  private static Optional<String> approver(Fields project) {
    Fields fields = project.optionalObject("approval").only("role");
    return project.has("approval")
        ? fields.tried("role", () -> Role.parse(fields.text("role")).text())
        : Optional.empty();
  }

  private static Map<String, String> card(Fields project) {
    Fields fields = project.optionalObject("card").only(CARD);
    Map<String, String> card = new TreeMap<>();
    CARD.stream().filter(fields::has).forEach(key -> card.put(key, fields.prose(key)));
    return card;
  }

  private static Optional<Slicing> slicing(Fields fields) {
    fields.only("column", Slicing.BINS, Slicing.CATEGORIES);
    String column = fields.text("column");
    if (fields.has(Slicing.BINS) && fields.has(Slicing.CATEGORIES)) {
      fields.mistake("column", "'" + column + "' is cut either into bins or by categories.");
    }
    String by = fields.has(Slicing.CATEGORIES) ? Slicing.CATEGORIES : Slicing.BINS;
    int count = fields.whole(by, DEFAULT_BINS);
    return fields.tried(by, () -> new Slicing(column, by, count));
  }

  private static Optional<Gate> gate(Fields fields) {
    fields.only(Stream.concat(Stream.of("name", "metric", "slices"), RULES.stream()).toList());
    String name = fields.text("name");
    String metric = fields.choice("metric", METRICS);
    List<String> rules = RULES.stream().filter(fields::has).toList();
    if (rules.size() != 1) {
      fields.mistake("name", "The gate '" + name + "' needs one of " + RULES + ".");
      return Optional.empty();
    }
    double bound = fields.real(rules.getFirst());
    List<String> slices = fields.texts("slices");
    return fields.tried("metric", () -> new Gate(name, metric, rules.getFirst(), bound, slices));
  }
}
