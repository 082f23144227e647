package dev.rondo.quality.draft;

import dev.rondo.kernel.Counted;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.profile.Profile;
import java.util.LongSummaryStatistics;
import tools.jackson.databind.node.ObjectNode;

/// How many rows a table has: between limits that lie as far beyond the least and the most rows as
/// these are apart, and at least three times as far as numbers of independent events differ by
/// chance (the square root, by Poisson's law).
record RowCountDrafter(Evidence evidence, ObjectNode object, Log log) {

  void draft() {
    if (evidence.all().rows() == 0) {
      log.note("There is no row; only the columns are known.");
      return;
    }
    LongSummaryStatistics rows =
        evidence.parts().stream().mapToLong(Profile::rows).summaryStatistics();
    if (rows.getMin() > 0) {
      add(
          "rows",
          Json.object().put("mustBeGreaterThan", 0),
          "A table without rows is most likely a failure; here the least has %s."
              .formatted(Counted.of(rows.getMin(), "row")));
    }
    if (evidence.hasEnoughParts()) {
      usual(rows);
    } else {
      log.note("How many rows are usual, and how fresh they are, takes three profiles or more.");
    }
  }

  /// The least and the most rows that are usual.
  static long[] limits(LongSummaryStatistics rows) {
    long chance = (long) Math.ceil(3 * Math.sqrt(rows.getAverage()));
    long room = Math.max(rows.getMax() - rows.getMin(), chance);
    return new long[] {Math.max(0, rows.getMin() - room), rows.getMax() + room};
  }

  /// The standard's "between" leaves both ends out.
  static ObjectNode between(long[] limits) {
    ObjectNode rule = Json.object();
    rule.putArray("mustBeBetween").add(limits[0] - 1).add(limits[1] + 1);
    return rule;
  }

  static String reason(LongSummaryStatistics rows) {
    return "%d profiles have %s to %s rows; the limits leave as much room again, and at least three times what chance makes."
        .formatted(rows.getCount(), Figures.count(rows.getMin()), Figures.count(rows.getMax()));
  }

  private void usual(LongSummaryStatistics rows) {
    ObjectNode rule = between(limits(rows));
    rule.put("severity", "warning");
    add("usual-rows", rule, reason(rows));
  }

  private void add(String id, ObjectNode rule, String reason) {
    rule.put("id", id).put("metric", "rowCount");
    Reasons.put(rule, reason);
    object.withArray("quality").add(rule);
    log.rule(id, reason);
  }
}
