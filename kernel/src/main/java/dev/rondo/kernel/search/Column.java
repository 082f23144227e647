package dev.rondo.kernel.search;

import com.google.errorprone.annotations.CompileTimeConstant;

/// What conditions and orders are on, as SQL. The compiler takes only what stands in the program,
/// so that nothing a client has sent can become a part of a statement. Immutable.
public final class Column {
  private final String sql;

  private Column(String sql) {
    this.sql = sql;
  }

  /// @param sql an expression, such as `t.value`
  public static Column of(@CompileTimeConstant String sql) {
    return new Column(sql);
  }

  /// Its SQL.
  @Override
  public String toString() {
    return sql;
  }
}
