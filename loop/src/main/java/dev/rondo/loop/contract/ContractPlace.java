package dev.rondo.loop.contract;

import dev.rondo.loop.project.Project;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a contract stands: between those who bring data and those who read it.
sealed interface ContractPlace {
  /// From sources to whatever reads the accepted rows.
  record DataSet(String name) implements ContractPlace {}

  /// From the feature views of a service to the training of models.
  record Examples(String service) implements ContractPlace {}

  /// From an endpoint's callers to its model.
  record Requests(String endpoint) implements ContractPlace {}

  /// From an endpoint's model to its callers.
  record Answers(String endpoint) implements ContractPlace {}

  /// The stable text, such as `data-set:trips`.
  default String text() {
    return switch (this) {
      case DataSet set -> "data-set:" + set.name();
      case Examples examples -> "examples:" + examples.service();
      case Requests requests -> "requests:" + requests.endpoint();
      case Answers answers -> "answers:" + answers.endpoint();
    };
  }

  /// The place that [#text] names.
  static ContractPlace parse(String text) {
    int colon = text.indexOf(':');
    String name = text.substring(colon + 1);
    return switch (text.substring(0, colon)) {
      case "examples" -> new Examples(name);
      case "requests" -> new Requests(name);
      case "answers" -> new Answers(name);
      default -> new DataSet(name);
    };
  }

  /// Where a project's contract stands, as the files say.
  ///
  /// @param contract its path
  static Set<String> of(Project project, String contract) {
    Stream<ContractPlace> sets =
        project.sources().values().stream()
            .filter(source -> source.contract().equals(contract))
            .map(source -> new DataSet(source.dataset()));
    Stream<ContractPlace> examples =
        project.services().values().stream()
            .filter(
                service -> project.training(service).contract().stream().anyMatch(contract::equals))
            .map(service -> new Examples(service.name()));
    Stream<ContractPlace> requests =
        project.endpoints().values().stream()
            .filter(endpoint -> endpoint.contract().equals(contract))
            .map(endpoint -> new Requests(endpoint.name()));
    Stream<ContractPlace> answers =
        project.endpoints().values().stream()
            .filter(endpoint -> endpoint.answers().stream().anyMatch(contract::equals))
            .map(endpoint -> new Answers(endpoint.name()));
    return Stream.of(sets, examples, requests, answers)
        .flatMap(places -> places)
        .map(ContractPlace::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
