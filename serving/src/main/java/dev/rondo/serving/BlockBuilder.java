package dev.rondo.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Gathers logged records into columns. Confined to one reader.
final class BlockBuilder {
  private record Item(LogRecord record, int[] places) {}

  private final long fromMillis;
  private final long toMillis;
  private final List<String> features = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private int[] places = new int[0];

  BlockBuilder(long fromMillis, long toMillis) {
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /// The columns of the records that follow.
  void schema(LogSchema schema) {
    for (String name : schema.features()) {
      if (!features.contains(name)) {
        features.add(name);
      }
    }
    places = schema.features().stream().mapToInt(features::indexOf).toArray();
  }

  void add(LogRecord record) {
    if (record.eventMillis() >= fromMillis && record.eventMillis() < toMillis) {
      items.add(new Item(record, places));
    }
  }

  PredictionBlock build() {
    items.sort(
        Comparator.comparingLong((Item item) -> item.record().eventMillis())
            .thenComparing(item -> item.record().requestId())
            .thenComparingInt(item -> item.record().version()));
    float[][] columns = new float[features.size()][items.size()];
    for (float[] column : columns) {
      Arrays.fill(column, Float.NaN);
    }
    for (int row = 0; row < items.size(); row++) {
      Item item = items.get(row);
      for (int i = 0; i < item.places().length; i++) {
        columns[item.places()[i]][row] = item.record().features()[i];
      }
    }
    float[] values = new float[items.size()];
    for (int row = 0; row < values.length; row++) {
      values[row] = items.get(row).record().value();
    }
    return new PredictionBlock(
        List.copyOf(features),
        items.stream().map(item -> item.record().requestId()).toArray(String[]::new),
        items.stream().mapToLong(item -> item.record().eventMillis()).toArray(),
        items.stream().mapToInt(item -> item.record().version()).toArray(),
        columns,
        values);
  }
}
