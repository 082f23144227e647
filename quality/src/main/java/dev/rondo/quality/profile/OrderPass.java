package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which columns rise or fall with the rows: those of the sample that do, looked at on every row in
/// one scan.
record OrderPass(Source source, Sample sample, Aggregates aggregates) {
  private static final int MOST_COLUMNS = 50;

  Map<SourceColumn, RowOrder> orders() {
    Map<SourceColumn, RowOrder> orders = new HashMap<>();
    List<SourceColumn> candidates = new ArrayList<>();
    for (SourceColumn column : source.columns()) {
      RowOrder guess = inSample(column);
      orders.put(column, guess);
      if (guess != RowOrder.NONE && guess != RowOrder.CONSTANT) {
        candidates.add(column);
      }
    }
    if (!sample.isComplete()) {
      verify(candidates, orders);
    }
    return orders;
  }

  private RowOrder inSample(SourceColumn column) {
    Aggregates.Column figures = aggregates.column(column);
    boolean isWhole =
        figures.counts().nulls() + figures.counts().notNumbers() + figures.counts().infinite() == 0;
    if (!(column.isNumber() || column.isTime()) || !isWhole || sample.rows() == 0) {
      return RowOrder.NONE;
    } else if (figures.least() == figures.most()) {
      return RowOrder.CONSTANT;
    }
    int rises = 0;
    int falls = 0;
    double[] numbers = sample.column(column).numbers();
    for (int i = 1; i < numbers.length; i++) {
      rises += numbers[i] > numbers[i - 1] ? 1 : 0;
      falls += numbers[i] < numbers[i - 1] ? 1 : 0;
    }
    return order(rises, falls, numbers.length - 1);
  }

  private static RowOrder order(long rises, long falls, long steps) {
    if (rises > 0 && falls > 0 || rises + falls == 0) {
      return RowOrder.NONE;
    } else if (rises > 0) {
      return rises == steps ? RowOrder.STRICTLY_INCREASING : RowOrder.INCREASING;
    }
    return falls == steps ? RowOrder.STRICTLY_DECREASING : RowOrder.DECREASING;
  }

  private void verify(List<SourceColumn> candidates, Map<SourceColumn, RowOrder> orders) {
    List<SourceColumn> some = candidates.stream().limit(MOST_COLUMNS).toList();
    candidates.forEach(column -> orders.put(column, RowOrder.NONE));
    if (some.isEmpty()) {
      return;
    }
    String neighbours =
        some.stream()
            .map(c ->
                "%s AS v%d, lag(%s) OVER () AS p%d"
                    .formatted(c.value(), c.index(), c.value(), c.index()))
            .collect(Collectors.joining(", "));
    FusedQuery query =
        new FusedQuery(
            source.session(), "(SELECT %s FROM %s)".formatted(neighbours, source.from()));
    for (SourceColumn c : some) {
      query.add("count_if(v%d > p%d)".formatted(c.index(), c.index()));
      query.add("count_if(v%d < p%d)".formatted(c.index(), c.index()));
    }
    query.run();
    for (int i = 0; i < some.size(); i++) {
      RowOrder order = order(query.number(2 * i), query.number(2 * i + 1), sample.total() - 1);
      orders.put(some.get(i), order);
    }
  }
}
