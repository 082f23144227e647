package dev.rondo.ledger;

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
  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "run_id", "r.id",
          "run_name", "r.name",
          "user_id", "r.user",
          "status", "r.status",
          "start_time", "r.started",
          "end_time", "r.ended",
          "artifact_uri",
              "(SELECT coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.number) || '/' ||"
                  + " r.id || '/artifacts' FROM experiment e WHERE e.key = r.experiment)");
  private static final Map<String, String> NOTED_ATTRIBUTES =
      Map.of(Tag.RUN_NAME, "r.name", Tag.PARENT, "r.parent");
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
    return isExact ? column(condition).map(ID_INDEXES::get) : Optional.empty();
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
    Optional<String> column = column(condition);
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
        value(sql.add(" AND "), condition, "x.value");
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
        .add(condition, isContext ? "i.context" : "x." + condition.key())
        .add(")");
    if (!isContext) {
      sql.add(" OR EXISTS (SELECT 1 FROM asset_edge i JOIN asset x ON x.key = i.asset")
          .add(
              " WHERE i.run = " + run + " AND i.role = 'INPUT' AND " + RunLoader.IS_TABLE + " AND ")
          .add(condition, condition.key().equals("name") ? "x.name" : RunLoader.SHORT_DIGEST)
          .add(")");
    }
    sql.add(")");
  }

  /// NaN, a text, is greater than every number to the database alone.
  static void value(RunSql sql, Condition condition, String expression) {
    sql.add(condition, expression);
    Operator operator = condition.operator();
    if (condition.entity().equals(RunSearch.METRICS)
        && (operator == Operator.GREATER || operator == Operator.AT_LEAST)) {
      sql.add(" AND " + expression + " < ''");
    }
  }

  static Optional<String> column(Condition condition) {
    return column(condition.entity(), condition.key());
  }

  static Optional<String> column(Sort order) {
    return column(order.entity(), order.key());
  }

  private static Optional<String> column(String entity, String key) {
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
