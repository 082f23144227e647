package dev.rondo.monitoring;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Monitoring: windows of predictions are judged against the model's reference, the judgement is
/// kept, and a crossed threshold becomes an event and notices in the same transaction. Thread-safe.
public final class Monitoring {
  /// Published for every judged window.
  public static final String WINDOW_CLOSED = "monitor.window-closed";

  /// Published when a threshold is crossed and the monitor is not cooling down.
  public static final String THRESHOLD_CROSSED = "monitor.threshold-crossed";

  private static final int PAGE_LIMIT = 1_000;
  private static final EventTime END_OF_TIME = new EventTime(Instant.ofEpochMilli(Long.MAX_VALUE));

  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;

  /// @param clock system time
  public Monitoring(Database database, Events events, IdSource ids, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    database.migrate("monitoring", List.of(MonitoringTables.SCHEMA_1, ComparisonTable.SCHEMA));
  }

  /// Judges a window, keeps the result and publishes what follows from it. A window that has been
  /// judged for this model version is found as it was.
  public WindowResult evaluate(
      Caller caller,
      MonitorDefinition definition,
      Window window,
      WindowData data,
      Expectation expectation) {
    caller.require(Permission.RUN_PIPELINES);
    if (!window.start().isBefore(window.end())) {
      throw Problem.invalid(
          "A window's start lies before its end, and %s is not before %s.",
          window.start(), window.end());
    }
    WindowResult judged = Judge.judge(definition, window, data, expectation);
    return database.write(tx ->
        MonitoringTables.find(tx, caller, definition.name(), window)
            .orElseGet(() -> record(tx, caller, definition, judged)));
  }

  private WindowResult record(
      Transaction tx, Caller caller, MonitorDefinition definition, WindowResult judged) {
    WindowResult result = judged.with(outcome(tx, caller, definition, judged));
    MonitoringTables.insert(tx, caller, result, clock.instant());
    events.publish(tx, caller, WINDOW_CLOSED, result.monitor(), WindowResultJson.summary(result));
    if (result.outcome() == WindowResult.Outcome.CROSSED) {
      tell(tx, caller, definition, result);
    }
    return result;
  }

  private static WindowResult.Outcome outcome(
      Transaction tx, Caller caller, MonitorDefinition definition, WindowResult result) {
    if (result.alerts().isEmpty()) {
      return WindowResult.Outcome.QUIET;
    }
    EventTime end = result.window().end();
    Optional<EventTime> last = MonitoringTables.lastCrossed(tx, caller, definition.name(), end);
    return last.filter(told -> end.isBefore(told.plus(definition.coolDown()))).isPresent()
        ? WindowResult.Outcome.COOLING_DOWN
        : WindowResult.Outcome.CROSSED;
  }

  private void tell(
      Transaction tx, Caller caller, MonitorDefinition definition, WindowResult result) {
    ObjectNode data = WindowResultJson.summary(result).put("endpoint", definition.endpoint());
    ArrayNode reasons = data.putArray("reasons");
    result.alerts().forEach(alert -> reasons.add(alert.sentence()));
    ArrayNode routes = data.putArray("routes");
    definition.routes().forEach(route -> routes.add(route.text()));
    events.publish(tx, caller, THRESHOLD_CROSSED, result.monitor(), data);
    String title =
        String.format(
            Locale.ROOT,
            "%s crossed a threshold in the window from %s to %s",
            definition.name(),
            result.window().start().day(),
            result.window().end().day());
    String text = result.alerts().stream().map(Alert::sentence).collect(Collectors.joining("\n"));
    for (FeedbackRoute route : definition.routes()) {
      route
          .role()
          .ifPresent(role ->
              MonitoringTables.insert(tx, caller, notice(role, definition.name(), title, text)));
    }
  }

  private Notice notice(NoticeRole role, String subject, String title, String text) {
    return new Notice(ids.next(), role, subject, title, text, clock.instant(), Optional.empty());
  }

  /// The newest judged windows of a monitor, newest first.
  public List<WindowResult> results(Caller caller, String monitor, int limit) {
    return results(caller, monitor, END_OF_TIME, limit);
  }

  /// The judged windows of a monitor that start before a time, newest first.
  public List<WindowResult> results(Caller caller, String monitor, EventTime before, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> MonitoringTables.list(tx, caller, monitor, before, Math.min(limit, PAGE_LIMIT)));
  }

  /// Keeps how a window's answers compare with the first model's; a window's last comparison
  /// counts.
  public Comparison compare(Caller caller, String monitor, Comparison comparison) {
    caller.require(Permission.RUN_PIPELINES);
    return database.write(tx -> {
      ComparisonTable.put(tx, caller, monitor, comparison);
      return comparison;
    });
  }

  /// The newest compared windows of a monitor, newest first.
  public List<Comparison> comparisons(Caller caller, String monitor, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> ComparisonTable.list(tx, caller, monitor, Math.min(limit, PAGE_LIMIT)));
  }

  /// What the loop has been worth at a monitor's endpoint; empty before the first compared window.
  public Optional<Gain> gain(Caller caller, String monitor) {
    caller.require(Permission.READ);
    return database.read(tx -> ComparisonTable.gain(tx, caller, monitor));
  }

  /// Tells the people of a role something.
  ///
  /// @param subject what it is about
  public Notice tell(Caller caller, NoticeRole role, String subject, String title, String text) {
    caller.require(Permission.RUN_PIPELINES);
    Notice notice = notice(role, subject, title, text);
    return database.write(tx -> {
      MonitoringTables.insert(tx, caller, notice);
      return notice;
    });
  }

  /// Like [#tell], unless a notice of the same title about the same subject still waits to be
  /// acknowledged.
  public void tellOnce(Caller caller, NoticeRole role, String subject, String title, String text) {
    caller.require(Permission.RUN_PIPELINES);
    Notice notice = notice(role, subject, title, text);
    database.write(tx -> {
      boolean isNew = !MonitoringTables.isOpen(tx, caller, subject, title);
      if (isNew) {
        MonitoringTables.insert(tx, caller, notice);
      }
      return isNew;
    });
  }

  /// The notices that nobody has acknowledged, newest first.
  public List<Notice> openNotices(Caller caller, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> MonitoringTables.notices(tx, caller, true, "", Math.min(limit, PAGE_LIMIT)));
  }

  /// All notices, newest first.
  ///
  /// @param beforeId the last id of the page before; empty for the first page
  public List<Notice> notices(Caller caller, String beforeId, int limit) {
    caller.require(Permission.READ);
    return database.read(
        tx -> MonitoringTables.notices(tx, caller, false, beforeId, Math.min(limit, PAGE_LIMIT)));
  }

  /// Says that the caller has seen to a notice. Who was first stays.
  public Notice acknowledge(Caller caller, String id) {
    return database.write(tx -> {
      Notice notice = existing(tx, caller, id);
      caller.require(notice.role().permission());
      MonitoringTables.acknowledge(tx, caller, id, clock.instant());
      return existing(tx, caller, id);
    });
  }

  private static Notice existing(Transaction tx, Caller caller, String id) {
    return MonitoringTables.notice(tx, caller, id)
        .orElseThrow(() ->
            Problem.notFound("There is no notice '%s' in project '%s'.", id, caller.project()));
  }
}
