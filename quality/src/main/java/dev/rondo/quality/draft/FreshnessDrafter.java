package dev.rondo.quality.draft;

import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.TimeCoverage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// How old the newest time of a table may be: twice as long as the newest times of its parts lie
/// apart in the median, so that one part may be late.
record FreshnessDrafter(Evidence evidence, String object, ObjectNode root, Log log) {
  private static final double MOST_BACK = 0.25;
  private static final double DAY = 86_400;

  void draft() {
    if (!evidence.hasEnoughParts()) {
      return;
    }
    for (ColumnEvidence column : evidence.columns()) {
      Optional<Double> step = column.name().contains(".") ? Optional.empty() : step(column);
      if (step.isPresent()) {
        add(column.name(), step.get());
        return;
      }
    }
    log.note("No column's times move on from profile to profile; nothing is said of freshness.");
  }

  /// The seconds between the ends of one part and the next; empty when they do not move on.
  private static Optional<Double> step(ColumnEvidence column) {
    List<Double> ends =
        column.parts().stream()
            .map(ColumnProfile::time)
            .flatMap(Optional::stream)
            .map(TimeCoverage::lastSeconds)
            .toList();
    if (ends.size() < Evidence.ENOUGH_PARTS || ends.size() < column.parts().size()) {
      return Optional.empty();
    }
    List<Double> steps =
        IntStream.range(1, ends.size())
            .mapToObj(i -> ends.get(i) - ends.get(i - 1))
            .sorted()
            .toList();
    long back = steps.stream().filter(step -> step <= 0).count();
    double median = steps.get(steps.size() / 2);
    return back <= MOST_BACK * steps.size() && median >= 60
        ? Optional.of(median)
        : Optional.empty();
  }

  private void add(String column, double seconds) {
    Map.Entry<Long, String> usual = span(seconds);
    Map.Entry<Long, String> most = span(2 * seconds);
    String reason =
        "The newest '%s' of a profile lies %d %s after that of the one before, in the median of %d; twice as much leaves room for one that is late."
            .formatted(column, usual.getKey(), usual.getValue(), evidence.parts().size());
    ObjectNode level = root.putArray("slaProperties").addObject();
    level.put("property", "freshness").put("value", most.getKey()).put("unit", most.getValue());
    level.put("element", object + "." + column);
    Reasons.put(level, reason);
    log.rule("freshness", reason);
  }

  /// In the largest unit that two fit into, rounded up.
  private static Map.Entry<Long, String> span(double seconds) {
    if (seconds >= 2 * DAY) {
      return Map.entry((long) Math.ceil(seconds / DAY), "d");
    } else if (seconds >= 2 * 3600) {
      return Map.entry((long) Math.ceil(seconds / 3600), "h");
    }
    return Map.entry((long) Math.ceil(seconds / 60), "min");
  }
}
