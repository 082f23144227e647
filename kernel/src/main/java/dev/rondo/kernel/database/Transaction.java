package dev.rondo.kernel.database;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// The statements of one unit of work. Arguments may be text, numbers, booleans (stored as 0 or 1),
/// [Instant]s (stored as epoch milliseconds), byte arrays, and `Optional`s of them (empty is NULL);
/// anything else is stored by its `toString`. Confined to the unit that receives it.
public final class Transaction {
  private static final int CACHED_STATEMENTS = 256;
  private static final int LONGEST_LINE = 200;

  private final Connection connection;
  private final Regexp regexp;
  private final Map<String, PreparedStatement> statements =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
          if (size() <= CACHED_STATEMENTS) {
            return false;
          }
          closeQuietly(eldest.getValue());
          return true;
        }
      };
  private final List<Runnable> afterCommit = new ArrayList<>();

  Transaction(Connection connection) {
    this.connection = connection;
    try {
      this.regexp = Regexp.on(connection);
    } catch (SQLException e) {
      throw failed("regexp", e);
    }
  }

  /// Runs one statement that changes rows, and returns how many it changed.
  public int update(String sql, Object... arguments) {
    try {
      return prepare(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failed(forgotten(sql), e);
    }
  }

  /// Runs one statement once for each list of arguments.
  public void updateAll(String sql, List<Object[]> rows) {
    try {
      PreparedStatement statement = prepare(sql, new Object[0]);
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw failed(forgotten(sql), e);
    }
  }

  /// All rows of a query, in its order.
  public <T> List<T> list(String sql, RowMapper<T> mapper, Object... arguments) {
    regexp.begin();
    try (ResultSet result = prepare(sql, arguments).executeQuery()) {
      List<T> values = new ArrayList<>();
      Row row = new Row(result);
      while (result.next()) {
        values.add(mapper.map(row));
      }
      return values;
    } catch (SQLException e) {
      forgotten(sql);
      throw regexp.problem().orElseGet(() -> failed(sql, e));
    }
  }

  /// The first row of a query, if there is one.
  public <T> Optional<T> find(String sql, RowMapper<T> mapper, Object... arguments) {
    regexp.begin();
    try (ResultSet result = prepare(sql, arguments).executeQuery()) {
      return result.next() ? Optional.of(mapper.map(new Row(result))) : Optional.empty();
    } catch (SQLException e) {
      forgotten(sql);
      throw regexp.problem().orElseGet(() -> failed(sql, e));
    }
  }

  /// Runs when the whole transaction has been committed, on the writer's thread: it must only
  /// signal.
  public void afterCommit(Runnable signal) {
    afterCommit.add(signal);
  }

  /// Runs a script of several statements separated by `;` (none inside text or comments).
  void script(String script) {
    try (var statement = connection.createStatement()) {
      for (String sql : script.split(";")) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw failed(script, e);
    }
  }

  List<Runnable> takeAfterCommit() {
    List<Runnable> taken = List.copyOf(afterCommit);
    afterCommit.clear();
    return taken;
  }

  void command(String sql) throws SQLException {
    try {
      prepare(sql, new Object[0]).execute();
    } catch (SQLException e) {
      forgotten(sql);
      throw e;
    }
  }

  /// The driver ends a statement that fails, and never runs it again: the next one is a new one.
  private String forgotten(String sql) {
    Optional.ofNullable(statements.remove(sql)).ifPresent(Transaction::closeQuietly);
    return sql;
  }

  void close() {
    statements.values().forEach(Transaction::closeQuietly);
    statements.clear();
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed("close", e);
    }
  }

  private PreparedStatement prepare(String sql, Object[] arguments) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    bind(statement, arguments);
    return statement;
  }

  private static void bind(PreparedStatement statement, Object[] arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
  }

  private static void bind(PreparedStatement statement, int i, Object value) throws SQLException {
    switch (value) {
      case String text -> statement.setString(i, text);
      case Long number -> statement.setLong(i, number);
      case Integer number -> statement.setLong(i, number);
      case Double number -> statement.setDouble(i, number);
      case Boolean flag -> statement.setLong(i, flag ? 1 : 0);
      case Instant time -> statement.setLong(i, time.toEpochMilli());
      case byte[] bytes -> statement.setBytes(i, bytes);
      case Optional<?> optional when optional.isPresent() -> bind(statement, i, optional.get());
      case Optional<?> _ -> statement.setObject(i, null);
      case OptionalLong o when o.isPresent() -> statement.setLong(i, o.getAsLong());
      case OptionalLong _ -> statement.setObject(i, null);
      case OptionalDouble o when o.isPresent() -> statement.setDouble(i, o.getAsDouble());
      case OptionalDouble _ -> statement.setObject(i, null);
      default -> statement.setString(i, value.toString());
    }
  }

  private static void closeQuietly(PreparedStatement statement) {
    try {
      statement.close();
    } catch (SQLException e) {
      System.getLogger(Transaction.class.getName())
          .log(System.Logger.Level.DEBUG, "A statement did not close.", e);
    }
  }

  static Problem failed(String sql, SQLException e) {
    String line = Texts.shortened(sql.strip().replaceAll("\\s+", " "), LONGEST_LINE);
    return Problem.wrap(
        code(String.valueOf(e.getMessage())),
        "The database refused '" + line + "': " + e.getMessage(),
        e);
  }

  private static ProblemCode code(String said) {
    if (said.contains("SQLITE_FULL")) {
      return ProblemCode.DISK_FULL;
    }
    return said.contains("CONSTRAINT") ? ProblemCode.CONFLICT : ProblemCode.INTERNAL;
  }
}
