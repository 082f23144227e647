package dev.rondo.api.openlineage;

import dev.rondo.api.openlineage.Receiver.Delivery;
import dev.rondo.kernel.event.Cursor;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Sends every event to one receiver, in order, each at least once, by a thread of its own: nobody
/// waits for it. A receiver that is down is tried again, more and more seldom; meanwhile the facts
/// stay in the outbox. Thread-safe.
final class Forwarder implements AutoCloseable {
  private static final int PAGE = 100;
  private static final int MOST_TRIES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Events events;
  private final Cursor cursor;
  private final Function<Event, List<RunEvent>> mapping;
  private final Receiver receiver;
  private final Pace pace;
  private final Standing standing;
  private final Thread thread;
  private Optional<Events.Listening> listening = Optional.empty();
  private boolean isStopped;
  private boolean hasNews = true;
  private volatile long done;

  Forwarder(Events events, Function<Event, List<RunEvent>> mapping, Receiver receiver, Pace pace) {
    this.events = events;
    this.mapping = mapping;
    this.receiver = receiver;
    this.pace = pace;
    this.standing = new Standing(receiver.name());
    this.cursor = events.cursor("openlineage " + receiver.name(), RunEvents.FACTS);
    this.done = cursor.position();
    this.thread = Thread.ofVirtual().name("openlineage").unstarted(this::run);
  }

  Standing.Figures figures() {
    return standing.figures(cursor.count(done));
  }

  void start() {
    listening = Optional.of(events.listen(this::offer));
    thread.start();
  }

  private synchronized void offer(Event event) {
    if (RunEvents.FACTS.contains(event.type())) {
      hasNews = true;
      notifyAll();
    }
  }

  private void run() {
    while (awaitNews()) {
      try {
        forwardAll();
      } catch (RuntimeException e) {
        retryAfter(standing.failed("The outbox cannot be read: " + e.getMessage()));
      }
    }
  }

  private void forwardAll() {
    List<Event> page = cursor.after(done, PAGE);
    while (!page.isEmpty() && isWanted()) {
      forward(page);
      page = cursor.after(done, PAGE);
    }
  }

  /// Waits for something to send; false when it is to stop.
  private synchronized boolean awaitNews() {
    try {
      while (!hasNews && !isStopped) {
        wait();
      }
    } catch (InterruptedException e) {
      isStopped = true;
    }
    hasNews = false;
    return !isStopped;
  }

  private void retryAfter(int failures) {
    pause(pace.after(failures));
    synchronized (this) {
      hasNews = true;
    }
  }

  /// What was sent of the page is noted, also when it stops in the middle.
  private void forward(List<Event> page) {
    long before = done;
    for (Event fact : page) {
      if (!forward(fact)) {
        break;
      }
      done = fact.sequence();
    }
    if (done > before) {
      cursor.advance(done);
    }
  }

  private boolean forward(Event fact) {
    Optional<List<RunEvent>> made = made(fact);
    return made.isPresent()
        && made.get().stream()
            .map(event -> Json.MAPPER.writeValueAsBytes(event.json()))
            .allMatch(this::deliver);
  }

  /// The events of a fact; empty when it is to stop. A fact that none can be made of holds up the
  /// others only for some tries.
  private Optional<List<RunEvent>> made(Event fact) {
    for (int tries = 1; isWanted(); tries++) {
      try {
        return Optional.of(mapping.apply(fact));
      } catch (RuntimeException e) {
        if (tries == MOST_TRIES) {
          standing.refused("fact %d cannot be told (%s).".formatted(fact.sequence(), e));
          return Optional.of(List.of());
        }
        pause(pace.after(tries));
      }
    }
    return Optional.empty();
  }

  /// Tries until the receiver has decided; false when it is to stop.
  private boolean deliver(byte[] json) {
    while (isWanted()) {
      switch (receiver.send(json)) {
        case Delivery.Taken _ -> {
          standing.taken();
          return true;
        }
        case Delivery.Refused(String reason) -> {
          standing.refused(reason);
          return true;
        }
        case Delivery.Unreachable(String reason) -> {
          if (isWanted()) {
            pause(pace.after(standing.failed(reason)));
          }
        }
      }
    }
    return false;
  }

  private synchronized boolean isWanted() {
    return !isStopped;
  }

  private synchronized void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); left > 0 && !isStopped; left = end - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
    } catch (InterruptedException e) {
      isStopped = true;
    }
  }

  /// Ends the thread; a call that hangs is broken off.
  @Override
  public void close() {
    listening.ifPresent(Events.Listening::close);
    stop();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(PATIENCE)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void stop() {
    isStopped = true;
    notifyAll();
  }
}
