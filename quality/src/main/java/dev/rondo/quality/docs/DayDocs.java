package dev.rondo.quality.docs;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// All checks of one day of the data's time. Rows that several checks judged are counted once.
///
/// @param states how many checks stand how
public record DayDocs(long read, long accepted, long quarantined, Map<State, Long> states) {
  public static final DayDocs NONE = new DayDocs(0, 0, 0, Map.of());

  public DayDocs {
    states =
        Map.copyOf(
            Objects.requireNonNull(
                states, "An older build wrote these pages; have them written in a new folder."));
  }

  static DayDocs of(BatchDocs batch) {
    Map<State, Long> one = Map.of(batch.state(), 1L);
    return batch.countedElsewhere()
        ? new DayDocs(0, 0, 0, one)
        : new DayDocs(batch.read(), batch.accepted(), batch.quarantined(), one);
  }

  /// Both days together.
  public DayDocs plus(DayDocs other) {
    return plus(other, 1);
  }

  /// What is left without checks that are among these.
  DayDocs minus(DayDocs other) {
    return plus(other, -1);
  }

  private DayDocs plus(DayDocs other, int sign) {
    Map<State, Long> all = new EnumMap<>(State.class);
    all.putAll(states);
    other.states.forEach((state, count) -> all.merge(state, sign * count, Long::sum));
    all.values().removeIf(count -> count == 0);
    return new DayDocs(
        read + sign * other.read,
        accepted + sign * other.accepted,
        quarantined + sign * other.quarantined,
        all);
  }

  public long checks() {
    return states.values().stream().mapToLong(count -> count).sum();
  }

  /// The worst of them all.
  public State worst() {
    return states.keySet().stream().max(Comparator.naturalOrder()).orElse(State.UNKNOWN);
  }
}
