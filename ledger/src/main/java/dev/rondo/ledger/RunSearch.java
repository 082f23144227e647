package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operand;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which runs to find. Without an order, the newest come first.
///
/// @param experiments none finds nothing
/// @param conditions in the words of [#VOCABULARY], as the orders
/// @param offset how many were on the pages before
/// @param limit 1 to 50,000
public record RunSearch(
    List<ExperimentId> experiments,
    List<Condition> conditions,
    List<Sort> orders,
    View view,
    long offset,
    int limit) {
  /// The entity of parameters in conditions and orders.
  public static final String PARAMS = "params";

  /// The attribute that is a run's kind: for the program alone, being no word of [#VOCABULARY].
  public static final String KIND = "kind";

  static final String METRICS = "metrics";
  static final String TAGS = "tags";
  static final String DATASETS = "datasets";

  private static final Set<Operator> NOTES = union(Operator.OF_TEXTS, Operator.OF_PRESENCE);
  private static final Set<Operator> MEMBERS = union(Operator.OF_TEXTS, Operator.OF_MEMBERS);

  /// What runs are searched by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .anyKey(Kind.NUMBER, Operator.OF_NUMBERS, METRICS, "metric")
          .anyKey(Kind.TEXT, NOTES, PARAMS, "param", "parameter", "parameters")
          .anyKey(Kind.TEXT, NOTES, TAGS, "tag")
          .entity(Vocabulary.ATTRIBUTES, "attribute", "attr", "run")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, MEMBERS, "run_id")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "run_name", "run name")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "user_id")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "status")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, Operator.OF_TEXTS, "artifact_uri")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Operator.OF_NUMBERS, "start_time", "created")
          .key(Vocabulary.ATTRIBUTES, Kind.NUMBER, Operator.OF_NUMBERS, "end_time")
          .entity(DATASETS, "dataset")
          .unsortedKey(DATASETS, Kind.TEXT, MEMBERS, "name")
          .unsortedKey(DATASETS, Kind.TEXT, MEMBERS, "digest")
          .unsortedKey(DATASETS, Kind.TEXT, MEMBERS, "context")
          .build("metrics.a > 1", "tags.b = 'c'");

  public RunSearch {
    experiments = experiments.stream().distinct().toList();
    conditions = List.copyOf(conditions);
    orders = List.copyOf(orders);
    Limits.limit(limit, Limits.SEARCH);
    conditions.forEach(RunSearch::checkIds);
  }

  /// The first of what it finds.
  RunSearch first(int count) {
    return new RunSearch(experiments, conditions, orders, view, 0, count);
  }

  private static void checkIds(Condition condition) {
    if (condition.key().equals("run_id") && condition.operand() instanceof Operand.Texts ids) {
      for (String id : ids.values()) {
        if (!id.equals(id.toLowerCase(Locale.ROOT))) {
          throw Problem.invalid("'%s' is not a run id: they have no capitals.", id);
        }
      }
    }
  }

  private static Set<Operator> union(Set<Operator> some, Set<Operator> others) {
    Set<Operator> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }
}
