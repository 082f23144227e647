package dev.rondo.ledger;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.kernel.search.Vocabulary.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which logged models to find. Without an order, the newest come first.
///
/// @param conditions in the words of [#VOCABULARY]
/// @param datasets on one of which metrics must have been measured; any, when there are none
/// @param offset how many were on the pages before
/// @param limit 1 to 1,000
public record LoggedModelSearch(
    List<ExperimentId> experiments,
    List<Condition> conditions,
    List<Dataset> datasets,
    List<Order> orders,
    long offset,
    int limit) {
  private static final int DATASETS = 100;
  private static final Set<Operator> TEXTS = EnumSet.copyOf(Operator.OF_TEXTS);

  static {
    TEXTS.addAll(Operator.OF_MEMBERS);
  }

  /// What logged models are searched by.
  public static final Vocabulary VOCABULARY =
      Vocabulary.builder()
          .entity(Vocabulary.ATTRIBUTES)
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, TEXTS, "name")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, TEXTS, "model_id")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, TEXTS, "model_type")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, TEXTS, "status")
          .key(Vocabulary.ATTRIBUTES, Kind.TEXT, TEXTS, "source_run_id")
          .key(
              Vocabulary.ATTRIBUTES,
              Kind.NUMBER,
              Operator.OF_NUMBERS,
              "creation_timestamp",
              "creation_time",
              "creation_timestamp_ms")
          .key(
              Vocabulary.ATTRIBUTES,
              Kind.NUMBER,
              Operator.OF_NUMBERS,
              "last_updated_timestamp",
              "last_updated_time",
              "last_updated_timestamp_ms")
          .anyKey(Kind.NUMBER, Operator.OF_NUMBERS, "metrics")
          .anyUnsortedKey(Kind.TEXT, TEXTS, "params")
          .anyUnsortedKey(Kind.TEXT, TEXTS, "tags")
          .build("metrics.a > 1", "params.b = 'c'");

  /// @param digest empty for any
  public record Dataset(String name, String digest) {}

  /// @param sort in the words of [#VOCABULARY]
  /// @param dataset which metrics count; any, when its name is empty
  public record Order(Sort sort, Dataset dataset) {}

  public LoggedModelSearch {
    experiments = List.copyOf(experiments);
    conditions = List.copyOf(conditions);
    datasets = List.copyOf(datasets);
    orders = List.copyOf(orders);
    Limits.page(limit);
    if (datasets.size() > DATASETS || experiments.size() > Limits.PAGE) {
      throw Problem.invalid(
          "The search names %d experiments and %d data sets; %d and %d are the most.",
          experiments.size(), datasets.size(), Limits.PAGE, DATASETS);
    }
  }

  /// The same in other experiments.
  LoggedModelSearch in(List<ExperimentId> others) {
    return new LoggedModelSearch(others, conditions, datasets, orders, offset, limit);
  }
}
