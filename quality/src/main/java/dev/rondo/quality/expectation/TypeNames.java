package dev.rondo.quality.expectation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What types are called: by the engine, and by the data frames and the Python that people know.
/// Texts, decimals, dates and nested values are objects to a data frame.
final class TypeNames {
  private static final Map<String, String> FRAMES =
      Map.ofEntries(
          Map.entry("TINYINT", "int8"),
          Map.entry("SMALLINT", "int16"),
          Map.entry("INTEGER", "int32"),
          Map.entry("BIGINT", "int64"),
          Map.entry("UTINYINT", "uint8"),
          Map.entry("USMALLINT", "uint16"),
          Map.entry("UINTEGER", "uint32"),
          Map.entry("UBIGINT", "uint64"),
          Map.entry("FLOAT", "float32"),
          Map.entry("DOUBLE", "float64"),
          Map.entry("BOOLEAN", "bool"));

  private static final Map<Kind, Set<String>> PYTHON =
      Map.of(
          Kind.TEXT, Set.of("str"),
          Kind.DECIMAL, Set.of("decimal"),
          Kind.DATE, Set.of("date"),
          Kind.TIME, Set.of("time"),
          Kind.INTEGER, Set.of("int"),
          Kind.REAL, Set.of("float", "float_"),
          Kind.BOOLEAN, Set.of("bool", "bool_"),
          Kind.TIMESTAMP, Set.of("datetime", "timestamp"));

  private static final Set<String> OBJECT = Set.of("object", "object_", "o");

  private static final Set<String> NATIVE =
      Set.of(
          "str",
          "int",
          "float",
          "bool",
          "list",
          "dict",
          "tuple",
          "set",
          "datetime",
          "date",
          "time",
          "decimal",
          "bytes",
          "complex");

  private TypeNames() {}

  /// What a data frame calls the type of a column.
  static String frame(BatchColumn column) {
    return switch (column.kind()) {
      case TIMESTAMP -> "datetime64[ns]";
      default -> FRAMES.getOrDefault(column.engineType(), "object");
    };
  }

  static boolean isObject(BatchColumn column) {
    return frame(column).equals("object");
  }

  /// Whether a name asks for what each value is and not for the column's type.
  static boolean isOfValues(BatchColumn column, List<String> names) {
    return isObject(column)
        && names.stream().anyMatch(name -> !OBJECT.contains(name.toLowerCase(Locale.ROOT)));
  }

  /// Whether each value of a column that is an object to a data frame is of a Python type.
  static boolean isNative(BatchColumn column, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (column.kind() == Kind.OTHER) {
      return column.engineType().endsWith("]")
          ? lower.equals("list")
          : column.engineType().startsWith("BLOB") ? lower.equals("bytes") : lower.equals("dict");
    }
    return PYTHON.getOrDefault(column.kind(), Set.of()).contains(lower);
  }

  /// Whether a column's type goes by this name.
  static boolean isOfType(BatchColumn column, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String frame = frame(column);
    return lower.equals(frame.toLowerCase(Locale.ROOT))
        || frame.equals("object") && OBJECT.contains(lower)
        || column.kind() == Kind.TIMESTAMP && lower.startsWith("datetime64")
        || PYTHON.getOrDefault(column.kind(), Set.of()).contains(lower)
        || isEngineType(column, name);
  }

  /// Whether a column is declared with just this type.
  static boolean isDeclared(BatchColumn column, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.equals(frame(column))
        || isObject(column) && (name.equals("O") || name.equals("object"))
        || column.kind() == Kind.TIMESTAMP && lower.startsWith("datetime64")
        || isEngineType(column, name);
  }

  private static boolean isEngineType(BatchColumn column, String name) {
    return column.engineType().equalsIgnoreCase(name)
        || synonym(name).map(column.engineType()::equalsIgnoreCase).orElse(false)
        || column.kind() == Kind.DECIMAL && name.equalsIgnoreCase("DECIMAL");
  }

  private static Optional<String> synonym(String name) {
    return Optional.ofNullable(
        switch (name.toUpperCase(Locale.ROOT)) {
          case "TEXT", "STRING", "CHAR" -> "VARCHAR";
          case "INT", "INT4" -> "INTEGER";
          case "INT8", "LONG" -> "BIGINT";
          case "INT2", "SHORT" -> "SMALLINT";
          case "REAL", "FLOAT4" -> "FLOAT";
          case "FLOAT8", "DOUBLE PRECISION" -> "DOUBLE";
          case "BOOL" -> "BOOLEAN";
          case "DATETIME" -> "TIMESTAMP";
          case "TIMESTAMPTZ" -> "TIMESTAMP WITH TIME ZONE";
          default -> null;
        });
  }

  /// The type in the words of who asks: the engine's where the name is one of the engine's.
  static String shown(BatchColumn column, String asked) {
    boolean isFrame =
        FRAMES.containsValue(asked)
            || NATIVE.contains(asked)
            || OBJECT.contains(asked.toLowerCase(Locale.ROOT))
            || asked.startsWith("datetime64");
    return isFrame ? frame(column) : column.engineType();
  }
}
