package dev.rondo.kernel.event;

import dev.rondo.kernel.database.Database;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// A consumer's place in the outbox, over all projects, which is kept. Whoever holds it takes
/// events at its own pace; nobody waits for it. Thread-safe, for one consumer.
public final class Cursor {
  private final Database database;
  private final String consumer;
  private final Set<String> types;

  Cursor(Database database, String consumer, Set<String> types) {
    this.database = database;
    this.consumer = consumer;
    this.types = Set.copyOf(types);
  }

  /// The last event that is done with; 0 before the first.
  public long position() {
    return database.read(tx ->
        tx.find(
                "SELECT sequence FROM event_cursor WHERE consumer = ?",
                row -> row.number("sequence"),
                consumer)
            .orElse(0L));
  }

  /// The events of its types after a sequence, oldest first.
  public List<Event> after(long sequence, int limit) {
    return database.read(tx ->
        tx.list(
            "SELECT * FROM event WHERE sequence > ? AND "
                + isOneOf(types)
                + " ORDER BY sequence LIMIT ?",
            Events::event,
            arguments(types, List.of(sequence), limit)));
  }

  /// How many events of its types come after a sequence.
  public long count(long sequence) {
    return database.read(tx ->
        tx.find(
                "SELECT count(*) AS events FROM event WHERE sequence > ? AND " + isOneOf(types),
                row -> row.number("events"),
                arguments(types, List.of(sequence)))
            .orElse(0L));
  }

  /// Notes that everything up to a sequence is done with.
  public void advance(long sequence) {
    database.write(tx ->
        tx.update(
            "INSERT INTO event_cursor (consumer, sequence) VALUES (?, ?)"
                + " ON CONFLICT (consumer) DO UPDATE SET sequence = excluded.sequence",
            consumer,
            sequence));
  }

  static String isOneOf(Set<String> types) {
    return "type IN (" + "?, ".repeat(types.size() - 1) + "?)";
  }

  /// What stands before the types, the types, and what stands behind them.
  static Object[] arguments(Set<String> types, List<?> before, Object... behind) {
    List<Object> all = new ArrayList<>(before);
    all.addAll(types);
    all.addAll(Arrays.asList(behind));
    return all.toArray();
  }
}
