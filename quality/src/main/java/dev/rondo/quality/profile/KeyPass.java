package dev.rondo.quality.profile;

import dev.rondo.quality.profile.Profile.Duplicates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Keys and duplicate rows. A column that rises strictly is a key without another look; others, and
/// pairs where no column is one, are candidates when they are unique in the sample.
record KeyPass(
    Source source, Sample sample, Aggregates aggregates, Map<SourceColumn, RowOrder> orders) {
  private static final int MOST_SINGLES = 12;
  private static final int MOST_PAIRS = 6;
  private static final int MOST_IN_PAIRS = 30;
  private static final int HASHED_AT_ONCE = 200;
  private static final Set<RowOrder> STRICT =
      Set.of(RowOrder.STRICTLY_INCREASING, RowOrder.STRICTLY_DECREASING);

  List<Key> keys() {
    if (sample.total() < 2) {
      return List.of();
    }
    List<Key> singles = singles();
    return singles.isEmpty() ? pairs() : singles;
  }

  /// Fractions may be unique by chance: no key.
  private boolean mayBeKey(SourceColumn column) {
    boolean isKind = column.family() != Family.FLOAT && column.family() != Family.OTHER;
    return isKind && aggregates.column(column).counts().nulls() == 0;
  }

  private List<Key> singles() {
    List<List<SourceColumn>> candidates =
        source.columns().stream()
            .filter(this::mayBeKey)
            .filter(column -> sample.column(column).distinct() == sample.rows())
            .map(List::of)
            .toList();
    List<List<SourceColumn>> sure =
        candidates.stream().filter(one -> STRICT.contains(orders.get(one.getFirst()))).toList();
    List<List<SourceColumn>> open =
        candidates.stream().filter(one -> !sure.contains(one)).limit(MOST_SINGLES).toList();
    Set<List<SourceColumn>> proven = new HashSet<>(sure);
    proven.addAll(verified(open));
    return candidates.stream().filter(proven::contains).map(KeyPass::key).toList();
  }

  private static Key key(List<SourceColumn> columns) {
    return new Key(columns.stream().map(SourceColumn::name).toList(), true);
  }

  private List<Key> pairs() {
    List<SourceColumn> columns =
        source.columns().stream()
            .filter(this::mayBeKey)
            .filter(column -> sample.column(column).distinct() > 1)
            .limit(MOST_IN_PAIRS)
            .toList();
    List<List<SourceColumn>> candidates = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      for (int k = i + 1; k < columns.size(); k++) {
        if (isUnique(columns.get(i), columns.get(k))) {
          candidates.add(List.of(columns.get(i), columns.get(k)));
        }
      }
    }
    candidates.sort(Comparator.comparingDouble(this::combinations));
    return verified(candidates.stream().limit(MOST_PAIRS).toList()).stream()
        .map(KeyPass::key)
        .toList();
  }

  private double combinations(List<SourceColumn> pair) {
    return pair.stream()
        .mapToDouble(column -> sample.column(column).distinct())
        .reduce(1, (a, b) -> a * b);
  }

  private boolean isUnique(SourceColumn left, SourceColumn right) {
    int[] a = sample.column(left).codes();
    int[] b = sample.column(right).codes();
    if (combinations(List.of(left, right)) < a.length) {
      return false;
    }
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < a.length; i++) {
      if (!seen.add((long) a[i] << 32 | b[i])) {
        return false;
      }
    }
    return true;
  }

  private List<List<SourceColumn>> verified(List<List<SourceColumn>> candidates) {
    FusedQuery query = source.fused();
    candidates.forEach(columns -> query.add("count(DISTINCT " + together(columns) + ")"));
    query.run();
    List<List<SourceColumn>> keys = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (query.number(i) == sample.total()) {
        keys.add(candidates.get(i));
      }
    }
    return keys;
  }

  private static String together(List<SourceColumn> columns) {
    return columns.size() == 1
        ? columns.getFirst().value()
        : columns.stream().map(SourceColumn::value).collect(Collectors.joining(", ", "row(", ")"));
  }

  /// Two rows count as equal when the 64 bits of their hashes are.
  Duplicates duplicates(List<Key> keys) {
    if (!keys.isEmpty() || sample.total() < 2) {
      return new Duplicates(0, true);
    }
    List<String> names = source.columns().stream().map(SourceColumn::quoted).toList();
    List<String> hashes = new ArrayList<>();
    for (int at = 0; at < names.size(); at += HASHED_AT_ONCE) {
      List<String> some = names.subList(at, Math.min(at + HASHED_AT_ONCE, names.size()));
      hashes.add("hash(" + String.join(", ", some) + ")");
    }
    String hash =
        hashes.size() == 1 ? hashes.getFirst() : "hash(" + String.join(", ", hashes) + ")";
    long distinct =
        source
            .session()
            .query(
                "SELECT count(*) FROM (SELECT 1 FROM %s GROUP BY %s)"
                    .formatted(source.from(), hash),
                row -> row.number(1))
            .getFirst();
    return new Duplicates(sample.total() - distinct, true);
  }
}
