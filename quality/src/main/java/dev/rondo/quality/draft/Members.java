package dev.rondo.quality.draft;

import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.ValueCount;
import dev.rondo.quality.profile.Values;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The values that a column of few values has, when most likely there are no others.
///
/// By I. J. Good and A. M. Turing ("The population frequencies of species and the estimation of
/// population parameters", 1953) the values that were not seen yet make up about as large a share
/// of rows as those that were seen once. So a set is taken for whole when [Wilson]'s bound of that
/// share is small: at most 1 % to tell of other values, and 0.1 % to refuse them. Numbers are a set
/// only when none was seen once, and when they do not rise from row to row. In several profiles,
/// the last must bring none that is new.
///
/// @param isSure whether other values may be refused
/// @param reason a whole sentence
record Members(List<String> values, boolean isSure, String reason) {
  private static final int MOST_TEXTS = 50;
  private static final int MOST_NUMBERS = 20;
  private static final int LONGEST = 200;
  private static final double SMALL = 0.01;
  private static final double SURE = 0.001;

  Members {
    values = List.copyOf(values);
  }

  /// Empty when the values are many, not all known, or likely not all.
  static Optional<Members> of(ColumnEvidence column, ColumnKind kind) {
    Values values = column.all().values();
    boolean isFew =
        kind == ColumnKind.STRING && values.distinct() <= MOST_TEXTS
            || kind == ColumnKind.INTEGER && values.distinct() <= MOST_NUMBERS;
    boolean isRising = kind == ColumnKind.INTEGER && column.isRising();
    if (!isFew
        || isRising
        || !values.complete()
        || !values.counted()
        || isLong(column)
        || bringsNew(column)) {
      return Optional.empty();
    }
    long once = values.top().stream().filter(value -> value.count() == 1).count();
    double unseen = Wilson.upper(once, column.present());
    boolean isWhole = unseen <= SMALL && (once == 0 || kind == ColumnKind.STRING);
    return isWhole
        ? Optional.of(
            new Members(sorted(values, kind), unseen <= SURE, reason(column, once, unseen)))
        : Optional.empty();
  }

  private static boolean isLong(ColumnEvidence column) {
    return column.all().text().filter(text -> text.longest() > LONGEST).isPresent();
  }

  private static boolean bringsNew(ColumnEvidence column) {
    List<ColumnProfile> filled = column.filled();
    if (filled.size() < 2) {
      return false;
    }
    Set<String> before = new HashSet<>();
    filled
        .subList(0, filled.size() - 1)
        .forEach(part -> part.values().top().forEach(value -> before.add(value.value())));
    return filled.getLast().values().top().stream()
        .anyMatch(value -> !before.contains(value.value()));
  }

  private static List<String> sorted(Values values, ColumnKind kind) {
    Comparator<String> order =
        kind == ColumnKind.STRING
            ? Comparator.naturalOrder()
            : Comparator.comparing(BigDecimal::new);
    return values.top().stream().map(ValueCount::value).sorted(order).toList();
  }

  private static String reason(ColumnEvidence column, long once, double unseen) {
    return "All %s values are of these %d, %s once; so values that were not seen make up at most %s (Good and Turing's estimate with Wilson's bound)."
        .formatted(
            Figures.count(column.present()),
            column.all().values().distinct(),
            once == 0 ? "none of them seen" : Figures.count(once) + " of them seen",
            Figures.percent(unseen));
  }

  /// A value in a contract.
  static JsonNode json(String value, ColumnKind kind) {
    return kind == ColumnKind.INTEGER
        ? Figures.json(new BigDecimal(value))
        : JsonNodeFactory.instance.stringNode(value);
  }
}
