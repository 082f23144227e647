package dev.rondo.bench;

import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The suite of the benchmark planned by hand, as someone writes it who knows the engine: every
/// figure that the 63 verdicts need, in as few statements.
final class HandWrittenSuite {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "customer",
          "age",
          "rating",
          "quantity",
          "price",
          "share",
          "delta",
          "size",
          "score",
          "weight",
          "token",
          "color",
          "country",
          "email",
          "zip",
          "status",
          "note",
          "moment",
          "active",
          "bonus");
  private static final List<String> AVERAGED = List.of("price", "delta", "size", "weight");
  private static final List<String> RANGED =
      List.of("age", "rating", "quantity", "price", "share", "delta", "size", "score", "weight");

  private HandWrittenSuite() {}

  /// How many of the verdicts of [#judge] are good.
  static int goodVerdicts(SqlSession session, String table) {
    return (int) judge(session, table).stream().filter(good -> good).count();
  }

  private static List<Boolean> judge(SqlSession session, String table) {
    List<Boolean> good = new ArrayList<>();
    onePass(session, table, good);
    dictionary(
        session, table, "color", "color NOT IN ('red','green','blue','black','white')", good);
    dictionary(session, table, "status", "status NOT IN ('new','open','closed')", good);
    dictionary(session, table, "country", "NOT regexp_full_match(country, 'C[0-9]{1,2}')", good);
    dictionary(
        session, table, "email", "NOT regexp_matches(email, '^[a-z0-9]+@[a-z]+[.]com$')", good);
    dictionary(session, table, "zip", "NOT regexp_matches(zip, '^[0-9]{5}$')", good);
    dictionary(session, table, "note", "length(note) NOT BETWEEN 1 AND 20", good);
    key(session, table, "id", good);
    key(session, table, "token", good);
    key(session, table, "customer", good);
    session.forEach(
        "SELECT quantile_cont(price, 0.5), quantile_disc(score, [0.05, 0.5, 0.95]) FROM " + table,
        row -> {
          good.add(row.real(1) <= 10_000);
          good.add(row.values(2).size() == 3);
        });
    return good;
  }

  private static void onePass(SqlSession session, String table, List<Boolean> good) {
    String counts = COLUMNS.stream().map(c -> "count(" + c + ")").collect(Collectors.joining(", "));
    String ranges =
        RANGED.stream()
            .map(c -> "count_if(" + c + " < -1000 OR " + c + " > 10000)")
            .collect(Collectors.joining(", "));
    String means = AVERAGED.stream().map(c -> "avg(" + c + ")").collect(Collectors.joining(", "));
    double[] spread = new double[2];
    session.forEach(
        "SELECT count(*), %s, %s, %s, count_if(rating NOT IN (0,1,2,3,4)), count_if(length(token) <> 32), min(price), max(price), stddev_samp(price), min(quantity), max(quantity), stddev_samp(quantity), sum(quantity), count_if(quantity <= delta) FROM %s"
            .formatted(counts, ranges, means, table),
        row -> {
          long rows = row.number(1);
          for (int i = 0; i < COLUMNS.size(); i++) {
            good.add(row.number(i + 2) >= 0.9 * rows);
          }
          int next = COLUMNS.size() + 2;
          for (int i = 0; i < RANGED.size(); i++) {
            good.add(row.number(next++) == 0);
          }
          spread[0] = row.real(next);
          for (int i = 0; i < AVERAGED.size(); i++) {
            good.add(row.real(next++) <= 10_000);
          }
          good.add(row.number(next++) == 0);
          good.add(row.number(next++) == 0);
          good.add(row.real(next++) >= 0);
          good.add(row.real(next++) <= 10_000);
          spread[1] = row.real(next);
          good.add(row.real(next++) <= 10_000);
          good.add(row.real(next++) >= 0);
          good.add(row.real(next++) <= 10_000);
          good.add(row.real(next++) <= 10_000);
          good.add(row.real(next++) >= 0);
          good.add(row.number(next) <= 0.5 * rows);
          good.add(rows >= 1);
          good.add(row.width() == next); // the columns' number and names are known without a scan
          good.add(true);
          good.add(true); // unique with a column that is unique
        });
    session.forEach(
        "SELECT count_if(abs(price - %s) / %s >= 5) FROM %s".formatted(spread[0], spread[1], table),
        row -> good.add(row.number(1) == 0));
  }

  private static void dictionary(
      SqlSession session, String table, String column, String bad, List<Boolean> good) {
    session.forEach(
        "SELECT count(*), sum(n), sum(n) FILTER (%s) FROM (SELECT %s, count(*) AS n FROM %s GROUP BY 1)"
            .formatted(bad, column, table),
        row -> {
          good.add(row.number(3) == 0);
          if (column.equals("email")) {
            good.add(row.number(1) <= 0.5 * row.number(2));
          } else if (column.equals("color") || column.equals("status")) {
            good.add(row.number(1) <= 5);
          }
        });
  }

  private static void key(SqlSession session, String table, String column, List<Boolean> good) {
    session.forEach(
        "SELECT count(*), max(n) FROM (SELECT count(*) AS n FROM %s GROUP BY %s)"
            .formatted(table, column),
        row -> good.add(column.equals("customer") ? row.number(1) >= 10 : row.number(2) == 1));
  }
}
