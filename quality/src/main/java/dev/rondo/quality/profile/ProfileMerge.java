package dev.rondo.quality.profile;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.profile.Profile.Duplicates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Puts the profiles of two partitions together.
record ProfileMerge(Profile left, Profile right) {
  static final Comparator<Correlation> STRONGEST_CORRELATION =
      Comparator.comparingDouble((Correlation c) -> -Math.abs(c.value()))
          .thenComparing(Correlation::left)
          .thenComparing(Correlation::right);
  static final Comparator<Association> STRONGEST_ASSOCIATION =
      Comparator.comparingDouble((Association a) -> -a.value())
          .thenComparing(Association::left)
          .thenComparing(Association::right);

  Profile merged() {
    requireSameColumns();
    return new Profile(
        left.rows() + right.rows(),
        left.sampled() + right.sampled(),
        duplicates(),
        columns(),
        keys(),
        correlations(),
        associations(),
        relations(),
        leaks(),
        notes());
  }

  private void requireSameColumns() {
    List<String> here = names(left);
    List<String> there = names(right);
    if (!here.equals(there)) {
      List<String> differing = new ArrayList<>(here);
      differing.removeAll(there);
      there.stream().filter(name -> !here.contains(name)).forEach(differing::add);
      throw Problem.invalid(
          "Profiles of different columns cannot be merged: '%s' and '%s' are not the same%s.",
          shorten(here),
          shorten(there),
          differing.isEmpty() ? " order" : "; only one side has " + shorten(differing));
    }
  }

  private static String shorten(List<String> names) {
    return names.stream().limit(10).collect(Collectors.joining(", "))
        + (names.size() > 10 ? ", ..." : "");
  }

  private static List<String> names(Profile profile) {
    return profile.columns().stream().map(ColumnProfile::name).toList();
  }

  private List<ColumnProfile> columns() {
    return IntStream.range(0, left.columns().size())
        .mapToObj(i -> left.columns().get(i).merge(right.columns().get(i)))
        .toList();
  }

  private Duplicates duplicates() {
    if (left.rows() == 0 || right.rows() == 0) {
      return left.rows() == 0 ? right.duplicates() : left.duplicates();
    }
    return new Duplicates(left.duplicates().rows() + right.duplicates().rows(), false);
  }

  private List<Key> keys() {
    if (left.rows() == 0 || right.rows() == 0) {
      return left.rows() == 0 ? right.keys() : left.keys();
    }
    Set<List<String>> there = right.keys().stream().map(Key::columns).collect(Collectors.toSet());
    return left.keys().stream()
        .map(Key::columns)
        .filter(there::contains)
        .map(columns -> new Key(columns, false))
        .sorted(Comparator.comparing(key -> String.join("\0", key.columns())))
        .toList();
  }

  private List<Correlation> correlations() {
    return merge(
            left.correlations(),
            right.correlations(),
            c -> List.of(c.left(), c.right()),
            Correlation::merge)
        .sorted(STRONGEST_CORRELATION)
        .toList();
  }

  private List<Association> associations() {
    return merge(
            left.associations(),
            right.associations(),
            a -> List.of(a.left(), a.right()),
            Association::merge)
        .sorted(STRONGEST_ASSOCIATION)
        .toList();
  }

  /// A pair that only one side has found worth telling is not told of both.
  private <T> Stream<T> merge(
      List<T> here, List<T> there, Function<T, List<String>> pair, BinaryOperator<T> merge) {
    if (left.rows() == 0 || right.rows() == 0) {
      return (left.rows() == 0 ? there : here).stream();
    }
    Map<List<String>, T> others = new HashMap<>();
    there.forEach(one -> others.put(pair.apply(one), one));
    return here.stream()
        .map(one ->
            Optional.ofNullable(others.get(pair.apply(one)))
                .map(other -> merge.apply(one, other))
                .orElse(null))
        .filter(Objects::nonNull);
  }

  /// What holds on every row of both holds on every row. That a column determines another needs
  /// both together.
  private List<Relation> relations() {
    if (left.rows() == 0 || right.rows() == 0) {
      return left.rows() == 0 ? right.relations() : left.relations();
    }
    return left.relations().stream()
        .filter(relation -> relation.kind() != Relation.Kind.DETERMINES)
        .filter(right.relations()::contains)
        .sorted(Relation.BY_KIND)
        .toList();
  }

  private List<Leak> leaks() {
    return Stream.concat(left.leaks().stream(), right.leaks().stream())
        .distinct()
        .sorted(Leak.BY_COLUMNS)
        .toList();
  }

  private List<String> notes() {
    return Stream.concat(left.notes().stream(), right.notes().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
