package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rows that a suite judges: a relation of a session, in the order in which the engine keeps
/// it. A value that is not a number (NaN) counts as missing, as in a data frame. Confined to the
/// session's thread.
public final class Batch implements Columns {
  private final SqlSession session;
  private final String relation;
  private final String view;
  private final List<BatchColumn> columns;

  private Batch(SqlSession session, String relation, String view, List<BatchColumn> columns) {
    this.session = session;
    this.relation = relation;
    this.view = view;
    this.columns = List.copyOf(columns);
  }

  /// Takes a table or view of the session as a batch.
  public static Batch of(SqlSession session, String relation) {
    List<BatchColumn> columns = new ArrayList<>();
    session.forEach(
        "SELECT column_name, column_type FROM (DESCRIBE " + SqlSession.name(relation) + ")",
        row -> columns.add(BatchColumn.of(row.text(1), row.text(2))));
    return new Batch(session, relation, SqlSession.name(relation), columns);
  }

  /// How many values of each column that may have such are not a number.
  Map<BatchColumn, Metric.Scalar> notNumbers() {
    Map<BatchColumn, Metric.Scalar> counts = new LinkedHashMap<>();
    columns.stream()
        .filter(column -> column.kind() == Kind.REAL)
        .forEach(column ->
            counts.put(column, new Metric.Scalar("count_if(isnan(" + column.sql() + "))", "TRUE")));
    return counts;
  }

  /// The same rows, with what is not a number in these columns missing. That makes figures of them
  /// half as dear again, so it is done for those columns alone that have any.
  Batch withMissing(List<BatchColumn> notNumbers) {
    String name = SqlSession.name("batch of " + relation);
    session.execute(
        "CREATE OR REPLACE TEMP VIEW %s AS SELECT * REPLACE (%s) FROM %s"
            .formatted(
                name,
                notNumbers.stream()
                    .map(column -> "nullif(%1$s, 'nan') AS %1$s".formatted(column.sql()))
                    .collect(Collectors.joining(", ")),
                SqlSession.name(relation)));
    return new Batch(session, relation, name, columns);
  }

  public SqlSession session() {
    return session;
  }

  /// The name that the rows were given as.
  public String relation() {
    return relation;
  }

  /// The rows in SQL: a name that can stand after FROM.
  public String sql() {
    return view;
  }

  public List<BatchColumn> columns() {
    return columns;
  }

  @Override
  public List<String> names() {
    return columns.stream().map(BatchColumn::name).toList();
  }

  public Optional<BatchColumn> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  @Override
  public BatchColumn column(String name) {
    return find(name).orElseThrow(() -> unknown(name, relation, names()));
  }

  /// What row conditions compare the columns with.
  Map<String, dev.rondo.quality.condition.Kind> kinds() {
    Map<String, dev.rondo.quality.condition.Kind> kinds = new LinkedHashMap<>();
    columns.forEach(column -> kinds.put(column.name(), column.kind().compared()));
    return kinds;
  }

  static Problem unknown(String name, String relation, List<String> known) {
    return Problem.of(
        ProblemCode.INVALID_DATA,
        "There is no column \"%s\" in '%s'.%s",
        name,
        relation,
        Nearest.hint(name, known));
  }
}
