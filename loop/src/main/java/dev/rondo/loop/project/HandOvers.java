package dev.rondo.loop.project;

import dev.rondo.features.FeatureService;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractColumn;
import dev.rondo.quality.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads what a project's files say of the contracts and suites that stand at its hand-overs, and
/// holds that against those that there are.
///
/// @param contracts by path
/// @param suites by name
record HandOvers(Map<String, Contract> contracts, Map<String, Suite> suites) {
  /// The columns of a training set beside its features.
  static final List<String> EXAMPLE = List.of("id", "event_time", "label_time", "label");

  /// The source, whose suites are there.
  SourceDefinition checked(Yaml yaml, SourceDefinition source) {
    Fields fields = Fields.of(yaml);
    suites(fields);
    fields.finish();
    return source;
  }

  /// What the examples of a service must hold.
  Promise training(Yaml yaml, FeatureService service) {
    Fields fields = Fields.of(yaml);
    Set<String> columns = new TreeSet<>(EXAMPLE);
    columns.addAll(service.names());
    Promise promise = new Promise(contract(fields, "contract", columns), suites(fields));
    fields.finish();
    return promise;
  }

  EndpointFile endpoint(Yaml yaml, Set<String> services) {
    Fields fields =
        Fields.of(yaml)
            .only(
                "name",
                "description",
                "model",
                "service",
                "contract",
                "answers",
                "request-id",
                "event-time",
                "output");
    String output = fields.text("output", "prediction");
    EndpointFile endpoint =
        new EndpointFile(
            fields.text("name"),
            fields.prose("description"),
            fields.text("model"),
            fields.reference("service", "feature service", services),
            fields.reference("contract", "valid contract", contracts.keySet()),
            contract(fields, "answers", EndpointFile.answerColumns(output)),
            fields.text("request-id", "request_id"),
            fields.text("event-time", "event_time"),
            output);
    fields.finish();
    return endpoint;
  }

  /// A contract that may be named, of data with these columns.
  private Optional<String> contract(Fields fields, String key, Set<String> columns) {
    if (!fields.has(key)) {
      return Optional.empty();
    }
    String path = fields.reference(key, "valid contract", contracts.keySet());
    Contract contract = contracts.get(path);
    if (contract != null) {
      Set<String> unknown =
          contract.columns().stream()
              .map(ContractColumn::name)
              .filter(name -> !columns.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));
      if (!unknown.isEmpty()) {
        fields.mistake(
            key,
            "The contract '%s' promises columns that these data do not have, %s; they have %s."
                .formatted(path, unknown, columns));
      }
    }
    return Optional.of(path);
  }

  private List<String> suites(Fields fields) {
    List<String> names = fields.texts("suites");
    for (int i = 0; i < names.size(); i++) {
      Suite suite = suites.get(names.get(i));
      if (suite == null) {
        fields.mistake("suites", i, Nearest.none("suite", names.get(i), suites.keySet()));
      } else {
        requireDefaults(fields, i, suite);
      }
    }
    return names;
  }

  private static void requireDefaults(Fields fields, int item, Suite suite) {
    Set<String> open = new TreeSet<>(suite.parameterNames());
    open.removeAll(suite.parameters().keySet());
    if (!open.isEmpty()) {
      fields.mistake(
          "suites",
          item,
          "The suite '%s' leaves %s open: a hand-over gives no parameters, so give them defaults."
              .formatted(suite.name(), open));
    }
  }
}
