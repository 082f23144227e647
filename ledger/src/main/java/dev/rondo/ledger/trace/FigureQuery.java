package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import dev.rondo.ledger.ExperimentId;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Which figures to make.
///
/// @param metric what is measured, such as `latency`, which is in milliseconds
/// @param dimensions what it is grouped by, such as `trace_name`
/// @param conditions in the words of [#VOCABULARY]
public record FigureQuery(
    List<ExperimentId> experiments,
    FigureView view,
    String metric,
    List<Aggregation> aggregations,
    List<String> dimensions,
    List<Condition> conditions,
    Span time,
    Page page) {
  private static final int MOST = 10;
  private static final int LIMIT = 1_000;
  private static final Set<Operator> SAME = Set.of(Operator.EQUAL);

  /// What figures are filtered by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .anyUnsortedKey(Kind.TEXT, SAME, "trace")
          .anyUnsortedKey(Kind.TEXT, SAME, "span")
          .anyUnsortedKey(Kind.TEXT, SAME, "assessment")
          .build("trace.status = 'OK'", "trace.tag.b = 'c'");

  /// The time of the traces, in milliseconds since 1970; both ends belong to it.
  ///
  /// @param seconds how long each piece is that has figures of its own
  public record Span(OptionalLong from, OptionalLong to, OptionalLong seconds) {
    public Span {
      if (seconds.isPresent() && (from.isEmpty() || to.isEmpty())) {
        throw Problem.invalid(
            "start_time_ms and end_time_ms are required if time_interval_seconds is set");
      }
      if (seconds.isPresent() && seconds.getAsLong() < 1) {
        throw Problem.invalid("time_interval_seconds must be 1 or more.");
      }
    }
  }

  /// @param limit 1 to 1,000
  public record Page(long offset, int limit) {
    public Page {
      if (limit < 1 || limit > LIMIT) {
        throw Problem.invalid("The limit is %d; it must be 1 to %d.", limit, LIMIT);
      }
    }
  }

  public FigureQuery {
    experiments = List.copyOf(experiments);
    aggregations = List.copyOf(aggregations);
    dimensions = List.copyOf(dimensions);
    conditions = List.copyOf(conditions);
    FigureView.Measure measure = view.measure(metric);
    if (aggregations.isEmpty() || aggregations.size() > MOST || dimensions.size() > MOST) {
      throw Problem.invalid("1 to %d aggregations and up to %d dimensions are needed.", MOST, MOST);
    }
    List<String> kinds = aggregations.stream().map(one -> one.kind().name()).toList();
    List<String> allowed =
        measure.kind().aggregations().stream().map(Aggregation.Kind::name).sorted().toList();
    check("aggregation_type(s)", kinds, "aggregation types", allowed);
    check("dimension(s)", dimensions, "dimensions", sorted(view.dimensions().keySet()));
  }

  /// The same of other experiments.
  FigureQuery in(List<ExperimentId> others) {
    return new FigureQuery(others, view, metric, aggregations, dimensions, conditions, time, page);
  }

  private static void check(String what, List<String> some, String choices, List<String> allowed) {
    List<String> wrong = some.stream().filter(one -> !allowed.contains(one)).toList();
    if (!wrong.isEmpty()) {
      throw Problem.invalid(
          "Found invalid %s: %s. Supported %s: %s", what, wrong, choices, allowed);
    }
  }

  private static List<String> sorted(Collection<String> names) {
    return names.stream().sorted().toList();
  }
}
