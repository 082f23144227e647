package dev.rondo.quality.profile;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.List;

/// Many aggregates over one relation in one scan; in a few when there are thousands. Confined to
/// one thread.
final class FusedQuery {
  private static final int WIDEST = 1000;

  private final SqlSession session;
  private final String from;
  private final List<String> expressions = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();

  /// @param from a quoted name, or a SELECT in parentheses
  FusedQuery(SqlSession session, String from) {
    this.session = session;
    this.from = from;
  }

  /// Adds an aggregate; its answer is asked for by the number returned.
  int add(String expression) {
    expressions.add(expression);
    return expressions.size() - 1;
  }

  FusedQuery run() {
    answers.clear();
    for (int at = 0; at < expressions.size(); at += WIDEST) {
      List<String> some = expressions.subList(at, Math.min(at + WIDEST, expressions.size()));
      session.forEach(
          "SELECT " + String.join(", ", some) + " FROM " + from, row -> take(row, some.size()));
    }
    return this;
  }

  /// Asks for every group by itself.
  ///
  /// @param key SQL that tells groups apart, and orders them
  /// @param group called for each, while the answers are its own
  void runBy(String key, Runnable group) {
    session.forEach(
        "SELECT %s FROM %s GROUP BY %s ORDER BY %3$s"
            .formatted(String.join(", ", expressions), from, key),
        row -> {
          answers.clear();
          take(row, expressions.size());
          group.run();
        });
  }

  private void take(SqlRow row, int count) {
    for (int i = 1; i <= count; i++) {
      answers.add(row.text(i));
    }
  }

  /// NULL becomes empty text.
  String text(int expression) {
    return answers.get(expression);
  }

  /// NULL becomes 0.
  long number(int expression) {
    String text = text(expression);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /// NULL becomes 0.
  double real(int expression) {
    String text = text(expression);
    return text.isEmpty() ? 0 : Double.parseDouble(text);
  }
}
