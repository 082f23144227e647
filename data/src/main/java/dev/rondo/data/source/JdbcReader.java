package dev.rondo.data.source;

import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// Copies a table of another database into a session, some thousand rows at a time. PostgreSQL's
/// types are known; of any other database the values come as text, and their types are detected.
final class JdbcReader {
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final int CHUNK = 5_000;
  private static final long TOLD = 100_000;
  private static final String NULL = "\\N";

  private final SqlSession session;
  private final Map<String, String> environment;
  private final Progress progress;

  JdbcReader(SqlSession session, Map<String, String> environment, Progress progress) {
    this.session = session;
    this.environment = environment;
    this.progress = progress;
  }

  void read(RowSource.OfTable source, String relation) {
    requireKnown(source.url());
    try (Connection connection = DriverManager.getConnection(source.url(), properties(source))) {
      connection.setAutoCommit(false);
      String query = "SELECT * FROM " + quoted(connection, source.table());
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setFetchSize(CHUNK);
        try (ResultSet rows = statement.executeQuery()) {
          if (source.url().startsWith(POSTGRES)) {
            typed(rows, source, relation);
          } else {
            text(rows, source, relation);
          }
        }
      }
    } catch (SQLException e) {
      throw refused(source, e);
    } catch (IOException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "The rows cannot be kept: " + e.getMessage(), e);
    }
  }

  private static void requireKnown(String url) {
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      String known =
          DriverManager.drivers()
              .map(driver -> driver.getClass().getName())
              .sorted()
              .collect(Collectors.joining(", "));
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "There is no JDBC driver for '" + url + "'; there are " + known + ".",
          e);
    }
  }

  /// The driver itself looks into ~/.pgpass when there is no password.
  private Properties properties(RowSource.OfTable source) {
    Properties properties = new Properties();
    if (source.url().startsWith(POSTGRES)) {
      put(properties, "user", "PGUSER", source.url().contains("user="));
      put(properties, "password", "PGPASSWORD", false);
      properties.setProperty("ApplicationName", "rondo");
      properties.setProperty("readOnly", "true");
    }
    return properties;
  }

  private void put(Properties properties, String key, String variable, boolean isGiven) {
    String value = environment.getOrDefault(variable, "");
    if (!value.isEmpty() && !isGiven) {
      properties.setProperty(key, value);
    }
  }

  private static String quoted(Connection connection, String table) throws SQLException {
    String quote = connection.getMetaData().getIdentifierQuoteString();
    return Arrays.stream(table.split("\\."))
        .map(part -> quote + part.replace(quote, quote + quote) + quote)
        .collect(Collectors.joining("."));
  }

  private void typed(ResultSet rows, RowSource.OfTable source, String relation)
      throws SQLException {
    List<JdbcColumn> columns = columns(rows.getMetaData());
    String definition =
        columns.stream()
            .map(column -> SqlSession.name(column.name()) + " " + column.columnType())
            .collect(Collectors.joining(", "));
    session.execute(
        "CREATE OR REPLACE TABLE %s (%s)".formatted(SqlSession.name(relation), definition));
    long count = 0;
    try (SqlAppender appender = session.append(relation)) {
      while (rows.next()) {
        for (JdbcColumn column : columns) {
          append(column, rows, appender, source, count + 1);
        }
        appender.endRow();
        tell(source, ++count);
      }
    }
  }

  private static List<JdbcColumn> columns(ResultSetMetaData meta) throws SQLException {
    List<JdbcColumn> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(JdbcColumn.of(meta, i));
    }
    if (columns.isEmpty()) {
      throw Problem.of(ProblemCode.INVALID_DATA, "The table has no columns.");
    }
    return columns;
  }

  private static void append(
      JdbcColumn column, ResultSet rows, SqlAppender to, RowSource.OfTable source, long number)
      throws SQLException {
    try {
      column.append(rows, to);
    } catch (Problem | ArithmeticException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "Row %,d of '%s': the value '%s' of column '%s' is no %s here."
              .formatted(
                  number,
                  source.table(),
                  rows.getString(column.index()),
                  column.name(),
                  column.columnType()),
          e);
    }
  }

  private void text(ResultSet rows, RowSource.OfTable source, String relation)
      throws SQLException, IOException {
    Path file = Files.createTempFile(session.scratch(), "table", ".csv");
    long count = 0;
    int width = rows.getMetaData().getColumnCount();
    try (CsvCopy copy = new CsvCopy(file)) {
      for (JdbcColumn column : columns(rows.getMetaData())) {
        put(copy, column.index() - 1, column.name());
      }
      copy.endRow(true);
      while (rows.next()) {
        for (int i = 0; i < width; i++) {
          String value = rows.getString(i + 1);
          put(copy, i, value == null ? NULL : value);
        }
        copy.endRow(true);
        tell(source, ++count);
      }
    }
    Dialect dialect = Dialect.USUAL.withDelimiter(',').withNulls(List.of(NULL));
    new CsvReader(session, relation, SourceOptions.USUAL.withDialect(dialect))
        .read(List.of(new SourceFile(file, source.table(), Map.of())), Progress.SILENT);
  }

  private static void put(CsvCopy copy, int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    copy.field(field, bytes, bytes.length, 0, 0);
  }

  private void tell(RowSource.OfTable source, long count) {
    if (count % TOLD == 0) {
      progress.reads("%s, %,d rows".formatted(source.table(), count), count, 0);
    }
  }

  private static Problem refused(RowSource.OfTable source, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String why = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    if (state.equals("42P01") || why.contains("no such table")) {
      return Problem.notFound("There is no table '%s' in '%s'.", source.table(), source.url());
    }
    ProblemCode code =
        state.startsWith("28")
            ? ProblemCode.UNAUTHENTICATED
            : state.startsWith("08") ? ProblemCode.UNAVAILABLE : ProblemCode.INVALID_DATA;
    return Problem.wrap(
        code,
        "The table '%s' cannot be read from '%s': %s".formatted(source.table(), source.url(), why),
        e);
  }
}
