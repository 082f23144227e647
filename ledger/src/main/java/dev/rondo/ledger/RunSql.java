package dev.rondo.ledger;

import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.SqlCondition;
import java.util.ArrayList;
import java.util.List;

/// A statement in the making, with the values of its places.
final class RunSql {
  private final StringBuilder text = new StringBuilder();
  private final List<Object> arguments = new ArrayList<>();

  RunSql add(String sql, Object... values) {
    text.append(sql);
    arguments.addAll(List.of(values));
    return this;
  }

  RunSql add(Condition condition, Column column) {
    return add(SqlCondition.of(condition, column, arguments));
  }

  List<Long> numbers(Transaction tx) {
    return tx.list(text.toString(), row -> row.number("number"), arguments.toArray());
  }
}
