package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.Measured;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;

/// What comes back: so many values after, or on the same weekday, or at the same hour of the day in
/// UTC. A value is compared with those of the same phase in earlier seasons, each less the median
/// of the season just before it, so that a slow trend and a new level do not count.
///
/// That is the decomposition of a series into level, season and rest with medians for means, which
/// outliers do not move: running medians after Tukey, "Exploratory Data Analysis" (1977), as in the
/// seasonal test of Vallis, Hochenbaum and Kejariwal, "A Novel Technique for Long-Term Anomaly
/// Detection in the Cloud" (2014).
sealed interface Season {

  /// The earlier values in the form in which they are compared.
  ///
  /// @param level what was taken off the value that is judged; NaN when it is not known yet
  /// @param values what is compared with it, oldest first
  record Compared(double level, double[] values) {}

  Compared compare(List<Measured> history, EventTime now);

  /// So many values.
  record Steps(int length) implements Season {
    @Override
    public Compared compare(List<Measured> history, EventTime now) {
      List<Double> values = new ArrayList<>();
      int n = history.size();
      for (int i = n % length + length; i < n; i += length) {
        values.add(history.get(i).value() - level(history, i));
      }
      return new Compared(n < length ? Double.NaN : level(history, n), array(values));
    }

    private double level(List<Measured> history, int end) {
      return median(history.subList(end - length, end));
    }
  }

  /// By the calendar.
  ///
  /// @param phase the same in every season
  record Calendar(Duration length, ToIntFunction<EventTime> phase) implements Season {
    @Override
    public Compared compare(List<Measured> history, EventTime now) {
      List<Double> values = new ArrayList<>();
      int begin = 0;
      for (int i = 0; i < history.size(); i++) {
        EventTime at = history.get(i).at();
        begin = beginOfSeason(history, begin, at);
        if (begin < i && isWhole(history, at) && phase.applyAsInt(at) == phase.applyAsInt(now)) {
          values.add(history.get(i).value() - median(history.subList(begin, i)));
        }
      }
      begin = beginOfSeason(history, begin, now);
      boolean isKnown = begin < history.size() && isWhole(history, now);
      double level = isKnown ? median(history.subList(begin, history.size())) : Double.NaN;
      return new Compared(level, array(values));
    }

    private int beginOfSeason(List<Measured> history, int from, EventTime end) {
      int begin = from;
      while (begin < history.size() && history.get(begin).at().isBefore(end.minus(length))) {
        begin++;
      }
      return begin;
    }

    /// Whether a whole season lies before.
    private boolean isWhole(List<Measured> history, EventTime end) {
      return !history.isEmpty() && !end.minus(length).isBefore(history.getFirst().at());
    }
  }

  private static double median(List<Measured> values) {
    return Usual.median(values.stream().mapToDouble(Measured::value).toArray());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// Reads `7`, `day_of_week` or `hour_of_day`; empty for anything else.
  static Optional<Season> of(JsonNode given) {
    if (given.isIntegralNumber() && given.canConvertToInt() && given.intValue() > 1) {
      return Optional.of(new Steps(given.intValue()));
    }
    return switch (given.asString("")) {
      case "day_of_week" ->
          Optional.of(
              new Calendar(Duration.ofDays(7), time -> time.day().getDayOfWeek().getValue()));
      case "hour_of_day" ->
          Optional.of(
              new Calendar(
                  Duration.ofDays(1), time -> time.value().atOffset(ZoneOffset.UTC).getHour()));
      default -> Optional.empty();
    };
  }
}
