package dev.rondo.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever guesses: after a few failed sign-ins under a key, such as a name, known or
/// not, the next one has to wait, each time twice as long. Thread-safe.
final class Attempts {
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 6;
  private static final int NAMES = 10_000;
  private static final int LONGEST_KEY = 300;

  private final InstantSource clock;
  private final int free;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > NAMES;
        }
      };

  /// @param refused those that were not looked at, since they came before the wait was over
  private record Failures(int count, Instant last, int refused) {
    Instant end(int free) {
      if (count < free) {
        return Instant.MIN;
      }
      long seconds = 1L << Math.min(count - free, DOUBLINGS);
      return last.plusSeconds(Math.min(seconds, LONGEST.toSeconds()));
    }
  }

  /// @param clock system time
  /// @param free how many failures are of no consequence
  Attempts(InstantSource clock, int free) {
    this.clock = clock;
    this.free = free;
  }

  /// Counts an attempt as one that failed until it is known how it ended, so that many at once are
  /// no more than many after each other.
  ///
  /// @return 0 when it may be looked at; while the key has to wait, how many came before their time
  synchronized int begin(String key) {
    Failures old = failures.getOrDefault(key(key), new Failures(0, Instant.MIN, 0));
    Instant now = clock.instant();
    boolean waits = now.isBefore(old.end(free));
    failures.put(
        key(key),
        waits
            ? new Failures(old.count, old.last, old.refused + 1)
            : new Failures(old.count + 1, now, old.refused));
    return waits ? old.refused + 1 : 0;
  }

  /// Takes an attempt back of which it was not found out how it would end.
  synchronized void undo(String key) {
    failures.computeIfPresent(
        key(key),
        (_, old) -> old.count > 1 ? new Failures(old.count - 1, old.last, old.refused) : null);
  }

  synchronized void succeeded(String key) {
    failures.remove(key(key));
  }

  /// What is too long to be meant takes no room.
  private static String key(String key) {
    return key.length() > LONGEST_KEY ? "" : key;
  }
}
