package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the SQL that a contract brings, and refuses early what could not stand inside a larger
/// statement. Whether its names and types are right, the engine says.
final class RowSql {
  private RowSql() {}

  static String quoted(String column) {
    return SqlSession.name(column);
  }

  static Optional<Expectation.OfRows> read(Fields fields, String key) {
    String sql = fields.text(key).strip();
    Optional<String> fault = faults(sql);
    fault.ifPresent(message -> fields.mistake(key, message));
    return fault.isPresent() || sql.isEmpty()
        ? Optional.empty()
        : Optional.of(new Expectation.RowSql(sql));
  }

  /// A rule that none of these texts stands in the column; null among them is the column's own.
  static Optional<Expectation.OfRows> missing(Fields arguments, ContractColumn column) {
    arguments.only("missingValues");
    List<JsonNode> list = arguments.list("missingValues");
    arguments.require("missingValues", !list.isEmpty(), "a list of at least one value");
    boolean nulls = false;
    List<String> literals = new ArrayList<>();
    for (JsonNode item : list) {
      nulls |= item.isNull();
      if (!item.isNull()) {
        literals.add(SqlSession.text(item.isString() ? item.stringValue() : item.toString()));
      }
    }
    String name = quoted(column.name());
    String text = column.type() == ColumnType.VARCHAR ? name : "CAST(" + name + " AS VARCHAR)";
    String present = nulls ? name + " IS NOT NULL" : "TRUE";
    String in =
        literals.isEmpty() ? "TRUE" : text + " NOT IN (" + String.join(", ", literals) + ")";
    return Optional.of(new Expectation.RowSql(present + " AND " + in));
  }

  /// What makes this text more, or less, than one expression or query.
  static Optional<String> faults(String sql) {
    int depth = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '\'' || c == '"') {
        i = closing(sql, i);
        if (i < 0) {
          return Optional.of("The SQL opens a %s that it does not close.".formatted(c));
        }
      } else if (c == ';' || sql.startsWith("--", i) || sql.startsWith("/*", i) || c == '$') {
        return Optional.of(
            "The SQL must be one expression, without ';', comments, '$' and parameters.");
      } else if (c == '?') {
        return Optional.of("The SQL has no parameters; write the value in place of '?'.");
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth < 0) {
        break;
      }
    }
    return depth == 0 ? Optional.empty() : Optional.of("The SQL's parentheses do not match.");
  }

  /// The end of the quoted text that starts here, or -1. In `E'…'` a backslash escapes.
  private static int closing(String sql, int start) {
    char quote = sql.charAt(start);
    boolean escapes = quote == '\'' && start > 0 && "eE".indexOf(sql.charAt(start - 1)) >= 0;
    for (int i = start + 1; i < sql.length(); i++) {
      if (escapes && sql.charAt(i) == '\\') {
        i++;
      } else if (sql.charAt(i) == quote) {
        if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
          i++;
        } else {
          return i;
        }
      }
    }
    return -1;
  }
}
