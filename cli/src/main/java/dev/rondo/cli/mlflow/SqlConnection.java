package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A database of MLflow's, opened to be read only. Confined to one thread.
final class SqlConnection implements AutoCloseable {
  private static final Pattern POSTGRES =
      Pattern.compile("postgres(?:ql)?(?:\\+\\w+)?://(?:([^:@/]*)(:[^@/]*)?@)?([^/?]*)/(.+)");
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int FETCHED = 5_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final Set<String> tables = new HashSet<>();

  private SqlConnection(Connection connection) throws SQLException {
    this.connection = connection;
    try (ResultSet found = connection.getMetaData().getTables(null, null, "%", null)) {
      while (found.next()) {
        tables.add(found.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
  }

  static SqlConnection sqlite(Path file) {
    requireSqlite(file);
    Properties readOnly = new Properties();
    readOnly.setProperty("open_mode", "1");
    readOnly.setProperty("busy_timeout", "20000");
    return opened("jdbc:sqlite:" + file, readOnly, file.toString());
  }

  private static void requireSqlite(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "'%s' is no SQLite database, so it is no MLflow store either.",
            file);
      }
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.NOT_FOUND, "'" + file + "' cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /// @param address such as `postgresql://user@host/database`; its password comes from `PGPASSWORD`
  ///   or `~/.pgpass`
  static SqlConnection postgres(String address, Map<String, String> environment) {
    Matcher matcher = POSTGRES.matcher(address);
    if (!matcher.matches()) {
      throw Problem.invalid(
          "The address of a PostgreSQL store is postgresql://user@host/database.");
    }
    if (matcher.group(2) != null || matcher.group(4).contains("password=")) {
      throw Problem.invalid(
          "A password does not belong into an address: put it into PGPASSWORD or ~/.pgpass.");
    }
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "rondo");
    properties.setProperty("readOnly", "true");
    String user = matcher.group(1) == null ? environment.get("PGUSER") : matcher.group(1);
    if (user != null && !user.isEmpty()) {
      properties.setProperty("user", user);
    }
    String password = environment.getOrDefault("PGPASSWORD", "");
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    String url = "jdbc:postgresql://" + matcher.group(3) + "/" + matcher.group(4);
    SqlConnection opened = opened(url, properties, address);
    opened.holdStill();
    return opened;
  }

  private static SqlConnection opened(String url, Properties properties, String name) {
    try {
      Connection connection = DriverManager.getConnection(url, properties);
      SqlConnection opened = new SqlConnection(connection);
      if (!opened.has("experiments") || !opened.has("runs")) {
        opened.close();
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "'%s' is a database without the tables 'experiments' and 'runs', so it is no MLflow"
                + " store.",
            name);
      }
      return opened;
    } catch (SQLException e) {
      throw SqlTrouble.of("'" + name + "'", e);
    }
  }

  /// All is read as it was at one moment, some thousand rows at a time.
  private void holdStill() {
    try {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw SqlRow.unreadable(e);
    }
  }

  boolean has(String table) {
    return tables.contains(table);
  }

  /// Hands each row of a query to a reader, which may query on its own. A table that the store does
  /// not have is empty.
  void each(String table, String rest, Consumer<SqlRow> reader, Object... arguments) {
    if (!has(table)) {
      return;
    }
    String sql = "SELECT * FROM " + table + " " + rest;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCHED);
      bind(statement, arguments);
      read(statement, reader);
    } catch (SQLException e) {
      throw SqlRow.unreadable(e);
    }
  }

  /// The same for what is asked often, of one thing: the reader must not query.
  void few(String table, String rest, Consumer<SqlRow> reader, Object... arguments) {
    if (!has(table)) {
      return;
    }
    String sql = "SELECT * FROM " + table + " " + rest;
    try {
      read(prepared(sql, arguments), reader);
    } catch (SQLException e) {
      throw SqlRow.unreadable(e);
    }
  }

  long count(String table, String rest, Object... arguments) {
    long[] count = {0};
    try {
      PreparedStatement statement =
          prepared("SELECT count(*) AS n FROM " + table + " " + rest, arguments);
      read(statement, row -> count[0] = row.number("n", 0));
    } catch (SQLException e) {
      throw SqlRow.unreadable(e);
    }
    return count[0];
  }

  private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    bind(statement, arguments);
    return statement;
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  private static void read(PreparedStatement statement, Consumer<SqlRow> reader)
      throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      SqlRow row = new SqlRow(result);
      while (row.next()) {
        reader.accept(row);
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqlRow.unreadable(e);
    }
  }
}
