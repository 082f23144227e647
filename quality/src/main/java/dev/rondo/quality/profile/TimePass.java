package dev.rondo.quality.profile;

import dev.rondo.quality.profile.TimeCoverage.Gap;
import dev.rondo.quality.profile.TimeCoverage.Steps;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The steps between the distinct times of a column, from one sort of them.
record TimePass(Source source) {
  private static final double GAP = 1.5;
  private static final double REGULAR = 0.5;

  /// How often a step occurs, where first, of all steps, and how many are longer than the most
  /// frequent.
  private record Step(double seconds, long count, double from, long all, long longer) {}

  Steps steps(SourceColumn column) {
    List<Step> steps = new ArrayList<>();
    source
        .session()
        .forEach(
            """
            WITH steps AS (
              SELECT epoch(x) - epoch(p) AS d, count(*) AS c, epoch(min(p)) AS since
              FROM (SELECT x, lag(x) OVER (ORDER BY x) AS p FROM
                (SELECT DISTINCT %s AS x FROM %s) WHERE x IS NOT NULL)
              WHERE p IS NOT NULL GROUP BY 1),
            ranked AS (
              SELECT d, c, since, sum(c) OVER () AS n,
                row_number() OVER (ORDER BY c DESC, d) AS frequent,
                row_number() OVER (ORDER BY d DESC) AS long
              FROM steps)
            SELECT d, c, since, CAST(n AS BIGINT),
              (SELECT coalesce(CAST(sum(c) AS BIGINT), 0) FROM ranked WHERE d > %s *
                (SELECT d FROM ranked WHERE frequent = 1))
            FROM ranked WHERE frequent = 1 OR long <= %d ORDER BY frequent
            """
                .formatted(column.value(), source.from(), GAP, TimeCoverage.MOST_GAPS),
            row ->
                steps.add(
                    new Step(
                        row.real(1), row.number(2), row.real(3), row.number(4), row.number(5))));
    return steps.isEmpty() ? Steps.NONE : steps(column, steps);
  }

  private static Steps steps(SourceColumn column, List<Step> steps) {
    Step typical = steps.getFirst();
    double share = (double) typical.count() / typical.all();
    boolean isRegular = share >= REGULAR;
    List<Gap> longest =
        steps.stream()
            .filter(step -> isRegular && step.seconds() > GAP * typical.seconds())
            .map(step -> gap(column, step))
            .sorted(Gap.LONGEST_FIRST)
            .limit(TimeCoverage.MOST_GAPS)
            .toList();
    return new Steps(
        typical.seconds(), share, typical.all(), isRegular ? typical.longer() : 0, true, longest);
  }

  private static Gap gap(SourceColumn column, Step step) {
    return new Gap(
        text(column, step.from()), text(column, step.from() + step.seconds()), step.seconds());
  }

  private static String text(SourceColumn column, double epochSeconds) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond((long) Math.floor(epochSeconds), 0, ZoneOffset.UTC);
    return column.isDate() ? time.toLocalDate().toString() : time.toString().replace('T', ' ');
  }
}
