package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is worth a remark about a column, in a few words each.
final class ColumnNotes {
  private static final int LONGEST_VALUE = 24;
  private static final double MANY = 0.01;

  private final ColumnProfile column;
  private final List<String> notes = new ArrayList<>();

  private ColumnNotes(ColumnProfile column) {
    this.column = column;
  }

  static List<String> of(ColumnProfile column) {
    ColumnNotes notes = new ColumnNotes(column);
    notes.values();
    notes.order();
    notes.counts();
    notes.numbers();
    notes.text();
    notes.time();
    return notes.notes;
  }

  private void add(boolean isSo, String format, Object... arguments) {
    if (isSo) {
      notes.add(format.formatted(arguments));
    }
  }

  private void values() {
    Values values = column.values();
    long present = column.counts().present();
    column
        .personal()
        .ifPresent(personal ->
            notes.add(personal.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    add(present == 0 && column.counts().rows() > 0, "no value at all");
    add(values.distinct() == 1 && values.exact(), "one value");
    boolean isUnique = values.exact() && values.distinct() == present && present > 1;
    add(isUnique, "unique");
    if (!isUnique && values.distinct() > 1 && !values.top().isEmpty()) {
      ValueCount most = values.top().getFirst();
      add(
          most.count() >= present * 0.2 || column.type().logical().equals("text"),
          "%s %s",
          ProfileText.cut(most.value(), LONGEST_VALUE),
          ProfileText.percent((double) most.count() / present));
    }
  }

  private void order() {
    switch (column.spread().order()) {
      case STRICTLY_INCREASING -> notes.add("rises");
      case INCREASING -> notes.add("never falls");
      case STRICTLY_DECREASING -> notes.add("falls");
      case DECREASING -> notes.add("never rises");
      case CONSTANT, NONE, UNKNOWN -> {}
    }
  }

  private void counts() {
    ColumnProfile.Counts counts = column.counts();
    add(counts.empty() > 0, "%d empty", counts.empty());
    add(counts.notNumbers() > 0, "%d NaN", counts.notNumbers());
    add(counts.infinite() > 0, "%d infinite", counts.infinite());
    add(
        column.type().share() < 1,
        "%s not %s",
        ProfileText.percent(1 - column.type().share()),
        column.type().logical());
  }

  private void numbers() {
    column
        .numbers()
        .ifPresent(numbers -> {
          double finite = Math.max(1, numbers.moments().count());
          add(
              numbers.min() < numbers.max(),
              "mean %s",
              ProfileText.number(numbers.moments().mean()));
          add(
              numbers.zeros() >= finite / 2,
              "zeros %s",
              ProfileText.percent(numbers.zeros() / finite));
          add(
              numbers.negatives() > 0,
              "negative %s",
              ProfileText.percent(numbers.negatives() / finite));
          add(
              numbers.outliers().count() >= finite * MANY,
              "outliers %s",
              ProfileText.percent(numbers.outliers().count() / finite));
        });
  }

  private void text() {
    column
        .text()
        .ifPresent(text -> {
          boolean isOne = text.shortest() == text.longest();
          add(isOne && text.longest() > 1, "length %d", text.longest());
          add(!isOne, "length %d to %d", text.shortest(), text.longest());
          text.patterns().stream()
              .filter(pattern -> pattern.share() >= 0.9)
              .findFirst()
              .ifPresent(
                  pattern -> notes.add("like " + ProfileText.cut(pattern.shape(), LONGEST_VALUE)));
        });
  }

  private void time() {
    column
        .time()
        .ifPresent(time -> {
          TimeCoverage.Steps steps = time.steps();
          add(steps.typicalShare() >= 0.5, "every %s", duration(steps.typicalSeconds()));
          add(steps.gaps() > 0, "%d gaps", steps.gaps());
        });
  }

  static String duration(double seconds) {
    if (seconds % 86_400 == 0) {
      return ProfileText.number(seconds / 86_400) + " d";
    } else if (seconds % 3600 == 0) {
      return ProfileText.number(seconds / 3600) + " h";
    }
    return seconds % 60 == 0
        ? ProfileText.number(seconds / 60) + " min"
        : ProfileText.number(seconds) + " s";
  }
}
