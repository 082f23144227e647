package dev.rondo.quality;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A data contract: what one stage promises to the next about a table, or about a request. Its file
/// is a subset of the Open Data Contract Standard 3.1; see [ContractParser].
///
/// @param about who is responsible, and what for
/// @param object the name of the table
/// @param columns in the order of the file
/// @param rules every rule, those that columns imply included
public record Contract(
    String id,
    String version,
    Status status,
    About about,
    String object,
    List<ContractColumn> columns,
    List<Rule> rules,
    String file) {

  public Contract {
    columns = List.copyOf(columns);
    rules = List.copyOf(rules);
  }

  /// What people should know of a contract. Texts may be empty.
  public record About(
      String name,
      String purpose,
      String usage,
      String limitations,
      List<Owner> owners,
      List<ServiceLevel> levels) {
    public About {
      owners = List.copyOf(owners);
      levels = List.copyOf(levels);
    }
  }

  /// What is agreed on beside the data, as it is written.
  public record ServiceLevel(String property, String value, String unit, String description) {}

  /// Someone responsible.
  public record Owner(String user, String role) {}

  /// Where a contract is in its life.
  public enum Status {
    PROPOSED,
    DRAFT,
    ACTIVE,
    DEPRECATED,
    RETIRED
  }

  public Optional<ContractColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  public Optional<Rule> rule(String id) {
    return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
  }

  /// This contract without its rules on the whole table, for rows that come by themselves. What a
  /// rule puts up with is a share or number of a whole table's rows: it stands only where rows were
  /// set aside for it, and then for each of them.
  ///
  /// @param broken the rules that the rows were set aside for
  public Contract ofRows(Set<String> broken) {
    List<Rule> ofRows =
        rules.stream()
            .filter(rule -> rule.expectation() instanceof Expectation.OfRows)
            .filter(rule -> rule.tolerance().isNone() || broken.contains(rule.id()))
            .map(rule -> rule.withTolerance(Tolerance.NONE))
            .toList();
    return new Contract(id, version, status, about, object, columns, ofRows, file);
  }

  /// The names of the columns that are not known when a request is made.
  public List<String> columnsKnownAfter() {
    return columns.stream()
        .filter(column -> column.availability() == Availability.AFTER)
        .map(ContractColumn::name)
        .toList();
  }

  /// `taxi-trips 1.0.0`.
  @Override
  public String toString() {
    return id + " " + version;
  }
}
