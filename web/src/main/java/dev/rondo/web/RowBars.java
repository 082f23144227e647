package dev.rondo.web;

import dev.rondo.quality.docs.BatchDocs;
import java.util.ArrayList;
import java.util.List;

/// How many rows each batch of one judge brought, those that were set aside on top.
///
/// @param most rows of the largest batch
record RowBars(int width, int height, long most, List<Bar> bars) {
  private static final int STEP = 15;
  private static final int HEIGHT = 120;

  /// @param accepted height
  /// @param quarantined height; at least 2 where there are any
  record Bar(int x, int width, int accepted, int quarantined, BatchDocs batch) {}

  /// @param batches oldest first
  static RowBars of(List<BatchDocs> batches) {
    long most = Math.max(1, batches.stream().mapToLong(BatchDocs::read).max().orElse(1));
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      BatchDocs batch = batches.get(i);
      int aside = batch.quarantined() == 0 ? 0 : Math.max(2, scaled(batch.quarantined(), most));
      int kept = Math.min(HEIGHT - aside, scaled(batch.accepted(), most));
      bars.add(new Bar(i * STEP, STEP - 4, kept, aside, batch));
    }
    return new RowBars(Math.max(STEP, batches.size() * STEP), HEIGHT, most, bars);
  }

  private static int scaled(long rows, long most) {
    return (int) Math.round((double) HEIGHT * rows / most);
  }
}
