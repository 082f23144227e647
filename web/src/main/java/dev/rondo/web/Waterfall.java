package dev.rondo.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The steps of a trace, each below the one that it is part of, with when it was done.
///
/// @param nanos from the first start to the last end
record Waterfall(List<Step> steps, long nanos) {
  /// How many steps stand on a page.
  static final int PAGE = 500;

  /// @param depth how deep it is nested
  record Step(SpanView span, int depth, Lane lane) {}

  static Waterfall of(List<SpanView> spans) {
    long first = spans.stream().mapToLong(SpanView::from).min().orElse(0);
    long nanos = spans.stream().mapToLong(SpanView::to).max().orElse(0) - first;
    Map<String, List<SpanView>> within = new HashMap<>();
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.id()));
    for (SpanView span : spans) {
      String above = ids.contains(span.parent()) ? span.parent() : "";
      within.computeIfAbsent(above, _ -> new ArrayList<>()).add(span);
    }
    within.values().forEach(some -> some.sort(Comparator.comparingLong(SpanView::from)));
    return new Waterfall(steps(spans, within, first, nanos), nanos);
  }

  private record Visit(SpanView span, int depth) {}

  /// What is part of itself, as nothing should be, comes last.
  private static List<Step> steps(
      List<SpanView> spans, Map<String, List<SpanView>> within, long first, long nanos) {
    List<Step> steps = new ArrayList<>();
    Set<SpanView> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Visit> ahead = new ArrayDeque<>();
    spans.reversed().forEach(span -> ahead.push(new Visit(span, 0)));
    within.getOrDefault("", List.of()).reversed().forEach(span -> ahead.push(new Visit(span, 0)));
    while (!ahead.isEmpty()) {
      Visit next = ahead.pop();
      SpanView span = next.span();
      if (seen.add(span)) {
        steps.add(new Step(span, next.depth(), Lane.of(span.from() - first, span.nanos(), nanos)));
        within
            .getOrDefault(span.id(), List.of())
            .reversed()
            .forEach(part -> ahead.push(new Visit(part, next.depth() + 1)));
      }
    }
    return steps;
  }

  /// How many steps stand before the page that a step is on.
  int pageOf(Step step) {
    return steps.indexOf(step) / PAGE * PAGE;
  }

  /// The step of an id; without one, the innermost that failed first, else the first.
  Optional<Step> find(Optional<String> id) {
    if (id.isPresent()) {
      return steps.stream().filter(step -> step.span().id().equals(id.get())).findFirst();
    }
    Set<String> aboveFailed = new HashSet<>();
    steps.stream()
        .filter(step -> step.span().isFailed())
        .forEach(step -> aboveFailed.add(step.span().parent()));
    return steps.stream()
        .filter(step -> step.span().isFailed() && !aboveFailed.contains(step.span().id()))
        .findFirst()
        .or(() -> steps.stream().findFirst());
  }
}
