package dev.rondo.loop;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import java.util.List;
import java.util.Optional;

/// How far event time has come in each project. Only data moves in it; leases, timeouts and logs
/// use system time. Thread-safe.
final class Timeline {
  private static final String SCHEMA =
      "CREATE TABLE timeline (project TEXT PRIMARY KEY, now INTEGER NOT NULL)";

  private final Database database;

  Timeline(Database database) {
    this.database = database;
    database.migrate("timeline", List.of(SCHEMA));
  }

  /// Empty before the project's first moment.
  Optional<EventTime> now(Caller caller) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.find(
            "SELECT now FROM timeline WHERE project = ?",
            row -> new EventTime(row.time("now")),
            caller.project()));
  }

  /// Notes that everything due until a moment has been done. Event time never goes back.
  void moved(Caller caller, EventTime to) {
    caller.require(Permission.RUN_PIPELINES);
    database.write(tx -> {
      int moved =
          tx.update(
              "INSERT INTO timeline (project, now) VALUES (?, ?)"
                  + " ON CONFLICT (project) DO UPDATE SET now = excluded.now"
                  + " WHERE excluded.now >= timeline.now",
              caller.project(),
              to.value());
      if (moved == 0) {
        throw Problem.conflict("Event time does not go back to %s.", to);
      }
      return moved;
    });
  }
}
