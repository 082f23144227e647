package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;

/// How many bytes of content all requests together may hold in memory. Thread-safe.
final class ContentBudget {
  private final long most;
  private long taken;

  ContentBudget(long most) {
    this.most = most;
  }

  private synchronized boolean take(long bytes) {
    if (bytes > most - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }

  Share share() {
    return new Share();
  }

  /// What one request holds. Confined to the thread that handles it.
  final class Share implements AutoCloseable {
    private long own;

    /// @throws Problem `too-large` for more than one request may ever hold, `unavailable` while
    ///   others hold too much
    void take(long bytes) {
      if (bytes == 0) {
        return;
      }
      if (own + bytes > most / 2) {
        throw Problem.of(
            ProblemCode.TOO_LARGE,
            "The request needs %,d bytes of content at once; %,d are the most. Ask for less at a"
                + " time.",
            own + bytes,
            most / 2);
      }
      if (!ContentBudget.this.take(bytes)) {
        throw Problem.of(
            ProblemCode.UNAVAILABLE,
            "The server holds as much content of other requests as it can; try again in a while.");
      }
      own += bytes;
    }

    @Override
    public void close() {
      if (own > 0) {
        giveBack(own);
        own = 0;
      }
    }
  }
}
