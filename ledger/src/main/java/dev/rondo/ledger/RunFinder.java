package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Slice;
import java.util.List;
import java.util.Optional;

/// Finds the keys of runs. Where a condition is fulfilled by few, which is known from a count that
/// ends early, the search goes over those; otherwise, where an index has the order, over the runs
/// in that order until there are enough, and with several experiments over the first of each;
/// otherwise over all runs of the experiments.
final class RunFinder {
  private static final int FEW = 2_000;

  /// As many runs of all experiments together are put in one order.
  private static final int MERGED = 20_000;

  private final Transaction tx;
  private final ProjectName project;
  private final List<Long> experiments;
  private final RunSearch search;
  private final RunClauses clauses;

  RunFinder(Transaction tx, ProjectName project, List<Long> experiments, RunSearch search) {
    this.tx = tx;
    this.project = project;
    this.experiments = experiments;
    this.search = search;
    this.clauses = new RunClauses(project, experiments, search);
  }

  /// The keys of one page.
  Slice<Long> page() {
    return Slice.of(keys(), search.limit());
  }

  /// Those of one page, and one more.
  private List<Long> keys() {
    if (experiments.isEmpty()) {
      return List.of();
    }
    Driver driver = narrowest();
    if (driver.isNobody()) {
      return List.of();
    }
    return driver.condition().isEmpty() && isMergedInOrder() ? merged() : keys(driver.condition());
  }

  private List<Long> keys(Optional<Condition> driver) {
    if (driver.isEmpty() && experiments.size() == 1 && hasOrderedIndex()) {
      return new RunsInOrder(tx, search, clauses).keys();
    }
    RunSql sql = new RunSql();
    clauses.from(sql.add("SELECT r.key AS number"), driver, search.orders());
    clauses.orderBy(clauses.where(sql, driver), search.orders(), search.orders());
    return sql.add(" LIMIT ? OFFSET ?", search.limit() + 1, search.offset()).numbers(tx);
  }

  /// How many there are on all pages.
  long count() {
    if (experiments.isEmpty()) {
      return 0;
    }
    Driver driver = narrowest();
    if (driver.isNobody()) {
      return 0;
    }
    RunSql sql = new RunSql();
    clauses.from(sql.add("SELECT count(*) AS number"), driver.condition(), List.of());
    return clauses.where(sql, driver.condition()).numbers(tx).getFirst();
  }

  /// The condition to begin with.
  ///
  /// @param condition an id, or what the fewest runs fulfil, if that is few
  /// @param isNobody whether no run fulfils it
  private record Driver(Optional<Condition> condition, boolean isNobody) {}

  private Driver narrowest() {
    Optional<Condition> best = Optional.empty();
    long least = FEW;
    for (Condition condition : search.conditions()) {
      if (RunConditions.idIndex(condition).isPresent()) {
        return new Driver(Optional.of(condition), false);
      }
      long count = least > 0 && isIndexed(condition) ? count(condition, least) : least;
      if (count < least) {
        best = Optional.of(condition);
        least = count;
      }
    }
    return new Driver(best, least == 0);
  }

  private boolean isIndexed(Condition condition) {
    return RunConditions.isIndexed(condition)
        && (condition.operator() == Operator.EQUAL
            || !condition.entity().equals(RunSearch.TAGS)
            || !hasLongTags(condition.key()));
  }

  private long count(Condition condition, long most) {
    RunSql sql = new RunSql().add("SELECT count(*) AS number FROM (SELECT 1 FROM ");
    clauses.entries(sql.add(RunClauses.indexed(condition.entity()) + " WHERE "), condition);
    return sql.add(" LIMIT ?)", most).numbers(tx).getFirst();
  }

  private boolean hasOrderedIndex() {
    return RunsInOrder.isThere(search)
        && !(search.orders().getFirst().entity().equals(RunSearch.TAGS)
            && hasLongTags(search.orders().getFirst().key()));
  }

  /// Whether there are values of a tag that its index does not hold.
  private boolean hasLongTags(String key) {
    RunSql sql =
        new RunSql().add("SELECT 1 AS number FROM run_tag d INDEXED BY run_tag_long WHERE ");
    clauses.of(sql, "d.experiment").add(" AND d.key = ? AND length(d.value) > 250", key);
    return !sql.add(" LIMIT 1").numbers(tx).isEmpty();
  }

  private boolean isMergedInOrder() {
    return experiments.size() > 1
        && (search.offset() + search.limit()) * experiments.size() <= MERGED
        && (search.orders().isEmpty() || hasOrderedIndex());
  }

  /// An index has the order of one experiment alone: of each the first, and of those the first.
  private List<Long> merged() {
    RunSearch ofEach = search.first((int) search.offset() + search.limit());
    List<Long> found =
        experiments.stream()
            .flatMap(one ->
                new RunFinder(tx, project, List.of(one), ofEach).keys(Optional.empty()).stream())
            .toList();
    RunSql sql = new RunSql().add("SELECT r.key AS number FROM json_each(?) k", Json.write(found));
    clauses.join(sql.add(" CROSS JOIN run r ON r.key = k.value"), search.orders());
    clauses.orderBy(sql, search.orders(), search.orders());
    return sql.add(" LIMIT ? OFFSET ?", search.limit() + 1, search.offset()).numbers(tx);
  }
}
