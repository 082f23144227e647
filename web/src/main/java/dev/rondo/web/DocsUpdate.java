package dev.rondo.web;

import dev.rondo.quality.Contract;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.docs.LineageDocs;
import dev.rondo.quality.profile.Profile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is new about a data set. Immutable.
///
/// @param project its name; empty to leave what stands there
/// @param hidden columns whose values are masked, beside those that the contract or the profile
///   tells of
/// @param results oldest first
public record DocsUpdate(
    String dataset,
    String project,
    Optional<Contract> contract,
    Optional<Profile> profile,
    Optional<LineageDocs> lineage,
    Set<String> hidden,
    List<QualityRecord> results) {

  public DocsUpdate {
    hidden = Set.copyOf(hidden);
    results = List.copyOf(results);
  }

  public static DocsUpdate of(String dataset) {
    return new DocsUpdate(
        dataset, "", Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), List.of());
  }

  public DocsUpdate with(String other) {
    return new DocsUpdate(dataset, other, contract, profile, lineage, hidden, results);
  }

  public DocsUpdate with(Contract other) {
    return new DocsUpdate(dataset, project, Optional.of(other), profile, lineage, hidden, results);
  }

  public DocsUpdate with(Profile other) {
    return new DocsUpdate(dataset, project, contract, Optional.of(other), lineage, hidden, results);
  }

  public DocsUpdate with(LineageDocs other) {
    return new DocsUpdate(dataset, project, contract, profile, Optional.of(other), hidden, results);
  }

  public DocsUpdate masking(Set<String> columns) {
    return new DocsUpdate(dataset, project, contract, profile, lineage, columns, results);
  }

  /// @param more oldest first
  public DocsUpdate with(List<QualityRecord> more) {
    return new DocsUpdate(dataset, project, contract, profile, lineage, hidden, more);
  }
}
