package dev.rondo.registry;

import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.List;
import java.util.Set;

/// Which models to find. Without an order they come by name. Prompts, which are kept as models with
/// a tag, are found only by asking for that tag.
///
/// @param conditions in the words of [#VOCABULARY], as the orders
/// @param offset how many were on the pages before
/// @param limit 1 to 1,000
public record ModelSearch(List<Condition> conditions, List<Sort> orders, long offset, int limit) {
  /// How many models a page tells at the most.
  public static final int MOST = 1_000;

  /// The tag of prompts.
  public static final String PROMPT = "mlflow.prompt.is_prompt";

  /// What models are searched by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .entity(Vocabulary.ATTRIBUTES, "attribute")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "name")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Set.of(), "last_updated_timestamp", "timestamp")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Set.of(), "creation_timestamp")
          .anyUnsortedKey(Kind.TEXT, Operator.OF_TEXTS, "tags", "tag")
          .build("name LIKE 'a%'", "tags.b = 'c'");

  public ModelSearch {
    conditions = List.copyOf(conditions);
    orders = List.copyOf(orders);
  }
}
