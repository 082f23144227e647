package dev.rondo.data;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reads delimited text files as text: types are given later, by a contract, so that a value of the
/// wrong type costs its row and not the file.
public final class CsvFiles {
  /// Added to every row: its number among the readable rows of its file, from 1.
  public static final String ROW = "source_row";

  private static final int LONGEST_LINE = 1 << 20;

  private CsvFiles() {}

  /// What a file held.
  ///
  /// @param columns as the header names them
  /// @param rows that could be read
  /// @param rejected rows with too few or too many fields, or broken text
  public record Read(List<String> columns, long rows, long rejected) {
    public Read {
      columns = List.copyOf(columns);
    }
  }

  /// Reads a file with a header line into a new table whose columns are all text, with [#ROW] last.
  /// UTF-8, with or without a byte order mark, or little-endian UTF-16 with one. Rows that are no
  /// rows go to the table `<table>_rejected(line, reason, text)`.
  ///
  /// @throws Problem `invalid-data` when the file is empty, or its header is not one
  public static Read into(SqlSession session, String table, Path file, char delimiter) {
    String encoding = encoding(file);
    List<String> columns = header(file, encoding, delimiter);
    LineEnds.Even even = LineEnds.even(file, session.scratch());
    session.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT * FROM %s"
            .formatted(
                SqlSession.name(table + "_raw"),
                reader(even.file(), encoding, columns, delimiter)));
    even.discard();
    session.execute(
        "CREATE OR REPLACE TABLE %s AS SELECT *, rowid + 1 AS %s FROM %s"
            .formatted(SqlSession.name(table), ROW, SqlSession.name(table + "_raw")));
    session.execute("DROP TABLE " + SqlSession.name(table + "_raw"));
    keepRejects(session, table + "_rejected");
    return new Read(columns, count(session, table), count(session, table + "_rejected"));
  }

  private static String reader(Path file, String encoding, List<String> columns, char delimiter) {
    String types =
        columns.stream()
            .map(column -> SqlSession.text(column) + ": 'VARCHAR'")
            .collect(Collectors.joining(", ", "{", "}"));
    return "read_csv(%s, auto_detect = false, delim = %s, quote = '\"', escape = '\"', header = true,"
        .concat(" columns = %s, encoding = %s, store_rejects = true, nullstr = '')")
        .formatted(
            SqlSession.text(file.toString()),
            SqlSession.text(Character.toString(delimiter)),
            types,
            SqlSession.text(encoding));
  }

  private static void keepRejects(SqlSession session, String table) {
    session.execute(
        "CREATE OR REPLACE TABLE "
            + SqlSession.name(table)
            + " AS SELECT line, min(error_type::VARCHAR || ': ' || error_message) AS reason,"
            + " any_value(csv_line) AS text FROM reject_errors GROUP BY line ORDER BY line");
    session.execute("DROP TABLE reject_errors");
    session.execute("DROP TABLE reject_scans");
  }

  private static long count(SqlSession session, String table) {
    return session
        .query("SELECT count(*) FROM " + SqlSession.name(table), row -> row.number(1))
        .getFirst();
  }

  private static String encoding(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(2);
      if (start.length == 0) {
        throw Problem.of(
            ProblemCode.INVALID_DATA, "The file '%s' is empty: it needs a header line.", file);
      }
      if (start[0] == (byte) 0xFE && start.length == 2 && start[1] == (byte) 0xFF) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The file '%s' is big-endian UTF-16, which is not supported: save it as UTF-8.",
            file);
      }
      boolean isUtf16 = start[0] == (byte) 0xFF && start.length == 2 && start[1] == (byte) 0xFE;
      return isUtf16 ? "utf-16" : "utf-8";
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<String> header(Path file, String encoding, char delimiter) {
    Charset charset = encoding.equals("utf-16") ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset))) {
      char[] start = new char[LONGEST_LINE];
      int length = reader.read(start);
      String text = new String(start, 0, Math.max(0, length)).lines().findFirst().orElse("");
      return checked(file, split(text.replace("\uFEFF", ""), delimiter));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static List<String> split(String line, char delimiter) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        isQuoted = !isQuoted;
      } else if (c == delimiter && !isQuoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return fields;
  }

  private static List<String> checked(Path file, List<String> columns) {
    TreeSet<String> seen = new TreeSet<>();
    for (String column : columns) {
      if (column.isEmpty()) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The header of '%s' has a column without a name; the file needs a header line.",
            file);
      }
      if (!seen.add(column.toLowerCase(Locale.ROOT))) {
        throw Problem.of(
            ProblemCode.INVALID_DATA, "The header of '%s' names column '%s' twice.", file, column);
      }
    }
    return columns;
  }

  private static Problem unreadable(Path file, IOException e) {
    return Problem.wrap(
        ProblemCode.INVALID_DATA, "The file '" + file + "' cannot be read: " + e.getMessage(), e);
  }
}
