package dev.rondo.web;

import dev.rondo.quality.profile.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A histogram as bars in a drawing of a given size. Many bins are joined, so that each can be
/// seen.
record Histo(int width, int height, List<Bar> bars) {
  private static final int MOST = 48;

  /// @param from where its bins begin, for people
  record Bar(double x, double y, double width, double height, String from, long rows) {}

  static Histo of(Histogram histogram, int width, int height) {
    List<Long> counts = histogram.counts();
    int each = Math.max(1, Math.ceilDiv(counts.size(), MOST));
    int number = Math.ceilDiv(counts.size(), each);
    long[] sums = new long[number];
    for (int i = 0; i < counts.size(); i++) {
      sums[i / each] += counts.get(i);
    }
    long most = Math.max(1, Arrays.stream(sums).max().orElse(1));
    double step = (double) width / Math.max(1, number);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      double tall = sums[i] == 0 ? 0 : Math.max(1.5, (double) height * sums[i] / most);
      double gap = Math.min(2, step * 0.15);
      bars.add(
          new Bar(i * step, height - tall, step - gap, tall, histogram.label(i * each), sums[i]));
    }
    return new Histo(width, height, bars);
  }
}
