package dev.rondo.quality.draft;

import dev.rondo.kernel.Counted;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Key;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells keys from columns that have no value twice by chance.
///
/// Of n values that fall freely among m possible ones, all differ with a chance of about exp(-n (n
/// -
///   1) / 2m): the birthday problem. Where that chance is small, or the column is called a key,
///      differing is meant.
///
/// @param all the evidence of the table
record KeyDrafter(Evidence all, Map<String, ColumnKind> kinds, Log log) {
  private static final double CHANCE = 0.01;
  private static final int FEWEST = 30;
  private static final Pattern NAME =
      Pattern.compile("(^|_)(id|key|uuid|guid|code|number|no|nr|instant|index|isbn|sku)(_|$)");

  /// A key and why it is one.
  record Found(List<String> columns, String reason) {}

  List<Found> keys() {
    return all.all().keys().stream()
        .filter(key -> kinds.keySet().containsAll(key.columns()))
        .flatMap(key -> found(key).stream())
        .toList();
  }

  private Optional<Found> found(Key key) {
    String names = Figures.names(key.columns());
    if (all.all().rows() < FEWEST) {
      log.note("No two of %s share %s; that is too few rows to tell a key.", rows(), names);
      return Optional.empty();
    }
    if (all.parts().size() > 1 && !areApart(key)) {
      log.note(
          "Within each profile no two rows share %s; whether rows of two profiles do was not looked at, so that it is no key yet.",
          names);
      return Optional.empty();
    }
    double chance = chance(key);
    boolean isNamed = key.columns().size() == 1 && isNamed(key.columns().getFirst());
    if (chance > CHANCE && !isNamed) {
      log.note(
          "No two of %s share %s, which may be chance; say 'unique' if it is meant.",
          rows(), names);
      return Optional.empty();
    }
    String why =
        chance <= CHANCE
            ? "by chance alone that is less likely than %s".formatted(Figures.percent(CHANCE))
            : "and its name is that of a key";
    return Optional.of(
        new Found(
            key.columns(),
            "No two of %s share %s; %s."
                .formatted(rows(), key.columns().size() == 1 ? "a value" : names, why)));
  }

  private String rows() {
    return Counted.of(all.all().rows(), "row");
  }

  private boolean areApart(Key key) {
    return key.columns().stream()
        .flatMap(name -> all.all().column(name).stream())
        .anyMatch(column -> all.column(column).areApart());
  }

  private boolean isNamed(String column) {
    boolean isUuid =
        all.all().column(column).filter(one -> one.type().logical().equals("uuid")).isPresent();
    String words = column.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    return isUuid || NAME.matcher(words.replaceAll("[^a-z0-9]+", "_")).find();
  }

  private double chance(Key key) {
    double possible = 1;
    for (String name : key.columns()) {
      possible *= all.all().column(name).map(column -> possible(column, key)).orElse(1.0);
    }
    double rows = all.all().rows();
    return Math.exp(-rows * (rows - 1) / 2 / possible);
  }

  /// How many values a column may have: whole numbers and dates as many as between its ends,
  /// seconds of times, and any number of texts. Of a key of several columns, as many as were seen.
  private double possible(ColumnProfile column, Key key) {
    if (key.columns().size() > 1) {
      return Math.max(1, column.values().distinct());
    }
    Optional<BigDecimal> least = ColumnEvidence.least(column);
    Optional<BigDecimal> most = ColumnEvidence.most(column);
    ColumnKind kind = kinds.getOrDefault(column.name(), ColumnKind.STRING);
    if (kind == ColumnKind.INTEGER && least.isPresent() && most.isPresent()) {
      return most.get().subtract(least.get()).doubleValue() + 1;
    }
    double unit = kind == ColumnKind.DATE ? 86_400 : 1;
    return column
        .time()
        .map(time -> (time.lastSeconds() - time.firstSeconds()) / unit + 1)
        .orElse(Double.POSITIVE_INFINITY);
  }
}
