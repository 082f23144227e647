package dev.rondo.ledger;

import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which experiments to find. Without an order, the newest come first.
///
/// @param conditions in the words of [#VOCABULARY], as the orders
/// @param offset how many were on the pages before
/// @param limit 1 to 50,000
public record ExperimentSearch(
    List<Condition> conditions, List<Sort> orders, View view, long offset, int limit) {
  private static final Set<Operator> TAGS = EnumSet.copyOf(Operator.OF_TEXTS);

  static {
    TAGS.addAll(Operator.OF_PRESENCE);
  }

  /// What experiments are searched by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .entity(Vocabulary.ATTRIBUTES, "attribute")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "name")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Set.of(), "experiment_id")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Operator.OF_NUMBERS, "creation_time")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Operator.OF_NUMBERS, "last_update_time")
          .anyUnsortedKey(Kind.TEXT, TAGS, "tags", "tag")
          .build("name LIKE 'a%'", "tags.b = 'c'");

  public ExperimentSearch {
    conditions = List.copyOf(conditions);
    orders = List.copyOf(orders);
    Limits.limit(limit, Limits.SEARCH);
  }
}
