package dev.rondo.quality.soda;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What checks of SodaCL become in a contract, and what of them has no place there.
///
/// @param leftOut a sentence for each thing that was not carried over
public record SodaRules(List<Item> items, List<String> leftOut) {
  public SodaRules {
    items = List.copyOf(items);
    leftOut = List.copyOf(leftOut);
  }

  /// Where in a contract something belongs.
  public enum Kind {
    /// A rule of a quality list.
    QUALITY,
    /// A relationship of a column.
    RELATIONSHIP,
    /// Keys of the column itself.
    COLUMN
  }

  /// Something for a contract.
  ///
  /// @param column to which it belongs; empty for the table
  public record Item(Kind kind, String column, ObjectNode tree) {}

  static SodaRules none(String why) {
    return new SodaRules(List.of(), List.of(why));
  }

  static SodaRules of(Item item) {
    return new SodaRules(List.of(item), List.of());
  }

  /// Both.
  public SodaRules and(SodaRules more) {
    List<Item> all = new ArrayList<>(items);
    all.addAll(more.items);
    List<String> notes = new ArrayList<>(leftOut);
    notes.addAll(more.leftOut);
    return new SodaRules(all, notes);
  }
}
