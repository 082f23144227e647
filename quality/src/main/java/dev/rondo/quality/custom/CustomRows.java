package dev.rondo.quality.custom;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The rows that an expectation judges. They are not held in memory. Confined to the thread that
/// was given them.
public interface CustomRows {

  /// The columns that each row has, in order.
  List<String> columns();

  /// What the suite gives: texts, numbers, truth values, lists and maps.
  Map<String, Object> arguments();

  /// Hands over each row, in the table's order; each call reads the table once.
  void forEach(Consumer<CustomRow> action);
}
