package dev.rondo.ledger;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.SqlCondition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds the keys of runs. Where a condition is fulfilled by few, which is known from a count that
/// ends early, the search goes over those; otherwise, where an index has the order, over the runs
/// in that order until there are enough; otherwise over all runs of the experiments. A metric's
/// index holds numbers, then NaN; the runs without it follow, which makes three stretches of one
/// order.
final class RunFinder {
  private static final int FEW = 2_000;
  private static final Set<Operator> RANGES =
      EnumSet.of(
          Operator.EQUAL, Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST);
  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          "run_id",
          Column.of("r.id"),
          "run_name",
          Column.of("r.name"),
          "user_id",
          Column.of("r.user"),
          "status",
          Column.of("r.status"),
          "start_time",
          Column.of("r.started"),
          "end_time",
          Column.of("r.ended"),
          "artifact_uri",
          Column.of(
              "(SELECT coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.number) || '/' ||"
                  + " r.id || '/artifacts' FROM experiment e WHERE e.key = r.experiment)"));
  private static final Map<String, Column> NOTED_ATTRIBUTES =
      Map.of(Tag.RUN_NAME, Column.of("r.name"), Tag.PARENT, Column.of("r.parent"));
  private static final Map<String, Column> DATASETS =
      Map.of(
          "name", Column.of("x.name"),
          "digest", Column.of("x.digest"),
          "context", Column.of("i.context"));
  private static final Map<String, Column> TABLES_READ =
      Map.of("name", Column.of("x.name"), "digest", Column.of(RunLoader.SHORT_DIGEST));
  private static final Column ENTRY = Column.of("d.value");
  private static final Map<String, String> ID_INDEXES =
      Map.of("r.id", "run_by_id", "r.parent", "run_by_parent");
  private static final Map<String, String> TABLES =
      Map.of(
          RunSearch.METRICS, "run_metric",
          RunSearch.PARAMS, "run_parameter",
          RunSearch.TAGS, "run_tag");

  private final Transaction tx;
  private final ProjectName project;
  private final List<Long> experiments;
  private final RunSearch search;

  RunFinder(Transaction tx, ProjectName project, List<Long> experiments, RunSearch search) {
    this.tx = tx;
    this.project = project;
    this.experiments = experiments;
    this.search = search;
  }

  /// A statement in the making, with the values of its places.
  private static final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();

    Sql add(String sql, Object... values) {
      text.append(sql);
      arguments.addAll(List.of(values));
      return this;
    }

    Sql add(Condition condition, Column column) {
      return add(SqlCondition.of(condition, column, arguments));
    }

    List<Long> numbers(Transaction tx) {
      return tx.list(text.toString(), row -> row.number("number"), arguments.toArray());
    }
  }

  /// The keys of one page.
  List<Long> keys() {
    if (experiments.isEmpty()) {
      return List.of();
    }
    Optional<Condition> driver = narrowest();
    if (driver.isEmpty() && hasOrderedIndex()) {
      return keysInOrder();
    }
    Sql sql = new Sql();
    from(sql.add("SELECT r.key AS number"), driver, search.orders());
    orderBy(where(sql, driver), search.orders(), search.orders());
    return sql.add(" LIMIT ? OFFSET ?", search.limit(), search.offset()).numbers(tx);
  }

  /// How many there are on all pages.
  long count() {
    if (experiments.isEmpty()) {
      return 0;
    }
    Optional<Condition> driver = narrowest();
    Sql sql = new Sql();
    from(sql.add("SELECT count(*) AS number"), driver, List.of());
    return where(sql, driver).numbers(tx).getFirst();
  }

  /// The condition to begin with: an id, or what the fewest runs fulfil, if that is few.
  private Optional<Condition> narrowest() {
    Optional<Condition> best = Optional.empty();
    long least = FEW;
    for (Condition condition : search.conditions()) {
      if (isId(condition)) {
        return Optional.of(condition);
      }
      long count = least > 0 && isIndexed(condition) ? count(condition, least) : least;
      if (count < least) {
        best = Optional.of(condition);
        least = count;
      }
    }
    return best;
  }

  private static boolean isId(Condition condition) {
    return column(condition).map(Column::toString).filter(ID_INDEXES::containsKey).isPresent()
        && (condition.operator() == Operator.EQUAL || condition.operator() == Operator.IN);
  }

  private static boolean isIndexed(Condition condition) {
    return column(condition).isEmpty()
        && switch (condition.entity()) {
          case RunSearch.METRICS -> RANGES.contains(condition.operator());
          case RunSearch.PARAMS -> condition.operator() == Operator.EQUAL;
          case RunSearch.TAGS ->
              condition.operator() == Operator.EQUAL && condition.text().length() <= Limits.NAME;
          default -> false;
        };
  }

  private long count(Condition condition, long most) {
    Sql sql = new Sql().add("SELECT count(*) AS number FROM (SELECT 1 FROM ");
    entries(sql.add(indexed(condition)).add(" WHERE "), condition);
    return sql.add(" LIMIT ?)", most).numbers(tx).getFirst();
  }

  private static String indexed(Condition condition) {
    String table = table(condition.entity());
    return table + " d INDEXED BY " + table + "_by_value";
  }

  private static String table(String entity) {
    return Optional.ofNullable(TABLES.get(entity)).orElseThrow();
  }

  /// The part of an index, known as `d`, that fulfils a condition.
  private void entries(Sql sql, Condition condition) {
    of(sql, "d.experiment").add(" AND d.key = ? AND ", condition.key());
    value(sql, condition, ENTRY);
    if (condition.entity().equals(RunSearch.TAGS)) {
      sql.add(" AND length(d.value) <= 250");
    }
  }

  private Sql of(Sql sql, String column) {
    return experiments.size() == 1
        ? sql.add(column + " = ?", experiments.getFirst())
        : sql.add(column + " IN (SELECT value FROM json_each(?))", Json.write(experiments));
  }

  /// NaN, a text, is greater than every number to the database alone.
  private static void value(Sql sql, Condition condition, Column column) {
    sql.add(condition, column);
    Operator operator = condition.operator();
    if (condition.entity().equals(RunSearch.METRICS)
        && (operator == Operator.GREATER || operator == Operator.AT_LEAST)) {
      sql.add(" AND " + column + " < ''");
    }
  }

  private void from(Sql sql, Optional<Condition> driver, List<Sort> orders) {
    Optional<String> id =
        driver.flatMap(RunFinder::column).map(Column::toString).map(ID_INDEXES::get);
    if (id.isPresent()) {
      sql.add(" FROM run r INDEXED BY " + id.get());
    } else if (driver.isPresent()) {
      sql.add(" FROM " + indexed(driver.get()) + " CROSS JOIN run r ON r.key = d.run");
    } else {
      sql.add(" FROM run r INDEXED BY run_by_experiment");
    }
    join(sql, orders);
  }

  /// What is ordered by and stands in other tables, each known by its place among all orders.
  private void join(Sql sql, List<Sort> orders) {
    for (Sort order : orders) {
      if (column(order).isEmpty()) {
        String name = name(order);
        sql.add(" LEFT JOIN " + table(order.entity()) + " " + name + " ON " + name)
            .add(".run = r.key AND " + name + ".key = ?", order.key());
      }
    }
  }

  private String name(Sort order) {
    return "o" + search.orders().indexOf(order);
  }

  private Sql where(Sql sql, Optional<Condition> driver) {
    sql.add(" WHERE ");
    if (driver.flatMap(RunFinder::column).isPresent()) {
      sql.add("r.project = ? AND ", project.value());
      of(sql.add(driver.get(), column(driver.get()).orElseThrow()).add(" AND "), "+r.experiment");
    } else if (driver.isPresent()) {
      entries(sql, driver.get());
    } else {
      of(sql, "r.experiment");
    }
    boolean hasEntries = driver.isPresent() && column(driver.get()).isEmpty();
    return rest(sql, hasEntries ? "d.run" : "r.key", driver.stream().toList());
  }

  /// The conditions that are not fulfilled already, those first that few runs fulfil. Where the run
  /// is known from an index, they are looked at before the run itself is.
  private Sql rest(Sql sql, String run, List<Condition> done) {
    search.conditions().stream()
        .filter(condition -> !done.contains(condition))
        .sorted(Comparator.comparing(condition -> condition.operator() != Operator.EQUAL))
        .forEach(condition -> condition(sql.add(" AND "), condition, run));
    return sql.add(" AND " + search.view().sql("r"));
  }

  private static void condition(Sql sql, Condition condition, String run) {
    Optional<Column> column = column(condition);
    if (column.isPresent()) {
      sql.add(condition, column.get());
    } else if (condition.entity().equals(RunSearch.DATASETS)) {
      dataset(sql, condition, run);
    } else {
      boolean isAbsent = condition.operator() == Operator.IS_NULL;
      sql.add(isAbsent ? "NOT EXISTS" : "EXISTS")
          .add(" (SELECT 1 FROM " + table(condition.entity()) + " x WHERE x.run = " + run)
          .add(" AND x.key = ?", condition.key());
      if (!Operator.OF_PRESENCE.contains(condition.operator())) {
        value(sql.add(" AND "), condition, Column.of("x.value"));
      }
      sql.add(")");
    }
  }

  /// The tables that the platform's own runs have read are datasets too, by their digests' first
  /// digits.
  private static void dataset(Sql sql, Condition condition, String run) {
    boolean isContext = condition.key().equals("context");
    sql.add("(EXISTS (SELECT 1 FROM run_dataset i JOIN dataset x ON x.key = i.dataset")
        .add(" WHERE i.run = " + run + " AND ")
        .add(condition, dataset(DATASETS, condition))
        .add(")");
    if (!isContext) {
      sql.add(" OR EXISTS (SELECT 1 FROM asset_edge i JOIN asset x ON x.key = i.asset")
          .add(
              " WHERE i.run = " + run + " AND i.role = 'INPUT' AND " + RunLoader.IS_TABLE + " AND ")
          .add(condition, dataset(TABLES_READ, condition))
          .add(")");
    }
    sql.add(")");
  }

  private static Column dataset(Map<String, Column> columns, Condition condition) {
    return Optional.ofNullable(columns.get(condition.key())).orElseThrow();
  }

  private static Optional<Column> column(Condition condition) {
    return column(condition.entity(), condition.key());
  }

  private static Optional<Column> column(Sort order) {
    return column(order.entity(), order.key());
  }

  private static Optional<Column> column(String entity, String key) {
    return Optional.ofNullable(
        switch (entity) {
          case RunSearch.TAGS -> NOTED_ATTRIBUTES.get(key);
          case RunSearch.METRICS, RunSearch.PARAMS, RunSearch.DATASETS -> null;
          default -> ATTRIBUTES.get(key);
        });
  }

  /// @param all what is left of the orders
  /// @param joined those of them whose values are joined; the others' are those of `d`
  private Sql orderBy(Sql sql, List<Sort> all, List<Sort> joined) {
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
    String value = column(order).map(Column::toString).orElseGet(() -> name(order) + ".value");
    boolean isAlwaysThere = value.equals("r.started") || value.equals("r.id");
    String absentLast = isAlwaysThere ? "" : value + " IS NULL, ";
    String nanLast =
        order.entity().equals(RunSearch.METRICS) ? "typeof(" + value + ") = 'text', " : "";
    return absentLast + nanLast + value + direction;
  }

  private boolean hasOrderedIndex() {
    return experiments.size() == 1
        && !search.orders().isEmpty()
        && (first().entity().equals(RunSearch.METRICS) || first().entity().equals(RunSearch.PARAMS))
        && own().stream().noneMatch(one -> one.operator() == Operator.IS_NULL);
  }

  private Sort first() {
    return search.orders().getFirst();
  }

  /// The conditions on what is first ordered by.
  private List<Condition> own() {
    return search.conditions().stream()
        .filter(one -> one.entity().equals(first().entity()) && one.key().equals(first().key()))
        .toList();
  }

  private List<Long> keysInOrder() {
    long wanted = search.offset() + search.limit();
    boolean isMetric = first().entity().equals(RunSearch.METRICS);
    List<Long> keys = new ArrayList<>(present(isMetric ? " AND d.value < ''" : "", wanted));
    if (isMetric && keys.size() < wanted) {
      keys.addAll(present(" AND d.value >= ''", wanted - keys.size()));
    }
    if (own().isEmpty() && keys.size() < wanted) {
      keys.addAll(absent(wanted - keys.size()));
    }
    return keys.stream().skip(search.offset()).toList();
  }

  private List<Long> present(String stretch, long limit) {
    List<Sort> others = search.orders().subList(1, search.orders().size());
    String table = table(first().entity());
    Sql sql = new Sql().add("SELECT r.key AS number FROM " + table + " d INDEXED BY ");
    join(sql.add(table + "_by_value CROSS JOIN run r ON r.key = d.run"), others);
    of(sql.add(" WHERE "), "d.experiment").add(" AND d.key = ?" + stretch, first().key());
    for (Condition condition : own()) {
      if (!Operator.OF_PRESENCE.contains(condition.operator())) {
        value(sql.add(" AND "), condition, ENTRY);
      }
    }
    rest(sql, "d.run", own());
    return orderBy(sql, search.orders(), others).add(" LIMIT ?", limit).numbers(tx);
  }

  private List<Long> absent(long limit) {
    List<Sort> others = search.orders().subList(1, search.orders().size());
    Sql sql = new Sql().add("SELECT r.key AS number");
    from(sql, Optional.empty(), others);
    where(sql, Optional.empty())
        .add(" AND NOT EXISTS (SELECT 1 FROM " + table(first().entity()))
        .add(" x WHERE x.run = r.key AND x.key = ?)", first().key());
    return orderBy(sql, others, others).add(" LIMIT ?", limit).numbers(tx);
  }
}
