package dev.rondo.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever guesses: after a few failed sign-ins under a key, such as a name, known or
/// not, the next one has to wait, each time twice as long. Thread-safe.
final class Attempts {
  private static final int DOUBLINGS = 6;
  private static final int NAMES = 10_000;
  private static final int LONGEST_KEY = 300;

  private final InstantSource clock;
  private final int free;
  private final Duration longest;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > NAMES;
        }
      };

  private record Failures(int count, Instant last) {}

  /// @param free how many failures are of no consequence
  /// @param longest that one waits
  Attempts(InstantSource clock, int free, Duration longest) {
    this.clock = clock;
    this.free = free;
    this.longest = longest;
  }

  /// Whether the next attempt comes too early.
  synchronized boolean waits(String key) {
    Failures old = failures.get(key(key));
    if (old == null || old.count < free) {
      return false;
    }
    long seconds = 1L << Math.min(old.count - free, DOUBLINGS);
    return clock.instant().isBefore(old.last.plusSeconds(Math.min(seconds, longest.toSeconds())));
  }

  /// Counts an attempt as one that failed until it is known how it ended, so that many at once are
  /// no more than many after each other.
  synchronized void begin(String key) {
    Failures old = failures.getOrDefault(key(key), new Failures(0, Instant.MIN));
    failures.put(key(key), new Failures(old.count + 1, clock.instant()));
  }

  /// Takes an attempt back of which it was not found out how it would end.
  synchronized void undo(String key) {
    failures.computeIfPresent(
        key(key), (_, old) -> old.count > 1 ? new Failures(old.count - 1, old.last) : null);
  }

  synchronized void succeeded(String key) {
    failures.remove(key(key));
  }

  /// What is too long to be meant takes no room.
  private static String key(String key) {
    return key.length() > LONGEST_KEY ? "" : key;
  }
}
