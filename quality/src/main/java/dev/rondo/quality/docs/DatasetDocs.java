package dev.rondo.quality.docs;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.Rule;
import dev.rondo.quality.RuleResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A data set with its contract, its rules, and how it kept them. A file can hold it; its size does
/// not grow with the number of checks, but for a line a day.
///
/// @param rules in the order of their contract or suite
/// @param batches the newest checks, newest first
/// @param days every check, by day of the data's time
/// @param hidden the columns whose values are masked
public record DatasetDocs(
    String name,
    Optional<Agreement> contract,
    List<RuleDocs> rules,
    List<BatchDocs> batches,
    SortedMap<String, DayDocs> days,
    LineageDocs lineage,
    Set<String> hidden) {
  /// How many checks are kept in full view.
  public static final int SHOWN = 60;

  public DatasetDocs {
    rules = List.copyOf(rules);
    batches = List.copyOf(batches);
    days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    hidden = Collections.unmodifiableSortedSet(new TreeSet<>(hidden));
  }

  /// A data set that nothing is known of yet.
  public static DatasetDocs of(String name) {
    return new DatasetDocs(
        name, Optional.empty(), List.of(), List.of(), new TreeMap<>(), LineageDocs.NONE, Set.of());
  }

  /// The same with one more check, in its place by the data's time, instead of the one of its id if
  /// that is among the newest. One that is older has to be taken [#without].
  public DatasetDocs plus(QualityRecord kept) {
    return batches.stream()
        .filter(batch -> batch.id().equals(kept.id()))
        .findFirst()
        .map(this::without)
        .orElse(this)
        .plusNew(kept);
  }

  private DatasetDocs plusNew(QualityRecord kept) {
    BatchDocs batch = BatchDocs.of(kept);
    SortedMap<String, DayDocs> all = new TreeMap<>(days);
    all.merge(day(batch.eventTime()), DayDocs.of(batch), DayDocs::plus);
    List<BatchDocs> shown = new ArrayList<>(batches);
    shown.add(batch);
    shown.sort(BatchDocs.NEWEST_FIRST);
    List<BatchDocs> newest = shown.stream().limit(SHOWN).toList();
    List<RuleDocs> judged = newest.contains(batch) ? plus(batch, kept) : rules;
    Set<String> ids = newest.stream().map(BatchDocs::id).collect(Collectors.toSet());
    return new DatasetDocs(
        name,
        contract,
        shown.size() == newest.size()
            ? judged
            : judged.stream().map(rule -> rule.within(ids)).toList(),
        newest,
        all,
        lineage,
        hidden);
  }

  /// The same without a check that was added before, however old.
  public DatasetDocs without(BatchDocs added) {
    SortedMap<String, DayDocs> all = new TreeMap<>(days);
    all.computeIfPresent(day(added.eventTime()), (_, day) -> day.minus(DayDocs.of(added)));
    all.values().removeIf(day -> day.checks() == 0);
    return new DatasetDocs(
        name,
        contract,
        rules.stream().map(rule -> rule.without(added.id())).toList(),
        batches.stream().filter(batch -> !batch.id().equals(added.id())).toList(),
        all,
        lineage,
        hidden);
  }

  private static String day(EventTime time) {
    return time.day().toString();
  }

  /// The rules of the newest check of a judge are its rules.
  private List<RuleDocs> plus(BatchDocs batch, QualityRecord kept) {
    Set<String> newer =
        batches.stream()
            .filter(batch::isLike)
            .filter(other -> BatchDocs.NEWEST_FIRST.compare(other, batch) < 0)
            .map(BatchDocs::id)
            .collect(Collectors.toSet());
    Map<String, RuleDocs> known = new HashMap<>();
    rules.stream().filter(rule -> rule.isOf(batch)).forEach(rule -> known.put(rule.id(), rule));
    List<RuleDocs> judged = new ArrayList<>();
    for (RuleResult result : kept.result().concealed(hidden).rules()) {
      RuleDocs rule = known.remove(result.rule());
      if (rule != null || newer.isEmpty()) {
        judged.add(
            (rule == null ? RuleDocs.unchecked(batch, result) : rule)
                .plus(batch, result, place(rule, newer)));
      }
    }
    if (!newer.isEmpty()) {
      judged.addAll(known.values().stream().sorted(Comparator.comparing(RuleDocs::id)).toList());
    }
    return joined(batch, judged);
  }

  private static int place(@Nullable RuleDocs rule, Set<String> newer) {
    return rule == null
        ? 0
        : (int) rule.history().stream().filter(point -> newer.contains(point.result())).count();
  }

  /// The judge's rules stay where they stood, new judges come last.
  private List<RuleDocs> joined(BatchDocs batch, List<RuleDocs> judged) {
    List<RuleDocs> all = new ArrayList<>();
    boolean isThere = false;
    for (RuleDocs rule : rules) {
      if (!rule.isOf(batch)) {
        all.add(rule);
      } else if (!isThere) {
        all.addAll(judged);
        isThere = true;
      }
    }
    if (!isThere) {
      all.addAll(judged);
    }
    return all;
  }

  /// The same under a contract: rules that were not checked yet stand there too.
  public DatasetDocs with(Contract other) {
    HandOver handOver =
        rules.stream()
            .filter(rule -> rule.judge().equals(other.id()))
            .map(RuleDocs::handOver)
            .findFirst()
            .orElse(HandOver.INGEST);
    List<RuleDocs> all = new ArrayList<>();
    Map<String, RuleDocs> known = new HashMap<>();
    for (RuleDocs rule : rules) {
      if (rule.judge().equals(other.id()) && rule.handOver() == handOver) {
        known.put(rule.id(), rule);
      } else {
        all.add(rule);
      }
    }
    List<RuleDocs> own = new ArrayList<>();
    for (Rule rule : other.rules()) {
      RuleDocs docs = known.get(rule.id());
      own.add(docs == null ? RuleDocs.unchecked(handOver, other.id(), rule) : docs.as(rule));
    }
    all.addAll(0, own);
    Agreement agreement = Agreement.of(other);
    return new DatasetDocs(name, Optional.of(agreement), all, batches, days, lineage, hidden)
        .masking(agreement.hidden());
  }

  public DatasetDocs with(LineageDocs other) {
    return new DatasetDocs(name, contract, rules, batches, days, other, hidden);
  }

  /// The same with the days of all checks, also of those that were not added here.
  public DatasetDocs with(SortedMap<String, DayDocs> all) {
    return new DatasetDocs(name, contract, rules, batches, all, lineage, hidden);
  }

  /// The same with more columns whose values are masked, from now on and in what is known.
  public DatasetDocs masking(Set<String> columns) {
    Set<String> all = new HashSet<>(hidden);
    all.addAll(columns);
    return new DatasetDocs(
        name,
        contract,
        rules.stream().map(rule -> rule.concealed(all)).toList(),
        batches,
        days,
        lineage,
        all);
  }

  /// All checks together.
  public DayDocs total() {
    return days.values().stream().reduce(DayDocs.NONE, DayDocs::plus);
  }

  public Optional<BatchDocs> newest() {
    return batches.stream().findFirst();
  }

  /// The newest check of each judge at each hand-over, newest first.
  public List<BatchDocs> newestOfEach() {
    List<BatchDocs> newest = new ArrayList<>();
    for (BatchDocs batch : batches) {
      if (newest.stream().noneMatch(batch::isLike)) {
        newest.add(batch);
      }
    }
    return newest;
  }

  /// The worst of the newest checks.
  public State state() {
    return newestOfEach().stream()
        .map(BatchDocs::state)
        .max(Comparator.naturalOrder())
        .orElse(State.UNKNOWN);
  }

  /// The rules that people should look at, the worst first.
  public List<RuleDocs> broken() {
    return rules.stream()
        .filter(rule -> rule.state().isBroken())
        .sorted(Comparator.comparing(RuleDocs::state).reversed())
        .toList();
  }
}
