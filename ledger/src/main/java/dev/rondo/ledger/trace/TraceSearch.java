package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import dev.rondo.ledger.ExperimentId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which traces to find. Without an order, the newest come first.
///
/// @param conditions in the words of [#VOCABULARY], as the orders
/// @param offset how many were on the pages before
/// @param limit 1 to 500
public record TraceSearch(
    List<ExperimentId> experiments,
    List<Condition> conditions,
    List<Sort> orders,
    long offset,
    int limit) {
  static final String SPAN = "span";
  static final String SPAN_ATTRIBUTE = "attributes.";
  static final String SPAN_CONTENT = "content";

  private static final Set<Operator> PATTERNS = with(Operator.OF_TEXTS, EnumSet.of(Operator.RLIKE));
  private static final Set<Operator> NAMES = with(PATTERNS, Operator.OF_MEMBERS);
  private static final Set<Operator> ENTRIES = with(PATTERNS, Operator.OF_PRESENCE);
  private static final Set<Operator> CONTENT = EnumSet.of(Operator.LIKE, Operator.ILIKE);
  private static final Set<Operator> SAME = EnumSet.of(Operator.EQUAL);
  private static final String OWN = Vocabulary.ATTRIBUTES;

  /// What traces are searched by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .entity(OWN, "attribute", "attr", "trace")
          .key(OWN, Kind.TEXT, NAMES, "request_id")
          .key(OWN, Kind.NUMBER, Operator.OF_NUMBERS, "timestamp", "timestamp_ms")
          .key(OWN, Kind.NUMBER, Operator.OF_NUMBERS, "execution_time", "execution_time_ms")
          .key(OWN, Kind.NUMBER, Operator.OF_NUMBERS, "end_time", "end_time_ms")
          .key(OWN, Kind.TEXT, NAMES, "status")
          .key(OWN, Kind.TEXT, NAMES, "name")
          .key(OWN, Kind.TEXT, NAMES, "run_id")
          .key(OWN, Kind.NUMBER, Set.of(), "experiment_id")
          .unsortedKey(OWN, Kind.TEXT, NAMES, "client_request_id")
          .unsortedKey(OWN, Kind.TEXT, SAME, "prompt")
          .unsortedKey(OWN, Kind.TEXT, CONTENT, "text")
          .anyKey(Kind.TEXT, ENTRIES, "tags", "tag")
          .anyUnsortedKey(Kind.TEXT, ENTRIES, "metadata", "request_metadata")
          .anyUnsortedKey(Kind.TEXT, NAMES, SPAN)
          .anyUnsortedKey(Kind.TEXT, ENTRIES, "feedback")
          .anyUnsortedKey(Kind.TEXT, ENTRIES, "expectation")
          .entity("issue")
          .unsortedKey("issue", Kind.TEXT, SAME, "id")
          .build("status = 'ERROR'", "execution_time > 1000");

  private static Set<Operator> with(Set<Operator> some, Set<Operator> more) {
    Set<Operator> all = EnumSet.copyOf(some);
    all.addAll(more);
    return Set.copyOf(all);
  }

  public TraceSearch {
    experiments = List.copyOf(experiments);
    conditions = List.copyOf(conditions);
    orders = List.copyOf(orders);
    conditions.forEach(TraceSearch::check);
    if (limit < 1 || limit > TraceLimits.PAGE) {
      throw Problem.invalid("The limit is %d; it must be 1 to %d.", limit, TraceLimits.PAGE);
    }
  }

  /// The same in other experiments.
  TraceSearch in(List<ExperimentId> others) {
    return new TraceSearch(others, conditions, orders, offset, limit);
  }

  /// A span's keys are partly given and partly made up.
  static void check(Condition condition) {
    String key = condition.key();
    if (!condition.entity().equals(SPAN)) {
      return;
    }
    if (!TraceConditions.SPANS.containsKey(key) && !key.startsWith(SPAN_ATTRIBUTE)) {
      throw Problem.invalid(
          "Invalid span key '%s' specified; there are %s and attributes.<key>.",
          key, TraceConditions.SPANS.keySet().stream().sorted().toList());
    }
    if (key.equals(SPAN_CONTENT) && !CONTENT.contains(condition.operator())) {
      throw Problem.invalid(
          "'span.content' is not compared by %s; it takes LIKE, ILIKE.", condition.operator());
    }
  }
}
