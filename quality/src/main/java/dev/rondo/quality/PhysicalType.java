package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.quality.Expectation.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A type of a database, such as `varchar(18)`, as far as values can be held against it. Tables
/// here keep only the type of [ColumnType] that holds it, so that what is narrower about it becomes
/// rules: how long a text is, how large a number, how many digits it has.
public record PhysicalType(ColumnType type, List<Integer> sizes, int bits, boolean isSigned) {
  static final List<String> WHOLE_FORMATS =
      List.of("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128");

  private static final Pattern FORM =
      Pattern.compile(
          "([a-z][a-z0-9_ ]*?)\\s*(?:\\(\\s*([0-9]{1,9})\\s*(?:,\\s*([0-9]{1,9})\\s*)?\\))?");
  private static final Map<String, Integer> WHOLE =
      Map.ofEntries(
          Map.entry("tinyint", 8),
          Map.entry("smallint", 16),
          Map.entry("int2", 16),
          Map.entry("int", 32),
          Map.entry("integer", 32),
          Map.entry("int4", 32),
          Map.entry("serial", 32),
          Map.entry("bigint", 64),
          Map.entry("long", 64),
          Map.entry("int8", 64),
          Map.entry("int64", 64),
          Map.entry("bigserial", 64));
  private static final Map<String, ColumnType> OTHERS =
      Map.ofEntries(
          Map.entry("float", ColumnType.DOUBLE),
          Map.entry("float4", ColumnType.DOUBLE),
          Map.entry("float8", ColumnType.DOUBLE),
          Map.entry("float64", ColumnType.DOUBLE),
          Map.entry("real", ColumnType.DOUBLE),
          Map.entry("double", ColumnType.DOUBLE),
          Map.entry("double precision", ColumnType.DOUBLE),
          Map.entry("decimal", ColumnType.DOUBLE),
          Map.entry("numeric", ColumnType.DOUBLE),
          Map.entry("number", ColumnType.DOUBLE),
          Map.entry("boolean", ColumnType.BOOLEAN),
          Map.entry("bool", ColumnType.BOOLEAN),
          Map.entry("date", ColumnType.DATE),
          Map.entry("timestamp", ColumnType.TIMESTAMP),
          Map.entry("timestamptz", ColumnType.TIMESTAMP),
          Map.entry("timestamp_ntz", ColumnType.TIMESTAMP),
          Map.entry("timestamp_tz", ColumnType.TIMESTAMP),
          Map.entry("timestamp_ltz", ColumnType.TIMESTAMP),
          Map.entry("timestamp with time zone", ColumnType.TIMESTAMP),
          Map.entry("timestamp without time zone", ColumnType.TIMESTAMP),
          Map.entry("datetime", ColumnType.TIMESTAMP),
          Map.entry("datetime2", ColumnType.TIMESTAMP),
          Map.entry("varchar", ColumnType.VARCHAR),
          Map.entry("nvarchar", ColumnType.VARCHAR),
          Map.entry("varchar2", ColumnType.VARCHAR),
          Map.entry("character varying", ColumnType.VARCHAR),
          Map.entry("char", ColumnType.VARCHAR),
          Map.entry("character", ColumnType.VARCHAR),
          Map.entry("text", ColumnType.VARCHAR),
          Map.entry("string", ColumnType.VARCHAR));

  public PhysicalType {
    sizes = List.copyOf(sizes);
  }

  /// Empty for a type of which nothing is known here; it is kept, and asks nothing.
  static Optional<PhysicalType> find(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    boolean isUnsigned = name.endsWith(" unsigned") || WHOLE.containsKey(unsigned(name));
    Integer bits = WHOLE.get(isUnsigned ? unsigned(name) : name);
    if (bits != null) {
      return Optional.of(new PhysicalType(ColumnType.BIGINT, List.of(), bits, !isUnsigned));
    }
    List<Integer> sizes = new ArrayList<>();
    for (int group = 2; group <= 3 && matcher.group(group) != null; group++) {
      sizes.add(Integer.valueOf(matcher.group(group)));
    }
    return Optional.ofNullable(OTHERS.get(name))
        .map(type -> new PhysicalType(type, sizes, 0, true));
  }

  /// `uint` and `int unsigned` without what says so.
  private static String unsigned(String name) {
    return name.endsWith(" unsigned")
        ? name.substring(0, name.length() - " unsigned".length())
        : name.startsWith("u") ? name.substring(1) : "";
  }

  /// The logical type that a contract gives a column of a database's type; empty when it is
  /// unknown.
  public static Optional<String> logicalType(String text) {
    return find(text)
        .map(physical ->
            switch (physical.type()) {
              case BOOLEAN -> "boolean";
              case BIGINT -> "integer";
              case DOUBLE -> "number";
              case VARCHAR -> "string";
              case TIMESTAMP -> "timestamp";
              case DATE -> "date";
            });
  }

  /// The type of a format such as `i32` or `u8`.
  static PhysicalType ofFormat(String format) {
    int bits = Integer.parseInt(format.substring(1));
    return format.startsWith("f")
        ? new PhysicalType(ColumnType.DOUBLE, List.of(), 0, true)
        : new PhysicalType(ColumnType.BIGINT, List.of(), bits, format.startsWith("i"));
  }

  /// Whether values of a column's type can be of this one.
  boolean holds(ColumnType column) {
    return column == type
        || isNumber(column) && type == ColumnType.DOUBLE
        || column == ColumnType.DOUBLE && type == ColumnType.BIGINT;
  }

  private static boolean isNumber(ColumnType column) {
    return column == ColumnType.BIGINT || column == ColumnType.DOUBLE;
  }

  /// What values must be beside their column's type.
  List<Expectation.OfRows> fits(String column) {
    return switch (type) {
      case BIGINT -> whole(column);
      case DOUBLE -> digits(column);
      case VARCHAR ->
          sizes.size() == 1
              ? List.of(
                  new Expectation.Length(
                      column, OptionalInt.empty(), OptionalInt.of(sizes.getFirst())))
              : List.of();
      case BOOLEAN, DATE, TIMESTAMP -> List.of();
    };
  }

  private List<Expectation.OfRows> whole(String column) {
    if (!isSigned) {
      Optional<Bound> upper =
          bits < 63 ? Optional.of(new Bound((1L << bits) - 1, true)) : Optional.empty();
      return List.of(new Expectation.Range(column, Optional.of(new Bound(0L, true)), upper));
    }
    long most = bits < 64 ? (1L << (bits - 1)) - 1 : Long.MAX_VALUE;
    return bits >= 64
        ? List.of()
        : List.of(
            new Expectation.Range(
                column,
                Optional.of(new Bound(-most - 1, true)),
                Optional.of(new Bound(most, true))));
  }

  /// `decimal(5,2)` has three digits before the point.
  private List<Expectation.OfRows> digits(String column) {
    if (sizes.isEmpty() || sizes.getFirst() > 18) {
      return List.of();
    }
    int before = sizes.getFirst() - (sizes.size() > 1 ? sizes.getLast() : 0);
    double end = Math.pow(10, before);
    return List.of(
        new Expectation.Range(
            column, Optional.of(new Bound(-end, false)), Optional.of(new Bound(end, false))));
  }
}
