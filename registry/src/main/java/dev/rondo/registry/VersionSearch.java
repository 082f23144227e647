package dev.rondo.registry;

import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which versions of all models to find. Without an order those changed last come first. Versions
/// of prompts are found only by asking for their tag, see [ModelSearch].
///
/// @param conditions in the words of [#VOCABULARY], as the orders
/// @param offset how many were on the pages before
/// @param limit 1 to 200,000
public record VersionSearch(List<Condition> conditions, List<Sort> orders, long offset, int limit) {
  /// How many versions a page tells at the most.
  public static final int MOST = 200_000;

  private static final Set<Operator> MEMBERS = EnumSet.copyOf(Operator.OF_TEXTS);

  static {
    MEMBERS.add(Operator.IN);
  }

  /// What versions are searched by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .entity(Vocabulary.ATTRIBUTES, "attribute")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "name")
          .unsortedKey(Vocabulary.ATTRIBUTES, Kind.TEXT, MEMBERS, "run_id")
          .unsortedKey(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "source_path")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Operator.OF_NUMBERS, "version_number")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Set.of(), "creation_timestamp")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Set.of(), "last_updated_timestamp")
          .anyUnsortedKey(Kind.TEXT, Operator.OF_TEXTS, "tags", "tag")
          .build("name = 'a'", "tags.b = 'c'");

  public VersionSearch {
    conditions = List.copyOf(conditions);
    orders = List.copyOf(orders);
  }
}
