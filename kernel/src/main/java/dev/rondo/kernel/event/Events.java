package dev.rondo.kernel.event;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The outbox. A component publishes a fact in the same transaction as the change that made it
/// true; subscribers receive it after the commit, at least once, in order. Feedback between
/// components travels this way, never as a call upwards. Thread-safe.
public final class Events implements AutoCloseable {
  private static final int PAGE = 200;
  private static final long RETRY_MILLIS = 1_000;
  private static final String SCHEMA =
      """
      CREATE TABLE event (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, type TEXT NOT NULL,
        subject TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL);
      CREATE INDEX event_by_project ON event (project, sequence);
      CREATE TABLE event_cursor (consumer TEXT PRIMARY KEY, sequence INTEGER NOT NULL)
      """;

  private final Database database;
  private final InstantSource clock;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private long progress;

  /// @param clock system time
  public Events(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    database.migrate("event", List.of(SCHEMA));
  }

  /// Publishes a fact in the caller's project as part of the given transaction.
  ///
  /// @param data a record or map that becomes a JSON object
  public void publish(Transaction tx, Caller caller, String type, String subject, Object data) {
    var at = clock.instant();
    var json = Json.tree(data);
    long sequence =
        tx.find(
                "INSERT INTO event (project, type, subject, at, data) VALUES (?, ?, ?, ?, ?)"
                    + " RETURNING sequence",
                row -> row.number("sequence"),
                caller.project(),
                type,
                subject,
                at,
                Json.write(json))
            .orElseThrow();
    Event event = new Event(sequence, caller.project(), type, subject, at, json);
    tx.afterCommit(() -> signal(event));
  }

  private void signal(Event event) {
    listeners.forEach(listener -> listener.accept(event));
    subscriptions.forEach(subscription -> subscription.offer(event));
    progressed();
  }

  /// Lasts until it is closed.
  public interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /// Hears of every event right after its commit, in this process only, and misses what happened
  /// before: for live pages. The listener must not block.
  ///
  /// @return ends the listening
  public Listening listen(Consumer<Event> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Handles every event of these types since the consumer's last one, in order, each at least
  /// once: the handler is idempotent. One that throws is tried again after a while, and holds up
  /// only its own consumer.
  ///
  /// @param consumer a stable name, under which the position is kept
  public void subscribe(String consumer, Set<String> types, Consumer<Event> handler) {
    Subscription subscription = new Subscription(consumer, Set.copyOf(types), handler);
    subscriptions.add(subscription);
    subscription.start();
  }

  /// The place of a consumer that takes events at its own pace, such as one that hands them to
  /// another system, which may be down: nobody waits for it. [#listen] says when there is more.
  ///
  /// @param consumer a stable name, under which the position is kept
  public Cursor cursor(String consumer, Set<String> types) {
    return new Cursor(database, consumer, types);
  }

  /// Waits until every subscriber has handled everything that was published, including what their
  /// handling published in turn.
  ///
  /// @throws Problem `timed-out`
  public void awaitSettled(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (!isSettled()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw Problem.of(
            ProblemCode.TIMED_OUT,
            "The subscribers of events were not done after %d s.",
            timeout.toSeconds());
      }
      awaitProgress(Math.max(1, Math.min(left / 1_000_000, 1_000)));
    }
  }

  private boolean isSettled() {
    long seen = progress();
    boolean isIdle = subscriptions.stream().noneMatch(Subscription::hasWork);
    return isIdle && seen == progress();
  }

  private synchronized long progress() {
    return progress;
  }

  private synchronized void progressed() {
    progress++;
    notifyAll();
  }

