package dev.rondo.data.internal;

import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlRowMapper;
import dev.rondo.data.SqlRows;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/// A session on a DuckDB instance of its own.
public final class DuckDbSession implements SqlSession {
  private final DuckDBConnection connection;
  private final Path scratch;
  private volatile @Nullable Statement running;

  private DuckDbSession(DuckDBConnection connection, Path scratch) {
    this.connection = connection;
    this.scratch = scratch;
  }

  /// Opens an empty instance with everything closed but the folders.
  public static SqlSession open(SqlEngine engine, List<Path> folders) {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", engine.memoryMegabytes() + "MB");
    settings.setProperty("threads", Integer.toString(engine.threads()));
    settings.setProperty("temp_directory", engine.temporary().toAbsolutePath().toString());
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      DuckDBConnection connection =
          (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", settings);
      Path scratch = Files.createTempDirectory(engine.temporary(), "session-");
      DuckDbSession session = new DuckDbSession(connection, scratch);
      try {
        List<Path> allowed = new ArrayList<>(folders);
        allowed.add(scratch);
        session.confine(allowed);
        return session;
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL, "The SQL engine does not start: " + e.getMessage(), e);
    }
  }

  private void confine(List<Path> folders) {
    List<String> allowed =
        folders.stream().map(folder -> folder.toAbsolutePath().normalize() + "/").toList();
    execute("SET TimeZone = 'UTC'");
    execute("SET preserve_insertion_order = true");
    execute("SET allowed_directories = " + SqlSession.texts(allowed));
    execute("SET enable_external_access = false");
    execute("SET lock_configuration = true");
  }

  @Override
  public void execute(String sql, Object... arguments) {
    run(
        sql,
        arguments,
        statement -> {
          statement.execute();
          return true;
        });
  }

  @Override
  public <T> List<T> query(String sql, SqlRowMapper<T> mapper, Object... arguments) {
    List<T> rows = new ArrayList<>();
    forEach(sql, row -> rows.add(mapper.map(row)), arguments);
    return rows;
  }

  @Override
  public void forEach(String sql, Consumer<SqlRow> consumer, Object... arguments) {
    run(
        sql,
        arguments,
        statement -> {
          try (ResultSet result = statement.executeQuery()) {
            SqlRows.forEach(result, consumer);
          }
          return true;
        });
  }

  private interface Use<T> {
    T run(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Object[] arguments, Use<T> use) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      running = statement;
      for (int i = 0; i < arguments.length; i++) {
        bind(statement, i + 1, arguments[i]);
      }
      return use.run(statement);
    } catch (SQLException e) {
      throw refused(e);
    } finally {
      running = null;
    }
  }

  private static void bind(PreparedStatement statement, int i, Object value) throws SQLException {
    switch (value) {
      case Instant time -> statement.setObject(i, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
      case Path path -> statement.setString(i, path.toString());
      default -> statement.setObject(i, value);
    }
  }

  static Problem refused(SQLException e) {
    String message = String.valueOf(e.getMessage()).strip();
    if (message.contains("INTERRUPT")) {
      return Problem.wrap(ProblemCode.CANCELLED, "The query was cancelled.", e);
    }
    return Problem.wrap(ProblemCode.INVALID_DATA, message, e);
  }

  @Override
  public SqlAppender append(String table) {
    try {
      return new DuckDbRows(connection.createAppender(table));
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public void cancel() {
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        throw refused(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
      Files.deleteIfExists(scratch);
    } catch (SQLException e) {
      throw refused(e);
    } catch (IOException e) {
      System.getLogger(DuckDbSession.class.getName())
          .log(System.Logger.Level.DEBUG, "The scratch folder stays until the next start.", e);
    }
  }
}
