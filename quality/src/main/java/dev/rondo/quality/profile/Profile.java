package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a table looks like. Profiles of partitions make a profile of the whole with [#merge].
///
/// @param sampled how many rows were looked at one by one
/// @param duplicates rows that another row before them equals
/// @param keys that hold on every row
/// @param correlations of the first columns of numbers, strongest first
/// @param associations of the first columns of few values, strongest first
/// @param relations that hold on every row; where columns are many, among the first
/// @param leaks when a target was named
/// @param notes what was left out, and why
public record Profile(
    long rows,
    long sampled,
    Duplicates duplicates,
    List<ColumnProfile> columns,
    List<Key> keys,
    List<Correlation> correlations,
    List<Association> associations,
    List<Relation> relations,
    List<Leak> leaks,
    List<String> notes) {

  public Profile {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
    correlations = List.copyOf(correlations);
    associations = List.copyOf(associations);
    relations = List.copyOf(relations);
    leaks = List.copyOf(leaks);
    notes = List.copyOf(notes);
  }

  /// @param exact false for partitions put together: rows of one may equal rows of the other
  public record Duplicates(long rows, boolean exact) {}

  public Optional<ColumnProfile> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /// The columns that seem to hold data about people.
  public Set<String> personalColumns() {
    return columns.stream()
        .filter(column -> column.personal().isPresent())
        .map(ColumnProfile::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The same without what would tell values of these columns.
  public Profile masked(Set<String> hidden) {
    return new Profile(
        rows,
        sampled,
        duplicates,
        columns.stream()
            .map(column -> hidden.contains(column.name()) ? column.masked() : column)
            .toList(),
        keys,
        correlations,
        associations,
        relations,
        leaks,
        notes);
  }

  public String toJson() {
    return Json.write(this);
  }

  public static Profile fromJson(String text) {
    return Json.read(text, Profile.class);
  }

  /// The profile of both partitions together. Counts, extremes, sums, means, deviations and
  /// histograms are those of the whole; distinct values, quantiles and outliers are estimated and
  /// say so. What cannot be known without the rows is left out or marked: a key of both may have a
  /// value in each.
  ///
  /// @throws Problem when the columns differ
  public Profile merge(Profile other) {
    return new ProfileMerge(this, other).merged();
  }
}
