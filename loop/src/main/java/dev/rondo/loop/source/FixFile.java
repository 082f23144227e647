package dev.rondo.loop.source;

import dev.rondo.data.CsvFiles;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Quarantined rows as CSV that people correct: each with its number, the rules that it breaks, and
/// its columns. What comes back needs the number and the columns that were corrected. A field that
/// is as it was written is untouched; an empty one where there was a value takes the value away.
public final class FixFile {
  /// The column with a row's number.
  public static final String NUMBER = "quarantine_id";

  private static final String BROKEN = "broken_rules";
  private static final String TABLE = "fixes";

  private FixFile() {}

  /// Writes rows as they came.
  public static final class Export {
    private final Writer out;
    private final List<String> columns;

    /// Begins with the header.
    ///
    /// @param columns of the rows
    public Export(OutputStream stream, List<String> columns) throws IOException {
      this.out = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
      this.columns = columns;
      line(Stream.concat(Stream.of(NUMBER, BROKEN), columns.stream()));
    }

    public void write(Quarantine.Entry entry) throws IOException {
      line(
          Stream.concat(
              Stream.of(Long.toString(entry.number()), String.join(" ", entry.broken())),
              columns.stream().map(column -> text(entry.content().path(column)))));
    }

    /// Hands on what is still held.
    public void flush() throws IOException {
      out.flush();
    }

    private void line(Stream<String> fields) throws IOException {
      out.write(fields.map(FixFile::quoted).collect(Collectors.joining(",", "", "\n")));
    }
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isString() ? value.stringValue() : value.toString();
  }

  private static String quoted(String field) {
    boolean isPlain =
        field.chars().allMatch(c -> c > ' ' && c != '"' && c != ',') || field.isEmpty();
    return isPlain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  /// Reads corrected rows: by number, what each column shall be.
  ///
  /// @param known the columns that rows have
  /// @throws Problem `invalid-data` with everything that is wrong with the file
  public static Map<Long, Map<String, String>> read(
      SqlSession session, byte[] content, List<String> known) {
    Path file = session.scratch().resolve("fixes.csv");
    try {
      Files.write(file, content);
      CsvFiles.Read read = CsvFiles.into(session, TABLE, file, ',');
      return new Reading(session, read.columns(), known).rows();
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL, "The corrected rows cannot be kept: " + e.getMessage(), e);
    }
  }

  private static final class Reading {
    private final SqlSession session;
    private final List<String> columns;
    private final List<Mistake> mistakes = new ArrayList<>();

    Reading(SqlSession session, List<String> header, List<String> known) {
      this.session = session;
      this.columns =
          header.stream().filter(name -> !name.equals(NUMBER) && !name.equals(BROKEN)).toList();
      if (!header.contains(NUMBER)) {
        tell("The header has no column '%s', which says which row each line corrects.", NUMBER);
      }
      columns.stream()
          .filter(name -> !known.contains(name))
          .forEach(name -> tell("%s", Nearest.none("column", name, known)));
      session.forEach(
          "SELECT line, reason FROM " + TABLE + "_rejected ORDER BY line",
          row -> tell("Line %d is no row: %s", row.number("line"), row.text("reason")));
    }

    private void tell(String message, Object... values) {
      mistakes.add(Mistake.at("", message.formatted(values)));
    }

    private void refuse() {
      if (!mistakes.isEmpty()) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The corrected rows cannot be read: " + mistakes.getFirst().message(),
            mistakes);
      }
    }

    Map<Long, Map<String, String>> rows() {
      refuse();
      Map<Long, Map<String, String>> rows = new LinkedHashMap<>();
      session.forEach(
          "SELECT * FROM " + TABLE + " ORDER BY " + CsvFiles.ROW,
          row -> {
            String number = row.isNull(NUMBER) ? "" : row.text(NUMBER).strip();
            Map<String, String> values = new LinkedHashMap<>();
            for (String column : columns) {
              values.put(column, row.isNull(column) ? "" : row.text(column));
            }
            if (!number.matches("[0-9]{1,18}")) {
              tell(
                  "'%s' in row %d is not the number of a quarantined row.",
                  number, row.number(CsvFiles.ROW));
            } else if (rows.put(Long.parseLong(number), values) != null) {
              tell("The row %s stands there twice.", number);
            }
          });
      refuse();
      return rows;
    }
  }

  /// A row with corrections put in. A field that reads as the value was written keeps it as it
  /// came, an empty text or a number too; another one that is empty takes the value away.
  public static ObjectNode corrected(ObjectNode content, Map<String, String> corrections) {
    ObjectNode corrected = content.deepCopy();
    corrections.forEach((column, value) -> {
      if (value.equals(text(content.path(column)))) {
        return;
      }
      if (value.isEmpty()) {
        corrected.putNull(column);
      } else {
        corrected.put(column, value);
      }
    });
    return corrected;
  }
}
