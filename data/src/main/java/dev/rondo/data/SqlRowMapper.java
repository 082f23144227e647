package dev.rondo.data;

/// Makes a value of a row.
@FunctionalInterface
public interface SqlRowMapper<T> {
  T map(SqlRow row);
}
