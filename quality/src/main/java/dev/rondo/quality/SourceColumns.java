package dev.rondo.quality;

import dev.rondo.data.ColumnType;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Mistake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The columns that a relation really has, held against a contract.
///
/// @param types the engine's type of every column, in order
record SourceColumns(Map<String, String> types) {
  private static final Set<String> WHOLE =
      Set.of("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER");
  private static final Set<String> NUMBERS = Set.of("UBIGINT", "HUGEINT", "UHUGEINT", "FLOAT");
  private static final Set<String> TIMES =
      Set.of("TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE");

  static SourceColumns of(SqlSession session, String relation) {
    Map<String, String> types = new LinkedHashMap<>();
    session.forEach(
        "SELECT column_name, column_type FROM (DESCRIBE " + SqlSession.name(relation) + ")",
        row -> types.put(row.text(1), row.text(2)));
    return new SourceColumns(types);
  }

  /// A sentence for every column that is missing, or of a type that cannot become the contract's.
  List<Mistake> mistakes(Contract contract, String source) {
    List<Mistake> mistakes = new ArrayList<>();
    for (ContractColumn column : contract.columns()) {
      String type = types.get(column.name());
      if (type == null) {
        mistakes.add(
            column
                .place()
                .mistake(
                    "Column '%s' is missing in '%s'.".formatted(column.name(), source)
                        + Nearest.hint(column.name(), extra(contract))));
      } else if (cast(column).isEmpty()) {
        mistakes.add(
            column
                .place()
                .mistake(
                    "Column '%s' in '%s' is of type %s, which cannot become %s."
                        .formatted(column.name(), source, type, column.type().sql())));
      }
    }
    return mistakes;
  }

  /// The columns that the contract does not know.
  List<String> extra(Contract contract) {
    return types.keySet().stream().filter(name -> contract.column(name).isEmpty()).toList();
  }

  /// Whether the column comes as text though the contract says otherwise.
  boolean isText(ContractColumn column) {
    return column.type() != ColumnType.VARCHAR && "VARCHAR".equals(types.get(column.name()));
  }

  /// SQL that makes the column's value, or NULL where it is not of the contract's type; empty when
  /// the source's type can never become it.
  Optional<String> cast(ContractColumn column) {
    String name = SqlSession.name(column.name());
    String from = types.getOrDefault(column.name(), "");
    boolean text = from.equals("VARCHAR");
    boolean number = NUMBERS.contains(from) || from.startsWith("DECIMAL") || WHOLE.contains(from);
    return Optional.ofNullable(
        switch (column.type()) {
          case VARCHAR -> text ? name : null;
          case BOOLEAN -> same(from, "BOOLEAN") ? name : text ? tried(name, "BOOLEAN") : null;
          case BIGINT -> {
            if (same(from, "BIGINT")) {
              yield name;
            }
            yield WHOLE.contains(from)
                ? "CAST(" + name + " AS BIGINT)"
                : text || number || same(from, "DOUBLE") ? whole(name) : null;
          }
          case DOUBLE ->
              same(from, "DOUBLE")
                  ? finite(name)
                  : text || number || same(from, "BIGINT") ? finite(tried(name, "DOUBLE")) : null;
          case DATE ->
              same(from, "DATE") ? finite(name) : text ? finite(tried(name, "DATE")) : null;
          case TIMESTAMP ->
              same(from, "TIMESTAMP")
                  ? finite(name)
                  : text || same(from, "DATE") || TIMES.contains(from)
                      ? finite(tried(name, "TIMESTAMP"))
                      : null;
        });
  }

  private static boolean same(String from, String type) {
    return from.equals(type);
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
}
