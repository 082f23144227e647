package dev.rondo.data.source;

import dev.rondo.kernel.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads addresses of tables in other databases. A password has no place in them: addresses stand
/// in histories and logs.
final class JdbcLocation {
  private static final Pattern POSTGRES =
      Pattern.compile("postgres(?:ql)?://(?:([^:@/]*)(:[^@/]*)?@)?([^/?]*)/([^?]*)(?:\\?(.*))?");

  private JdbcLocation() {}

  static boolean isOne(String location) {
    return location.startsWith("jdbc:") || location.matches("postgres(ql)?://.*");
  }

  static RowSource.OfTable parse(String location) {
    if (location.startsWith("jdbc:")) {
      int query = location.indexOf('?');
      return query < 0
          ? table(location, "")
          : table(location.substring(0, query), location.substring(query + 1));
    }
    Matcher matcher = POSTGRES.matcher(location);
    if (!matcher.matches()) {
      throw Problem.invalid(
          "The address of a PostgreSQL table is postgresql://user@host/database?table=schema.name.");
    }
    if (matcher.group(2) != null) {
      throw secret();
    }
    String user = matcher.group(1) == null ? "" : "&user=" + matcher.group(1);
    String rest = matcher.group(5) == null ? "" : matcher.group(5);
    String url = "jdbc:postgresql://" + matcher.group(3) + "/" + matcher.group(4);
    return table(url, rest + user);
  }

  private static RowSource.OfTable table(String base, String query) {
    List<String> kept = new ArrayList<>();
    String table = "";
    for (String part : query.split("&")) {
      if (part.startsWith("password=")) {
        throw secret();
      }
      if (part.startsWith("table=")) {
        table = decoded(part.substring("table=".length()));
      } else if (!part.isEmpty()) {
        kept.add(part);
      }
    }
    if (table.isEmpty()) {
      throw Problem.invalid("The address '%s' names no table; add ?table=schema.name.", base);
    }
    return new RowSource.OfTable(
        kept.isEmpty() ? base : base + "?" + String.join("&", kept), table);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Problem secret() {
    return Problem.invalid(
        "A password does not belong into an address: put it into PGPASSWORD or ~/.pgpass.");
  }
}
