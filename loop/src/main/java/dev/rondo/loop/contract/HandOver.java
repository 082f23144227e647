package dev.rondo.loop.contract;

import dev.rondo.loop.project.Project;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a contract stands: between those who bring data and those who read it.
sealed interface HandOver {
  /// From sources to whatever reads the accepted rows.
  record DataSet(String name) implements HandOver {}

  /// From an endpoint's callers to its model.
  record Requests(String endpoint) implements HandOver {}

  /// The stable text, such as `data-set:trips`.
  default String text() {
    return switch (this) {
      case DataSet set -> "data-set:" + set.name();
      case Requests requests -> "requests:" + requests.endpoint();
    };
  }

  /// The hand-over that [#text] names.
  static HandOver parse(String text) {
    String name = text.substring(text.indexOf(':') + 1);
    return text.startsWith("requests:") ? new Requests(name) : new DataSet(name);
  }

  /// Where a project's contract stands, as the files say.
  ///
  /// @param contract its path
  static Set<String> of(Project project, String contract) {
    Stream<HandOver> sets =
        project.sources().values().stream()
            .filter(source -> source.contract().equals(contract))
            .map(source -> new DataSet(source.dataset()));
    Stream<HandOver> requests =
        project.endpoints().values().stream()
            .filter(endpoint -> endpoint.contract().equals(contract))
            .map(endpoint -> new Requests(endpoint.name()));
    return Stream.concat(sets, requests)
        .map(HandOver::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