  private synchronized void awaitProgress(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The wait for events was cancelled.", e);
    }
  }

  /// The newest events of a project, newest first.
  public List<Event> latest(Caller caller, int limit) {
    return database.read(tx ->
        tx.list(
            "SELECT * FROM event WHERE project = ? ORDER BY sequence DESC LIMIT ?",
            Events::event,
            caller.project(),
            limit));
  }

  /// The events of a project after a sequence, oldest first.
  public List<Event> since(Caller caller, long sequence, int limit) {
    return database.read(tx ->
        tx.list(
            "SELECT * FROM event WHERE project = ? AND sequence > ? ORDER BY sequence LIMIT ?",
            Events::event,
            caller.project(),
            sequence,
            limit));
  }

  /// The events of a project of some types that came after a sequence, from a time on, oldest
  /// first.
  public List<Event> since(
      Caller caller, Set<String> types, Instant from, long sequence, int limit) {
    return database.read(tx ->
        tx.list(
            "SELECT * FROM event WHERE project = ? AND sequence > ? AND at >= ? AND "
                + Cursor.isOneOf(types)
                + " ORDER BY sequence LIMIT ?",
            Events::event,
            Cursor.arguments(types, List.of(caller.project(), sequence, from), limit)));
  }

  static Event event(Row row) {
    return new Event(
        row.number("sequence"),
        new ProjectName(row.text("project")),
        row.text("type"),
        row.text("subject"),
        row.time("at"),
        Json.parseObject(row.text("data")));
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::stop);
  }

  private final class Subscription {
    private final String consumer;
    private final Set<String> types;
    private final Cursor cursor;
    private final Consumer<Event> handler;
    private Optional<Thread> thread = Optional.empty();
    private boolean isCaughtUp;
    private long newest;
    private long done;
    private boolean stopped;

    Subscription(String consumer, Set<String> types, Consumer<Event> handler) {
      this.consumer = consumer;
      this.types = types;
      this.cursor = cursor(consumer, types);
      this.handler = handler;
    }

    void start() {
      thread = Optional.of(Thread.ofVirtual().name("events-" + consumer).start(this::run));
    }

    /// Takes note of an event that was committed.
    synchronized void offer(Event event) {
      if (types.contains(event.type())) {
        newest = Math.max(newest, event.sequence());
        notifyAll();
      }
    }

    void stop() {
      synchronized (this) {
        stopped = true;
        notifyAll();
      }
      thread.ifPresent(running -> {
        try {
          running.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
    }

    private void run() {
      advanced(cursor.position());
      while (awaitWork()) {
        List<Event> page = cursor.after(done, PAGE);
        if (page.isEmpty()) {
          caughtUp();
        }
        for (Event event : page) {
          if (!handled(event)) {
            pause();
            break;
          }
          cursor.advance(event.sequence());
          advanced(event.sequence());
          progressed();
        }
      }
    }

    /// Whether there is an event that it has not handled yet, as far as is known.
    synchronized boolean hasWork() {
      return !isCaughtUp || newest > done;
    }

    private synchronized void advanced(long sequence) {
      done = sequence;
    }

    private void caughtUp() {
      synchronized (this) {
        isCaughtUp = true;
      }
      progressed();
    }

    /// Waits for an event that it has not handled; false when it is to stop.
    private synchronized boolean awaitWork() {
      try {
        while (!hasWork() && !stopped) {
          wait();
        }
      } catch (InterruptedException e) {
        stopped = true;
      }
      return !stopped;
    }

    /// Waits a while before another try.
    private synchronized void pause() {
      try {
        if (!stopped) {
          wait(RETRY_MILLIS);
        }
      } catch (InterruptedException e) {
        stopped = true;
      }
    }

    private boolean handled(Event event) {
      if (isStopped()) {
        return false;
      }
      try {
        handler.accept(event);
        return true;
      } catch (RuntimeException e) {
        System.getLogger(Events.class.getName())
            .log(
                Level.WARNING,
                "Consumer '%s' failed on event %d (%s); it will be tried again."
                    .formatted(consumer, event.sequence(), event.type()),
                e);
        return false;
      }
    }

    private synchronized boolean isStopped() {
      return stopped;
    }
  }
}
