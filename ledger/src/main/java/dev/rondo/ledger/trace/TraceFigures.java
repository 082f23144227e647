package dev.rondo.ledger.trace;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Reachable;
import java.util.ArrayList;
import java.util.List;

/// Figures of many traces. Thread-safe.
public final class TraceFigures {
  private final Database database;

  TraceFigures(Database database) {
    this.database = database;
  }

  /// The figures of a query, by group.
  public Slice<Figure> of(Caller caller, FigureQuery query) {
    Reachable.require(caller, Permission.READ);
    FigureQuery seen = query.in(Reachable.among(caller, query.experiments()));
    if (seen.experiments().isEmpty()) {
      return new Slice<>(List.of(), false);
    }
    FigureSql sql = new FigureSql(seen);
    return database.read(tx -> {
      List<Object> arguments = new ArrayList<>();
      String statement = sql.statement(caller.project(), arguments);
      List<Figure> figures = tx.list(statement, sql::figure, arguments.toArray());
      return Slice.of(
          figures.isEmpty() && query.page().offset() == 0 ? sql.ofNothing() : figures,
          query.page().limit());
    });
  }

  /// How often two filters hold of the same traces.
  ///
  /// @param base what all counted traces fulfil
  Correlation correlation(
      Caller caller,
      List<ExperimentId> experiments,
      List<Condition> first,
      List<Condition> second,
      List<Condition> base) {
    Reachable.require(caller, Permission.READ);
    List<ExperimentId> seen = Reachable.among(caller, experiments);
    if (seen.isEmpty()) {
      return new Correlation(0, 0, 0, 0);
    }
    List<Object> arguments = new ArrayList<>();
    String one = all(first, arguments);
    String other = all(second, arguments);
    String where = TraceTable.where(caller.project(), seen, base, arguments);
    String sql =
        """
        SELECT coalesce(sum(one), 0) AS one, coalesce(sum(other), 0) AS other,
          coalesce(sum(one AND other), 0) AS joint, count(*) AS total
        FROM (SELECT coalesce(%s, 0) AS one, coalesce(%s, 0) AS other FROM trace t WHERE %s)
        """
            .formatted(one, other, where);
    return database.read(tx ->
        tx.find(
                sql,
                row ->
                    new Correlation(
                        row.number("one"),
                        row.number("other"),
                        row.number("joint"),
                        row.number("total")),
                arguments.toArray())
            .orElseThrow());
  }

  private static String all(List<Condition> conditions, List<Object> arguments) {
    return "(" + TraceConditions.all(conditions, arguments) + ")";
  }
}
