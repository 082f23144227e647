package dev.rondo.quality;

import dev.rondo.kernel.json.Fields;
import java.util.Comparator;
import java.util.List;

/// Reads the primary key of an object. A key of one column is that column's own rule; one of
/// several is unique as a whole.
final class KeyParser {
  private KeyParser() {}

  /// The columns of the key, by their positions and then as they stand.
  static List<String> columns(Fields object) {
    return object.objects("properties").stream()
        .filter(property -> property.raw("primaryKey").asBoolean(false))
        .sorted(Comparator.comparingInt(KeyParser::position))
        .map(property -> property.raw("name").asString(""))
        .toList();
  }

  private static int position(Fields property) {
    int position = property.raw("primaryKeyPosition").asInt(0);
    return position > 0 ? position : Integer.MAX_VALUE;
  }

  /// The rule of a key of several columns.
  static List<Rule> key(Fields object, List<ContractColumn> columns) {
    List<String> key = columns(object);
    boolean areThere =
        key.stream().allMatch(name -> columns.stream().anyMatch(c -> c.name().equals(name)));
    return key.size() > 1 && areThere
        ? List.of(
            ColumnParser.implied("unique", new Expectation.Unique(key), object.place("properties")))
        : List.of();
  }
}
