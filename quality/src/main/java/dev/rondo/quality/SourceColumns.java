package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The columns that a relation really has, held against a contract, and how each becomes of the
/// contract's type.
///
/// The engine's own casts let through what no contract wants: `NaN` and infinities, and 1.5 as a
/// whole 2. Casts that look out for it cost as much to plan as all else, and such values are rare.
/// So a first pass casts plainly and only asks, once per row, whether there is any ([#suspicions]);
/// if so, a second pass is careful.
///
/// @param types the engine's type of every column, in order
record SourceColumns(Map<String, String> types, boolean careful) {
  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> NUMBERS = Set.of("UBIGINT", "HUGEINT", "UHUGEINT", "FLOAT");
  private static final Set<String> TIMES =
      Set.of("TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE");

  /// The engine's name for a column of which nothing but NULL is known.
  private static final String NULLS = "\"NULL\"";

  private static final Set<ColumnType> FINITE =
      Set.of(ColumnType.DOUBLE, ColumnType.DATE, ColumnType.TIMESTAMP);

  static SourceColumns of(SqlSession session, String relation) {
    Map<String, String> types = new LinkedHashMap<>();
    session.forEach(
        "SELECT column_name, column_type FROM (DESCRIBE " + SqlSession.name(relation) + ")",
        row -> types.put(row.text(1), row.text(2)));
    return new SourceColumns(types, false);
  }

  SourceColumns withCare() {
    return new SourceColumns(types, true);
  }

  /// A sentence for every column that is missing, or of a type that cannot become the contract's.
  List<Mistake> mistakes(Contract contract, String source) {
    List<Mistake> mistakes = new ArrayList<>();
    for (ContractColumn column : contract.columns()) {
      String name = column.name();
      if (!types.containsKey(name)) {
        String hint = Nearest.hint(name, extra(contract));
        mistakes.add(
            column
                .place()
                .mistake("Column '%s' is missing in '%s'.".formatted(name, source) + hint));
      } else if (!becomes(type(name), column.type())) {
        mistakes.add(
            column
                .place()
                .mistake(
                    "Column '%s' in '%s' is of type %s, which cannot become %s."
                        .formatted(name, source, type(name), column.type().sql())));
      }
    }
    return mistakes;
  }

  private String type(String column) {
    return types.getOrDefault(column, "");
  }

  private static boolean becomes(String from, ColumnType to) {
    if (from.equals(to.sql()) || from.equals(NULLS)) {
      return true;
    }
    return switch (to) {
      case VARCHAR -> false;
      case BOOLEAN, DATE -> from.equals("VARCHAR");
      case BIGINT -> from.equals("VARCHAR") || from.equals("DOUBLE") || isNumber(from);
      case DOUBLE -> from.equals("VARCHAR") || from.equals("BIGINT") || isNumber(from);
      case TIMESTAMP -> from.equals("VARCHAR") || from.equals("DATE") || TIMES.contains(from);
    };
  }

  private static boolean isNumber(String type) {
    return NUMBERS.contains(type) || WHOLE.contains(type) || type.startsWith("DECIMAL");
  }

  /// The columns that the contract does not know.
  List<String> extra(Contract contract) {
    return types.keySet().stream().filter(name -> contract.column(name).isEmpty()).toList();
  }

  /// SQL that makes the column's value, or NULL where it is not of the contract's type.
  String cast(ContractColumn column) {
    String from = type(column.name());
    String name = SqlSession.name(column.name());
    boolean same = from.equals(column.type().sql());
    if (from.equals("VARCHAR") && !column.format().isEmpty()) {
      return DateFormat.find(column.format(), column.type()).orElseThrow().sql(name);
    }
    if (column.type() == ColumnType.BIGINT && !same && !WHOLE.contains(from)) {
      return careful || !from.equals("VARCHAR") ? whole(name) : tried(name, "BIGINT");
    }
    String value = same ? name : tried(name, column.type().sql());
    return careful && FINITE.contains(column.type()) ? finite(value) : value;
  }

  private static String tried(String name, String type) {
    return "TRY_CAST(" + name + " AS " + type + ")";
  }

  private static String finite(String value) {
    return "CASE WHEN isfinite(" + value + ") THEN " + value + " END";
  }

  /// The engine rounds 1.5 to 2; a whole number it is not.
  private static String whole(String name) {
    return "CASE WHEN %1$s = %2$s THEN %1$s END"
        .formatted(tried(name, "BIGINT"), tried(name, "DOUBLE"));
  }

  /// Expressions over the typed columns and what came, true where a plain cast may have let through
  /// what it should not.
  List<String> suspicions(Contract contract, RowRules rows) {
    if (careful) {
      return List.of();
    }
    List<String> suspicions = new ArrayList<>();
    for (ColumnType type : FINITE.stream().sorted().toList()) {
      String values =
          contract.columns().stream()
              .filter(column -> column.type() == type)
              .map(column -> SqlSession.name(column.name()))
              .collect(Collectors.joining(", "));
      if (!values.isEmpty()) {
        suspicions.add("NOT isfinite(greatest(" + values + "))");
        suspicions.add("NOT isfinite(least(" + values + "))");
      }
    }
    String whole =
        contract.columns().stream()
            .filter(column -> column.type() == ColumnType.BIGINT)
            .map(ContractColumn::name)
            .filter(name -> type(name).equals("VARCHAR"))
            .map(rows::raw)
            .collect(Collectors.joining(", "));
    if (!whole.isEmpty()) {
      suspicions.add("regexp_matches(concat(" + whole + "), '[.eE]')");
    }
    return suspicions;
  }

  /// The cast of a column by name; empty when the contract does not know it.
  Optional<String> cast(Contract contract, String column) {
    return contract.column(column).map(this::cast);
  }
}
