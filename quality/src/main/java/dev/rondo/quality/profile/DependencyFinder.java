package dev.rondo.quality.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which columns determine others: equal values of one have equal values of the other. Guessed on
/// the sample, then looked at on all rows with one query for each determining column.
record DependencyFinder(Source source, Sample sample) {
  private static final int MOST_COLUMNS = 40;
  private static final int MOST_QUERIES = 12;

  /// A value must come so often on average, or the dependency may be chance.
  private static final int FEWEST_ROWS_EACH = 5;

  List<Relation> find() {
    List<SourceColumn> columns =
        source.columns().stream().filter(this::isRepeated).limit(MOST_COLUMNS).toList();
    Map<SourceColumn, List<SourceColumn>> guesses = new LinkedHashMap<>();
    for (SourceColumn from : columns) {
      List<SourceColumn> to =
          columns.stream().filter(other -> other != from && determines(from, other)).toList();
      if (!to.isEmpty()) {
        guesses.put(from, to);
      }
    }
    List<Relation> found = new ArrayList<>();
    guesses.entrySet().stream()
        .limit(sample.isComplete() ? MOST_COLUMNS : MOST_QUERIES)
        .forEach(guess -> found.addAll(verified(guess.getKey(), guess.getValue())));
    return found;
  }

  private boolean isRepeated(SourceColumn column) {
    int distinct = sample.column(column).distinct();
    return column.family() != Family.OTHER
        && distinct > 1
        && (long) distinct * FEWEST_ROWS_EACH <= sample.rows();
  }

  /// NULL determines like a value, and is determined like one.
  boolean determines(SourceColumn from, SourceColumn to) {
    int[] a = sample.column(from).codes();
    int[] b = sample.column(to).codes();
    if (sample.column(from).distinct() + 1 < sample.column(to).distinct()) {
      return false;
    }
    int[] known = new int[sample.column(from).distinct() + 1];
    Arrays.fill(known, -2);
    for (int i = 0; i < a.length; i++) {
      int at = a[i] + 1;
      if (known[at] == -2) {
        known[at] = b[i];
      } else if (known[at] != b[i]) {
        return false;
      }
    }
    return true;
  }

  private List<Relation> verified(SourceColumn from, List<SourceColumn> to) {
    boolean[] holds = new boolean[to.size()];
    Arrays.fill(holds, true);
    if (!sample.isComplete() || from.isText() || to.stream().anyMatch(SourceColumn::isText)) {
      count(from, to, holds);
    }
    List<Relation> relations = new ArrayList<>();
    for (int i = 0; i < holds.length; i++) {
      if (holds[i]) {
        relations.add(Relation.of(Relation.Kind.DETERMINES, from.name(), to.get(i).name()));
      }
    }
    return relations;
  }

  private void count(SourceColumn from, List<SourceColumn> to, boolean[] holds) {
    List<String> tests =
        to.stream()
            .map(SourceColumn::quoted)
            .map("(min(%1$s) = max(%1$s) AND count(%1$s) = count(*) OR count(%1$s) = 0)"::formatted)
            .toList();
    String inner =
        IntStream.range(0, tests.size())
            .mapToObj(i -> tests.get(i) + " AS t" + i)
            .collect(Collectors.joining(", "));
    String outer =
        IntStream.range(0, tests.size())
            .mapToObj("count_if(NOT t%d)"::formatted)
            .collect(Collectors.joining(", "));
    source
        .session()
        .forEach(
            "SELECT %s FROM (SELECT %s FROM %s GROUP BY %s)"
                .formatted(outer, inner, source.from(), from.quoted()),
            row -> {
              for (int i = 0; i < holds.length; i++) {
                holds[i] = row.number(i + 1) == 0;
              }
            });
  }
}
