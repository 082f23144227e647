package dev.rondo.quality.docs;

import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractColumn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What a contract says beside its rules, as files can hold it. Texts may be empty.
public record Agreement(
    String id, String version, String status, Contract.About about, List<Column> columns) {

  public Agreement {
    columns = List.copyOf(columns);
  }

  /// @param availability `request` or `after`
  public record Column(
      String name,
      String type,
      boolean required,
      String description,
      String classification,
      String availability) {

    /// Whether its values are masked.
    public boolean isHidden() {
      return Classification.hides(classification);
    }

    private static Column of(ContractColumn column) {
      return new Column(
          column.name(),
          column.type().sql().toLowerCase(Locale.ROOT),
          column.required(),
          column.description(),
          column.classification(),
          column.availability().name().toLowerCase(Locale.ROOT));
    }
  }

  public static Agreement of(Contract contract) {
    return new Agreement(
        contract.id(),
        contract.version(),
        contract.status().name().toLowerCase(Locale.ROOT),
        contract.about(),
        contract.columns().stream().map(Column::of).toList());
  }

  /// The columns whose values are masked.
  public Set<String> hidden() {
    return columns.stream()
        .filter(Column::isHidden)
        .map(Column::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
