package dev.rondo.web;

import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.docs.BatchDocs;
import dev.rondo.quality.docs.DatasetDocs;
import dev.rondo.quality.profile.Profile;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What an update makes of a data set's pages, whole: made twice, it makes the same.
///
/// @param project its name; empty to leave what stands there
/// @param after the data set with all of it
/// @param known how many checks there were before
/// @param results as they are shown
/// @param added the ids of those that were not there before
/// @param profile as it is shown; empty to leave what stands there
/// @param told whether every page of the data set changes
/// @param hides whether columns are hidden that were not before
record DocsChange(
    String project,
    DatasetDocs after,
    long known,
    List<QualityRecord> results,
    Set<String> added,
    Optional<Profile> profile,
    boolean told,
    boolean hides) {

  /// @param stored finds a result that was added before
  static DocsChange of(
      DatasetDocs before, DocsUpdate update, Function<String, Optional<QualityRecord>> stored) {
    DatasetDocs after = described(before, update);
    Set<String> hidden = after.hidden();
    Map<String, QualityRecord> results = new LinkedHashMap<>();
    update.results().forEach(record -> results.put(record.id(), record.concealed(hidden)));
    Set<String> added = new LinkedHashSet<>();
    for (QualityRecord record : results.values()) {
      Optional<QualityRecord> old = stored.apply(record.id());
      if (old.isEmpty()) {
        added.add(record.id());
      } else {
        after = after.without(BatchDocs.of(old.get()));
      }
      after = after.plus(record);
    }
    return new DocsChange(
        update.project(),
        after,
        before.total().checks(),
        List.copyOf(results.values()),
        added,
        update.profile().map(profile -> profile.masked(hidden)),
        isTold(before, after, update),
        !before.hidden().containsAll(hidden));
  }

  private static DatasetDocs described(DatasetDocs before, DocsUpdate update) {
    DatasetDocs docs = before.masking(update.hidden());
    if (update.profile().isPresent()) {
      docs = docs.masking(update.profile().get().personalColumns());
    }
    if (update.contract().isPresent()) {
      docs = docs.with(update.contract().get());
    }
    return update.lineage().isPresent() ? docs.with(update.lineage().get()) : docs;
  }

  /// Results alone change few pages, unless what stands at the head of all changes with them.
  private static boolean isTold(DatasetDocs before, DatasetDocs after, DocsUpdate update) {
    return update.contract().isPresent()
        || update.profile().isPresent()
        || update.lineage().isPresent()
        || !before.hidden().equals(after.hidden())
        || before.batches().isEmpty()
        || before.state() != after.state()
        || before.broken().size() != after.broken().size()
        || before.rules().size() != after.rules().size();
  }

  /// Where the data set's files are.
  String home() {
    return home(after.name());
  }

  static String home(String dataset) {
    return "data/" + FileName.of(dataset) + "/";
  }

  /// New checks in a line each, in the order in which they came.
  List<BatchDocs> batches() {
    return results.stream()
        .filter(record -> added.contains(record.id()))
        .map(BatchDocs::of)
        .toList();
  }

  /// Checks that take the place of older ones of the same id.
  List<BatchDocs> replaced() {
    return results.stream()
        .filter(record -> !added.contains(record.id()))
        .map(BatchDocs::of)
        .toList();
  }
}
