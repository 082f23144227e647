package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Columns that tell the target.
record LeakFinder(SourceColumn target, Source source, Sample sample) {
  private static final double STRONG = 0.98;
  private static final double NEARLY = 0.95;

  List<Leak> leaks(List<Relation> relations) {
    List<Leak> leaks = new ArrayList<>();
    relations.stream()
        .filter(relation -> relation.columns().contains(target.name()))
        .filter(this::tells)
        .forEach(relation -> leaks.add(leak(relation)));
    for (SourceColumn column : source.columns()) {
      boolean isKnown =
          leaks.stream().anyMatch(leak -> leak.columns().equals(List.of(column.name())));
      if (column != target && !isKnown) {
        compare(column, leaks);
      }
    }
    leaks.sort(Leak.BY_COLUMNS);
    return leaks;
  }

  /// That one is at most the other gives nothing away.
  private boolean tells(Relation relation) {
    return switch (relation.kind()) {
      case EQUAL, RATIO, SUM, PRODUCT -> true;
      case AT_MOST -> false;
      case DETERMINES -> relation.columns().getLast().equals(target.name());
    };
  }

  private Leak leak(Relation relation) {
    List<String> others =
        relation.columns().stream().filter(name -> !name.equals(target.name())).toList();
    return new Leak(others, relation.sentence());
  }

  private void compare(SourceColumn column, List<Leak> leaks) {
    Correlations pairs = new Correlations(sample, source.columns());
    double equal = equalShare(column);
    if (equal >= NEARLY) {
      leaks.add(leak(column, "equals %s on %.1f %% of the rows looked at", 100 * equal));
      return;
    }
    if (column.isNumber() && target.isNumber()) {
      double r = pairs.correlation(column, target).value();
      if (Math.abs(r) > STRONG) {
        leaks.add(leak(column, "correlates with %s by %.3f", r));
      }
    } else if (pairs.isCategory(column) && pairs.isCategory(target)) {
      double v = pairs.association(column, target).value();
      if (v > STRONG) {
        leaks.add(leak(column, "goes with %s by Cramer's V of %.3f", v));
      }
    }
  }

  private Leak leak(SourceColumn column, String reason, double figure) {
    return new Leak(
        List.of(column.name()), String.format(Locale.ROOT, reason, target.name(), figure));
  }

  private double equalShare(SourceColumn column) {
    SampleColumn here = sample.column(column);
    SampleColumn there = sample.column(target);
    if (there.distinct() < 2) {
      return 0;
    }
    int equal = 0;
    int both = 0;
    for (int i = 0; i < sample.rows(); i++) {
      int a = here.codes()[i];
      int b = there.codes()[i];
      if (a >= 0 && b >= 0) {
        both++;
        boolean isNumber = column.isNumber() && target.isNumber();
        boolean isSame =
            isNumber
                ? here.numbers()[i] == there.numbers()[i]
                : here.texts().get(a).equals(there.texts().get(b));
        equal += isSame ? 1 : 0;
      }
    }
    return both == 0 ? 0 : (double) equal / both;
  }
}
