package dev.rondo.data;

import dev.rondo.kernel.EventTime;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One analytical session: an empty in-memory database that reads and writes only the folders it
/// was opened for. Confined to one thread at a time; [#cancel] may be called from any.
public interface SqlSession extends AutoCloseable {

  /// Runs one statement. Arguments take the places of `?`; they may be text, numbers, booleans,
  /// times.
  ///
  /// @throws dev.rondo.kernel.Problem `invalid-data` with the engine's words when it refuses
  void execute(String sql, Object... arguments);

  /// All rows of a query, in its order.
  <T> List<T> query(String sql, SqlRowMapper<T> mapper, Object... arguments);

  /// Hands each row of a large answer to the consumer without keeping them.
  void forEach(String sql, Consumer<SqlRow> consumer, Object... arguments);

  /// Appends rows to a table fast, without SQL.
  SqlAppender append(String table);

  /// A folder of this session alone, which goes when it closes.
  Path scratch();

  /// Stops the statement that runs, from another thread.
  void cancel();

  @Override
  void close();

  /// A name quoted for SQL.
  static String name(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /// A text literal for SQL, for the places where `?` cannot stand.
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /// A TIMESTAMP literal for SQL, in UTC as all our times.
  static String time(EventTime time) {
    return "TIMESTAMP '" + time.toString().replace("T", " ").replace("Z", "") + "'";
  }

  /// A list of text literals, such as the files of `read_parquet`.
  static String texts(List<?> values) {
    return values.stream()
        .map(value -> text(value.toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
