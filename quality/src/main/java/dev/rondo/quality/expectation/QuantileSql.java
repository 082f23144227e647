package dev.rondo.quality.expectation;

import dev.rondo.data.SqlRow;
import dev.rondo.data.SqlSession;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// All quantiles of a round as one list of aggregates, one for each column and way, since several
/// quantiles of a column share its sorting. The nearest one is the element at the index q·(n−1),
/// rounded half to even, of the values in order, as data frames have it; the engine's own discrete
/// quantile takes another where the two fall apart, so it is asked for the middle of that element's
/// share.
final class QuantileSql {
  private final Batch batch;
  private final Map<String, List<Double>> shares = new LinkedHashMap<>();
  private final Map<Metric.Quantile, List<Place>> places = new HashMap<>();

  /// Where an answer stands: in which aggregate's list, at which index.
  private record Place(String aggregate, int index) {}

  QuantileSql(Batch batch) {
    this.batch = batch;
  }

  /// @param values how many non-null ones the column has; at least 1
  void add(Metric.Quantile quantile, long values) {
    BatchColumn column = batch.column(quantile.column());
    double index = quantile.share() * (values - 1);
    places.put(
        quantile,
        switch (quantile.interpolation()) {
          case NEAREST -> List.of(element(quantile, column, Math.rint(index), values));
          case LOWER -> List.of(element(quantile, column, Math.floor(index), values));
          case HIGHER -> List.of(element(quantile, column, Math.ceil(index), values));
          case MIDPOINT ->
              List.of(
                  element(quantile, column, Math.floor(index), values),
                  element(quantile, column, Math.ceil(index), values));
          case LINEAR ->
              List.of(
                  place(
                      "quantile_cont(" + continuous(column) + ", %s)" + filter(quantile),
                      quantile.share()));
        });
  }

  private Place element(Metric.Quantile quantile, BatchColumn column, double index, long values) {
    return place(
        "quantile_disc(" + Scalars.comparable(column) + ", %s)" + filter(quantile),
        (index + 0.5) / values);
  }

  private Place place(String aggregate, double share) {
    List<Double> list = shares.computeIfAbsent(aggregate, _ -> new ArrayList<>());
    if (!list.contains(share)) {
      list.add(share);
    }
    return new Place(aggregate, list.indexOf(share));
  }

  private static String continuous(BatchColumn column) {
    return column.kind() == Kind.INTEGER || column.kind() == Kind.BOOLEAN
        ? "CAST(" + SqlSession.name(column.name()) + " AS DOUBLE)"
        : column.sql();
  }

  private static String filter(Metric.Quantile quantile) {
    return quantile.where().equals("TRUE") ? "" : " FILTER (WHERE " + quantile.where() + ")";
  }

  /// What to select.
  String columns() {
    return shares.entrySet().stream()
        .map(entry -> entry.getKey().replace("%s", entry.getValue().toString()))
        .collect(Collectors.joining(", "));
  }

  /// A quantile from the one row of the answer.
  Object read(Metric.Quantile quantile, SqlRow row) {
    List<Object> values =
        places.getOrDefault(quantile, List.of()).stream().map(place -> read(place, row)).toList();
    return values.size() == 1 ? values.getFirst() : middle(values.getFirst(), values.getLast());
  }

  static double middle(Object low, Object high) {
    return (number(low) + number(high)) / 2;
  }

  private Object read(Place place, SqlRow row) {
    int column = List.copyOf(shares.keySet()).indexOf(place.aggregate) + 1;
    return row.values(column).get(place.index);
  }

  private static double number(Object value) {
    return value instanceof BigDecimal decimal
        ? decimal.doubleValue()
        : ((Number) value).doubleValue();
  }
}
