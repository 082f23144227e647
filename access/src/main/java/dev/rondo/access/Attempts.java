package dev.rondo.access;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Slows down whoever guesses: after a few failed sign-ins under a name, known or not, the next one
/// has to wait, each time twice as long. Thread-safe.
final class Attempts {
  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int DOUBLINGS = 6;
  private static final int NAMES = 10_000;
  private static final int LONGEST_NAME = 100;

  private final InstantSource clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > NAMES;
        }
      };

  private record Failures(int count, Instant last) {
    Instant end() {
      if (count < FREE) {
        return Instant.MIN;
      }
      long seconds = 1L << Math.min(count - FREE, DOUBLINGS);
      return last.plusSeconds(Math.min(seconds, LONGEST.toSeconds()));
    }
  }

  /// @param clock system time
  Attempts(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts an attempt as one that failed until it is known how it ended, so that many at once are
  /// no more than many after each other.
  ///
  /// @throws Problem `unauthenticated` while the name has to wait
  synchronized void begin(String name) {
    Failures known = failures.get(key(name));
    if (known != null && clock.instant().isBefore(known.end())) {
      throw Problem.of(
          ProblemCode.UNAUTHENTICATED,
          "Too many sign-ins under this name have failed; wait a minute, and try again.");
    }
    failures.merge(
        key(name),
        new Failures(1, clock.instant()),
        (old, _) -> new Failures(old.count + 1, clock.instant()));
  }

  /// Takes an attempt back of which it was not found out how it would end.
  synchronized void undo(String name) {
    failures.computeIfPresent(
        key(name), (_, old) -> old.count > 1 ? new Failures(old.count - 1, old.last) : null);
  }

  synchronized void succeeded(String name) {
    failures.remove(key(name));
  }

  /// What is too long for a name takes no room.
  private static String key(String name) {
    return name.length() > LONGEST_NAME ? "" : name;
  }
}
