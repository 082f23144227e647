package dev.rondo.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What waits for the engine's loop. Thread-safe.
final class Inbox {
  /// A message to the loop.
  sealed interface Message {}

  /// An execution was stored as running.
  record Admitted(Active active) implements Message {}

  /// An attempt's thread ended.
  record Ended(long execution, Signal signal) implements Message {}

  /// Somebody wants an execution to end; the answer comes when it is durable.
  record Cancelled(long execution, CompletableFuture<Boolean> answer) implements Message {}

  private List<Message> messages = new ArrayList<>();
  private boolean isClosed;

  synchronized void add(Message message) {
    messages.add(message);
    if (isClosed) {
      refuseCancellations();
    }
    notifyAll();
  }

  private void refuseCancellations() {
    for (Message message : messages) {
      if (message instanceof Cancelled(_, var answer)) {
        answer.complete(false);
      }
    }
    messages.clear();
  }

  /// Waits for messages, but not longer than told, and takes all there are.
  ///
  /// @param patience empty for as long as it takes
  synchronized List<Message> take(Optional<Duration> patience) {
    try {
      if (messages.isEmpty() && !isClosed) {
        wait(patience.map(span -> Math.max(1, span.toMillis())).orElse(0L));
      }
    } catch (InterruptedException e) {
      isClosed = true;
    }
    List<Message> taken = messages;
    messages = new ArrayList<>();
    return taken;
  }

  /// Ends the loop, which takes up what is waiting no more.
  synchronized void close() {
    isClosed = true;
    refuseCancellations();
    notifyAll();
  }

  synchronized boolean isClosed() {
    return isClosed;
  }
}
