package dev.rondo.web;

import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Histogram;
import dev.rondo.quality.profile.Numbers;
import dev.rondo.quality.profile.Spread;
import dev.rondo.quality.profile.ValueCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One column of a profile with its pictures.
///
/// @param box where the quantiles lie from 0 to 100, when it holds different numbers
/// @param top the most frequent values with their share of the rows that have one
record ColumnView(
    ColumnProfile column, Histo small, Histo large, Optional<List<Double>> box, List<Top> top) {
  private static final int TOP = 6;
  private static final double SELDOM = 0.01;

  /// @param share of the rows, from 0 to 1
  record Top(String value, long count, double share) {}

  static ColumnView of(ColumnProfile column) {
    double present = Math.max(1, column.counts().present());
    return new ColumnView(
        column,
        Histo.of(column.spread().histogram(), 110, 26),
        Histo.of(column.spread().histogram(), 420, 96),
        column
            .numbers()
            .flatMap(numbers -> box(column.spread().histogram(), numbers, column.spread().kind())),
        column.values().top().stream()
            .filter(_ -> isTelling(column))
            .limit(TOP)
            .map((ValueCount v) -> new Top(v.value(), v.count(), Math.min(1, v.count() / present)))
            .toList());
  }

  /// Values that each come seldom say nothing of the column.
  private static boolean isTelling(ColumnProfile column) {
    double least = Math.max(2, column.counts().present() * SELDOM);
    return column.values().top().stream().anyMatch(value -> value.count() >= least);
  }

  /// On the scale of the histogram.
  private static Optional<List<Double>> box(
      Histogram histogram, Numbers numbers, Spread.Kind kind) {
    double middle = kind == Spread.Kind.WHOLE && histogram.width() == 1 ? 0.5 : 0;
    double low = histogram.first() * histogram.width() - middle;
    double range = histogram.counts().size() * histogram.width();
    return numbers.min() < numbers.max() && range > 0
        ? Optional.of(
            numbers.quantiles().values().stream()
                .map(value -> Math.clamp(100 * (value - low) / range, 0, 100))
                .toList())
        : Optional.empty();
  }

  /// The least value, for people.
  String least() {
    return column
        .numbers()
        .map(numbers -> Format.number(numbers.min()))
        .orElse(column.spread().min());
  }

  String greatest() {
    return column
        .numbers()
        .map(numbers -> Format.number(numbers.max()))
        .orElse(column.spread().max());
  }

  /// What is worth a remark, as words in the language.
  List<String> remarks(Words words) {
    List<String> remarks = new ArrayList<>();
    var counts = column.counts();
    long distinct = column.values().distinct();
    boolean isExact = column.values().exact();
    if (isExact && distinct == counts.present() && distinct > 1) {
      remarks.add(words.say("unique"));
    }
    if (isExact && distinct == 1) {
      remarks.add(words.say("constant"));
    }
    switch (column.spread().order()) {
      case STRICTLY_INCREASING, INCREASING -> remarks.add(words.say("rising"));
      case STRICTLY_DECREASING, DECREASING -> remarks.add(words.say("falling"));
      case CONSTANT, NONE, UNKNOWN -> {}
    }
    counted(remarks, counts.empty(), counts.present(), words.say("empties"));
    counted(remarks, counts.notNumbers(), counts.present(), "NaN");
    counted(remarks, counts.infinite(), counts.present(), "∞");
    column
        .numbers()
        .ifPresent(numbers -> {
          counted(remarks, numbers.zeros(), counts.present(), words.say("zeros"));
          counted(remarks, numbers.negatives(), counts.present(), words.say("negatives"));
          counted(remarks, numbers.outliers().count(), counts.present(), words.say("outliers"));
        });
    column
        .time()
        .ifPresent(time -> {
          if (time.steps().gaps() > 0) {
            remarks.add(Format.count(time.steps().gaps()) + " " + words.say("gaps"));
          }
        });
    return remarks;
  }

  private static void counted(List<String> remarks, long count, long of, String what) {
    if (count > 0) {
      remarks.add(what + " " + Format.share(count, of));
    }
  }
}
