package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The clauses of one search for runs: `r` is the run, `d` the part of an index that leads to it.
final class RunClauses {
  /// The value in the part of an index.
  static final Column ENTRY = Column.of("d.value");

  private final ProjectName project;
  private final List<Long> experiments;
  private final RunSearch search;

  RunClauses(ProjectName project, List<Long> experiments, RunSearch search) {
    this.project = project;
    this.experiments = experiments;
    this.search = search;
  }

  static String indexed(String entity) {
    String table = RunConditions.table(entity);
    return table + " d INDEXED BY " + table + "_by_value";
  }

  /// The part of an index that fulfils a condition.
  void entries(RunSql sql, Condition condition) {
    of(sql, "d.experiment").add(" AND d.key = ? AND ", condition.key());
    RunConditions.value(sql, condition, ENTRY);
    shortTags(sql, condition.entity());
  }

  /// The index of tags holds no long values, and is used by those who say so.
  static void shortTags(RunSql sql, String entity) {
    if (entity.equals(RunSearch.TAGS)) {
      sql.add(" AND length(d.value) <= 250");
    }
  }

  RunSql of(RunSql sql, String column) {
    return experiments.size() == 1
        ? sql.add(column + " = ?", experiments.getFirst())
        : sql.add(column + " IN (SELECT value FROM json_each(?))", Json.write(experiments));
  }

  /// @param driver the condition to begin with
  /// @param orders what is to be joined for them
  void from(RunSql sql, Optional<Condition> driver, List<Sort> orders) {
    Optional<String> id = driver.flatMap(RunConditions::idIndex);
    if (id.isPresent()) {
      sql.add(" FROM run r INDEXED BY " + id.get());
    } else if (driver.isPresent()) {
      sql.add(" FROM " + indexed(driver.get().entity()) + " CROSS JOIN run r ON r.key = d.run");
    } else {
      sql.add(" FROM run r INDEXED BY run_by_experiment");
    }
    join(sql, orders);
  }

  /// What is ordered by and stands in other tables, each known by its place among all orders.
  void join(RunSql sql, List<Sort> orders) {
    for (Sort order : orders) {
      if (RunConditions.column(order).isEmpty()) {
        String name = name(order);
        sql.add(" LEFT JOIN " + RunConditions.table(order.entity()) + " " + name + " ON " + name)
            .add(".run = r.key AND " + name + ".key = ?", order.key());
      }
    }
  }

  private String name(Sort order) {
    return "o" + search.orders().indexOf(order);
  }

  RunSql where(RunSql sql, Optional<Condition> driver) {
    sql.add(" WHERE ");
    boolean isId = driver.flatMap(RunConditions::idIndex).isPresent();
    if (isId) {
      Column column = driver.flatMap(RunConditions::column).orElseThrow();
      sql.add("r.project = ? AND ", project.value()).add(driver.get(), column);
      of(sql.add(" AND "), "+r.experiment");
    } else if (driver.isPresent()) {
      entries(sql, driver.get());
    } else {
      of(sql, "r.experiment");
    }
    return rest(sql, driver.isPresent() && !isId ? "d.run" : "r.key", driver.stream().toList());
  }

  /// The conditions that are not fulfilled already, those first that few runs fulfil. Where the run
  /// is known from an index, they are looked at before the run itself is.
  RunSql rest(RunSql sql, String run, List<Condition> done) {
    search.conditions().stream()
        .filter(condition -> !done.contains(condition))
        .sorted(Comparator.comparing(condition -> condition.operator() != Operator.EQUAL))
        .forEach(condition -> RunConditions.condition(sql.add(" AND "), condition, run));
    return sql.add(" AND " + search.view().sql("r") + " AND r.silent = 0");
  }

  /// @param all what is left of the orders
  /// @param joined those of them whose values are joined; the others' are those of `d`
  RunSql orderBy(RunSql sql, List<Sort> all, List<Sort> joined) {
    return sql.add(
        all.stream()
            .map(order -> order(order, joined.contains(order)))
            .collect(Collectors.joining("", " ORDER BY ", "r.started DESC, r.id")));
  }

  private String order(Sort order, boolean isJoined) {
    String direction = order.isAscending() ? ", " : " DESC, ";
    if (!isJoined) {
      return "d.value" + direction;
    }
    String value =
        RunConditions.column(order).map(Column::toString).orElseGet(() -> name(order) + ".value");
    boolean isAlwaysThere = value.equals("r.started") || value.equals("r.id");
    String absentLast = isAlwaysThere ? "" : value + " IS NULL, ";
    String nanLast =
        order.entity().equals(RunSearch.METRICS) ? "typeof(" + value + ") = 'text', " : "";
    return absentLast + nanLast + value + direction;
  }
}
