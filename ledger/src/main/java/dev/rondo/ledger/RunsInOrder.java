package dev.rondo.ledger;

import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the runs of one experiment off an index by value, in its order, until there are enough. A
/// metric's index holds numbers, then NaN; the runs without it follow, which makes three stretches
/// of one order.
final class RunsInOrder {
  private final Transaction tx;
  private final RunSearch search;
  private final RunClauses clauses;
  private final Sort first;
  private final List<Sort> others;

  /// @param search with an order for which an index [#isThere]
  RunsInOrder(Transaction tx, RunSearch search, RunClauses clauses) {
    this.tx = tx;
    this.search = search;
    this.clauses = clauses;
    this.first = search.orders().getFirst();
    this.others = search.orders().subList(1, search.orders().size());
  }

  /// Whether an index has the order of a search, within one experiment.
  static boolean isThere(RunSearch search) {
    return !search.orders().isEmpty()
        && RunConditions.column(search.orders().getFirst()).isEmpty()
        && own(search).stream().noneMatch(one -> one.operator() == Operator.IS_NULL);
  }

  /// The conditions on what is first ordered by.
  private static List<Condition> own(RunSearch search) {
    Sort first = search.orders().getFirst();
    return search.conditions().stream()
        .filter(one -> one.entity().equals(first.entity()) && one.key().equals(first.key()))
        .toList();
  }

  /// The keys of one page, and one more.
  List<Long> keys() {
    long wanted = search.offset() + search.limit() + 1;
    boolean isMetric = first.entity().equals(RunSearch.METRICS);
    List<Long> keys = new ArrayList<>(present(isMetric ? " AND d.value < ''" : "", wanted));
    if (isMetric && keys.size() < wanted) {
      keys.addAll(present(" AND d.value >= ''", wanted - keys.size()));
    }
    if (own(search).isEmpty() && keys.size() < wanted) {
      keys.addAll(absent(wanted - keys.size()));
    }
    return keys.stream().skip(search.offset()).toList();
  }

  private List<Long> present(String stretch, long limit) {
    RunSql sql =
        new RunSql().add("SELECT r.key AS number FROM " + RunClauses.indexed(first.entity()));
    clauses.join(sql.add(" CROSS JOIN run r ON r.key = d.run"), others);
    clauses.of(sql.add(" WHERE "), "d.experiment").add(" AND d.key = ?" + stretch, first.key());
    RunClauses.shortTags(sql, first.entity());
    for (Condition condition : own(search)) {
      if (!Operator.OF_PRESENCE.contains(condition.operator())) {
        RunConditions.value(sql.add(" AND "), condition, RunClauses.ENTRY);
      }
    }
    clauses.rest(sql, "d.run", own(search));
    return clauses.orderBy(sql, search.orders(), others).add(" LIMIT ?", limit).numbers(tx);
  }

  private List<Long> absent(long limit) {
    RunSql sql = new RunSql().add("SELECT r.key AS number");
    clauses.from(sql, Optional.empty(), others);
    clauses
        .where(sql, Optional.empty())
        .add(" AND NOT EXISTS (SELECT 1 FROM " + RunConditions.table(first.entity()))
        .add(" x WHERE x.run = r.key AND x.key = ?)", first.key());
    return clauses.orderBy(sql, others, others).add(" LIMIT ?", limit).numbers(tx);
  }
}
