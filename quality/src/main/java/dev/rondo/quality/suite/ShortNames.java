package dev.rondo.quality.suite;

import dev.rondo.quality.expectation.Catalog;
import dev.rondo.quality.expectation.ExpectationType;
import dev.rondo.quality.expectation.Parameter;
import dev.rondo.quality.expectation.Parameter.Form;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;

/// How expectations and their parameters are called in suites written by hand, where the long names
/// are welcome too.
final class ShortNames {
  /// What may be left out under a column, the longest first.
  private static final List<String> OF_COLUMNS =
      List.of("expect_column_values_to_", "expect_column_value_", "expect_column_", "expect_");

  private static final Set<Form> LISTS = Set.of(Form.VALUES, Form.TEXTS, Form.COLUMNS, Form.PAIRS);

  /// What so many types take that it says nothing alone.
  private static final Set<String> SHARED = Set.of("column", "mostly");

  private static final Map<String, ExpectationType> ANYWHERE = new LinkedHashMap<>();
  private static final Map<String, ExpectationType> UNDER_COLUMN = new LinkedHashMap<>();

  static {
    for (ExpectationType type : Catalog.all()) {
      names(type).forEach(name -> ANYWHERE.put(name, type));
      namesUnderColumn(type).forEach(name -> UNDER_COLUMN.putIfAbsent(name, type));
    }
  }

  private ShortNames() {}

  /// All names of a type, the shortest first.
  static SequencedSet<String> names(ExpectationType type) {
    SequencedSet<String> names = new LinkedHashSet<>();
    String name = type.name();
    names.add(name.replaceFirst("^expect_", "").replaceFirst("_expectation$", ""));
    names.add(name);
    return names;
  }

  /// All names under a column, the shortest first; none when the type speaks of no single column.
  static SequencedSet<String> namesUnderColumn(ExpectationType type) {
    SequencedSet<String> names = new LinkedHashSet<>();
    if (type.takes("column")) {
      OF_COLUMNS.stream()
          .filter(type.name()::startsWith)
          .findFirst()
          .ifPresent(prefix -> names.add(type.name().substring(prefix.length())));
      names.add(type.name());
    }
    return names;
  }

  /// The type that is meant by a name of which less was left out than could be.
  static Optional<ExpectationType> guessUnderColumn(String name) {
    return OF_COLUMNS.stream()
        .flatMap(prefix -> Catalog.find(prefix + name).stream())
        .filter(type -> type.takes("column"))
        .findFirst();
  }

  static Optional<ExpectationType> find(String name) {
    return Optional.ofNullable(ANYWHERE.get(name));
  }

  static Optional<ExpectationType> findUnderColumn(String name) {
    return Optional.ofNullable(UNDER_COLUMN.get(name));
  }

  static Collection<String> all() {
    return ANYWHERE.keySet();
  }

  static Collection<String> allUnderColumn() {
    return UNDER_COLUMN.keySet();
  }

  /// `min_value` for `min` where the type takes it; other names as they are.
  static String parameter(ExpectationType type, String written) {
    return type.takes(written) || !type.takes(written + "_value") ? written : written + "_value";
  }

  /// `min` for `min_value` where that is not something else.
  static String shortParameter(ExpectationType type, String parameter) {
    String shortName = parameter.replaceFirst("_value$", "");
    boolean isEnd = shortName.equals("min") || shortName.equals("max");
    return isEnd && !type.takes(shortName) ? shortName : parameter;
  }

  static boolean isRange(ExpectationType type) {
    return type.takes("min_value") && type.takes("max_value");
  }

  /// The parameter whose value may stand alone: the one that must be given, else the one list, else
  /// the only one.
  static Optional<Parameter> alone(ExpectationType type) {
    List<Parameter> own =
        type.parameters().stream().filter(parameter -> !SHARED.contains(parameter.name())).toList();
    List<Parameter> required = own.stream().filter(Parameter::required).toList();
    List<Parameter> lists =
        own.stream().filter(parameter -> LISTS.contains(parameter.form())).toList();
    return Stream.of(required, lists, own)
        .filter(parameters -> !parameters.isEmpty())
        .findFirst()
        .filter(parameters -> parameters.size() == 1)
        .map(List::getFirst);
  }
}
