package dev.rondo.ledger;

import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Conditions on runs in the database's words; `r` is the run.
final class RunConditions {
  private static final Set<Operator> RANGES =
      EnumSet.of(
          Operator.EQUAL, Operator.LESS, Operator.AT_MOST, Operator.GREATER, Operator.AT_LEAST);
  private static final Set<Operator> TEXTS =
      EnumSet.of(Operator.EQUAL, Operator.LIKE, Operator.ILIKE);
  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          RunSearch.KIND,
          Column.of("r.kind"),
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
      Map.of(
          Tag.RUN_NAME,
          Column.of("r.name"),
          Tag.PARENT,
          Column.of(
              "coalesce(r.parent, (SELECT t.value FROM run_tag t WHERE t.run = r.key AND t.key = '"
                  + Tag.PARENT
                  + "'))"));
  private static final Map<String, Column> DATASETS =
      Map.of(
          "name", Column.of("x.name"),
          "digest", Column.of("x.digest"),
          "context", Column.of("i.context"));
  private static final Map<String, Column> TABLES_READ =
      Map.of("name", Column.of("x.name"), "digest", Column.of(RunLoader.SHORT_DIGEST));
  private static final Map<String, String> ID_INDEXES =
      Map.of("r.id", "run_by_id", "r.parent", "run_by_parent");
  private static final Map<String, String> TABLES =
      Map.of(
          RunSearch.METRICS, "run_metric",
          RunSearch.PARAMS, "run_parameter",
          RunSearch.TAGS, "run_tag");

  private RunConditions() {}

  /// The index by which a condition leads to the runs themselves.
  static Optional<String> idIndex(Condition condition) {
    boolean isExact = condition.operator() == Operator.EQUAL || condition.operator() == Operator.IN;
    return isExact
        ? column(condition).map(Column::toString).map(ID_INDEXES::get)
        : Optional.empty();
  }

  /// Whether what fulfils a condition can be looked up, or read off, in an index by value. That of
  /// tags holds no long values.
  static boolean isIndexed(Condition condition) {
    return column(condition).isEmpty()
        && switch (condition.entity()) {
          case RunSearch.METRICS -> RANGES.contains(condition.operator());
          case RunSearch.PARAMS -> TEXTS.contains(condition.operator());
          case RunSearch.TAGS ->
              TEXTS.contains(condition.operator()) && condition.text().length() <= Limits.NAME;
          default -> false;
        };
  }

  /// @param run SQL of the run's key
  static void condition(RunSql sql, Condition condition, String run) {
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
  private static void dataset(RunSql sql, Condition condition, String run) {
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

  /// NaN, a text, is greater than every number to the database alone.
  static void value(RunSql sql, Condition condition, Column column) {
    sql.add(condition, column);
    Operator operator = condition.operator();
    if (condition.entity().equals(RunSearch.METRICS)
        && (operator == Operator.GREATER || operator == Operator.AT_LEAST)) {
      sql.add(" AND " + column + " < ''");
    }
  }

  static Optional<Column> column(Condition condition) {
    return isOfParent(condition)
        ? Optional.of(Column.of("r.parent"))
        : column(condition.entity(), condition.key());
  }

  private static boolean isOfParent(Condition condition) {
    return condition.entity().equals(RunSearch.TAGS)
        && condition.key().equals(Tag.PARENT)
        && condition.operator() == Operator.EQUAL
        && RunId.find(condition.text()).isPresent();
  }

  static Optional<Column> column(Sort order) {
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

  static String table(String entity) {
    return Optional.ofNullable(TABLES.get(entity)).orElseThrow();
  }
}
