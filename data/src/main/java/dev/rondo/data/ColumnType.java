package dev.rondo.data;

import dev.rondo.kernel.Problem;
import java.util.Arrays;
import java.util.Locale;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/// The types of columns in tables. Times are without a zone, and always UTC.
public enum ColumnType {
  BOOLEAN(Types.BooleanType.get()),
  BIGINT(Types.LongType.get()),
  DOUBLE(Types.DoubleType.get()),
  VARCHAR(Types.StringType.get()),
  TIMESTAMP(Types.TimestampType.withoutZone()),
  DATE(Types.DateType.get());

  private final Type iceberg;

  ColumnType(Type iceberg) {
    this.iceberg = iceberg;
  }

  Type iceberg() {
    return iceberg;
  }

  /// The name in SQL.
  public String sql() {
    return name();
  }

  /// The type that this word names, in either case.
  public static ColumnType parse(String word) {
    return Arrays.stream(values())
        .filter(type -> type.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() ->
            Problem.invalid(
                "'%s' is not a column type; there are %s.",
                word, Arrays.toString(values()).toLowerCase(Locale.ROOT)));
  }
}
