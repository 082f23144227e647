package dev.rondo.delivery;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Continuous deployment: a version comes to serve through the stages load, golden, latency and
/// switch, and whatever fails leaves the version that serves where it is. What became of it is
/// `deployment.succeeded`, `deployment.failed` or `deployment.rolled-back`. Thread-safe.
public final class Releases {
  private final Database database;
  private final Events events;
  private final IdSource ids;
  private final InstantSource clock;
  private final ReleaseLimits limits;
  private final Set<ReleaseId> live = ConcurrentHashMap.newKeySet();

  /// @param clock system time
  public Releases(Database database, Events events, IdSource ids, InstantSource clock) {
    this(database, events, ids, clock, ReleaseLimits.standard());
  }

  public Releases(
      Database database, Events events, IdSource ids, InstantSource clock, ReleaseLimits limits) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    this.limits = limits;
    StageTable.migrate(database);
    database.migrate("release", List.of(ReleaseTable.SCHEMA));
  }

  /// Runs a release to its end and returns what became of it: a failed one is an answer, too. A
  /// request that was made before returns what became of it then, unless it was interrupted.
  ///
  /// @throws Problem `conflict` while another release of the endpoint runs
  public Release release(Caller caller, ReleaseRequest request, ReleaseTarget target) {
    caller.require(Permission.DEPLOY);
    Release fresh = fresh(caller, request, ReleaseStatus.RUNNING);
    live.add(fresh.id());
    try {
      Release begun = database.write(tx -> begin(tx, caller, fresh));
      return begun.id().equals(fresh.id()) ? run(caller, begun, target) : begun;
    } finally {
      live.remove(fresh.id());
    }
  }

  private Release fresh(Caller caller, ReleaseRequest request, ReleaseStatus status) {
    return new Release(
        new ReleaseId(ids.next()),
        request,
        caller.user(),
        status,
        Optional.empty(),
        Instant.ofEpochMilli(clock.millis()),
        Optional.empty(),
        "",
        List.of());
  }

  private static Release begin(Transaction tx, Caller caller, Release fresh) {
    ReleaseRequest request = fresh.request();
    Optional<Release> known = ReleaseTable.find(tx, caller.project(), request);
    if (known.isPresent()) {
      return known.get();
    }
    ReleaseTable.running(tx, caller.project()).stream()
        .filter(running -> running.request().endpoint().equals(request.endpoint()))
        .findFirst()
        .ifPresent(running -> {
          throw Problem.conflict(
              "Endpoint '%s' is being released with version '%s' of model '%s'; wait for its end.",
              request.endpoint(), running.request().version(), running.request().model());
        });
    Release begun =
        new Release(
            fresh.id(),
            request,
            fresh.user(),
            fresh.status(),
            ReleaseTable.serving(tx, caller.project(), request.endpoint())
                .map(serving -> serving.request().version()),
            fresh.created(),
            fresh.ended(),
            fresh.message(),
            fresh.stages());
    ReleaseTable.insert(tx, caller.project(), begun);
    return begun;
  }

  private Release run(Caller caller, Release release, ReleaseTarget target) {
    StageRunner stages = new StageRunner(database, clock, caller.project(), release.id().value());
    try {
      stages.run("load", () -> load(target));
      stages.run("golden", () -> golden(target));
      stages.run("latency", () -> latency(target));
      stages.run("switch", () -> activate(target));
    } catch (RuntimeException | Error e) {
      discard(target);
      return end(caller, release, ReleaseStatus.FAILED, stages.current(), Failures.sentence(e));
    }
    return end(caller, release, ReleaseStatus.SUCCEEDED, stages.current(), "");
  }

  private static String load(ReleaseTarget target) {
    target.load();
    return "";
  }

  private String golden(ReleaseTarget target) {
    double difference = target.largestGoldenDifference();
    if (!(difference <= limits.goldenDifference())) {
      throw Problem.conflict(
          "A golden prediction differs by %s from the expected one; %s is allowed.",
          difference, limits.goldenDifference());
    }
    return "largest difference " + difference + ", allowed " + limits.goldenDifference();
  }

  private String latency(ReleaseTarget target) {
    Duration latency = target.probeLatency();
    if (latency.compareTo(limits.latency()) > 0) {
      throw Problem.conflict(
          "A probing prediction takes %s ms; %s ms are allowed.",
          millis(latency), millis(limits.latency()));
    }
    return millis(latency) + " ms, allowed " + millis(limits.latency()) + " ms";
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000 / 1_000.0;
  }

  private static String activate(ReleaseTarget target) {
    target.activate();
    return "";
  }

  /// Whatever goes wrong here must not hide why the release failed.
  private static void discard(ReleaseTarget target) {
    try {
      target.discard();
    } catch (RuntimeException e) {
      System.getLogger(Releases.class.getName())
          .log(Level.WARNING, "A version that was not released could not be discarded.", e);
    }
  }

  private Release end(
      Caller caller, Release release, ReleaseStatus status, String stage, String message) {
    Instant now = clock.instant();
    return database.write(tx -> {
      StageTable.interrupt(tx, caller.project(), release.id().value());
      ReleaseTable.end(tx, caller.project(), release.id(), status, message, now);
      publish(tx, caller, release, status, stage, message);
      return ReleaseTable.find(tx, caller.project(), release.id()).orElseThrow();
    });
  }

  private void publish(
      Transaction tx,
      Caller caller,
      Release release,
      ReleaseStatus status,
      String stage,
      String message) {
    ReleaseRequest request = release.request();
    Map<String, String> data = new LinkedHashMap<>();
    data.put("release", release.id().value());
    data.put("endpoint", request.endpoint());
    data.put("model", request.model());
    data.put("version", request.version());
    data.put("reason", request.reason());
    data.put("user", release.user());
    release.previous().ifPresent(previous -> data.put("previous", previous));
    if (!message.isEmpty()) {
      data.put("stage", stage);
      data.put("message", message);
    }
    events.publish(tx, caller, type(status), request.endpoint(), data);
  }

  private static String type(ReleaseStatus status) {
    return switch (status) {
      case SUCCEEDED -> "deployment.succeeded";
      case ROLLED_BACK -> "deployment.rolled-back";
      case FAILED, INTERRUPTED -> "deployment.failed";
      case RUNNING -> throw new IllegalArgumentException("A running release is no fact yet.");
    };
  }

  /// Ends what a stop of the server interrupted in the caller's project, with the stage that ran:
  /// to be called at start. The same requests may be made again.
  ///
  /// @return the releases that were found interrupted
  public List<Release> recover(Caller caller) {
    caller.require(Permission.DEPLOY);
    return database.read(tx -> ReleaseTable.running(tx, caller.project())).stream()
        .filter(release -> !live.contains(release.id()))
        .map(release -> interrupted(caller, release))
        .toList();
  }

  private Release interrupted(Caller caller, Release release) {
    String stage = release.stages().isEmpty() ? "load" : release.stages().getLast().name();
    String message = "The server stopped in stage '" + stage + "'.";
    return end(caller, release, ReleaseStatus.INTERRUPTED, stage, message);
  }

  /// Records that an endpoint went back to an earlier version. Recording it again right after
  /// changes nothing.
  public Release rolledBack(Caller caller, Rollback rollback) {
    caller.require(Permission.DEPLOY);
    String id = ids.next();
    Instant now = Instant.ofEpochMilli(clock.millis());
    return database.write(tx -> {
      Optional<Release> newest =
          ReleaseTable.serving(tx, caller.project(), rollback.endpoint())
              .filter(serving -> isSame(serving, rollback));
      return newest.orElseGet(() -> record(tx, caller, rollback, id, now));
    });
  }

  private static boolean isSame(Release serving, Rollback rollback) {
    return serving.status() == ReleaseStatus.ROLLED_BACK
        && serving.request().model().equals(rollback.model())
        && serving.request().version().equals(rollback.to())
        && serving.previous().equals(Optional.of(rollback.from()));
  }

  private Release record(Transaction tx, Caller caller, Rollback rollback, String id, Instant now) {
    Release release =
        new Release(
            new ReleaseId(id),
            new ReleaseRequest(
                rollback.endpoint(), rollback.model(), rollback.to(), rollback.reason(), id),
            caller.user(),
            ReleaseStatus.ROLLED_BACK,
            Optional.of(rollback.from()),
            now,
            Optional.of(now),
            "",
            List.of());
    ReleaseTable.insert(tx, caller.project(), release);
    publish(tx, caller, release, ReleaseStatus.ROLLED_BACK, "", "");
    return release;
  }

  /// The newest releases of an endpoint, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<Release> list(Caller caller, String endpoint, int limit) {
    caller.require(Permission.READ);
    checkLimit(limit);
    return database.read(tx -> ReleaseTable.ofEndpoint(tx, caller.project(), endpoint, limit));
  }

  /// The newest releases of all endpoints, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<Release> list(Caller caller, int limit) {
    return page(caller, "", limit);
  }

  /// The newest releases of all endpoints that began before another, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<Release> list(Caller caller, ReleaseId before, int limit) {
    return page(caller, before.value(), limit);
  }

  private List<Release> page(Caller caller, String before, int limit) {
    caller.require(Permission.READ);
    checkLimit(limit);
    return database.read(tx -> ReleaseTable.page(tx, caller.project(), before, limit));
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > 1_000) {
      throw Problem.invalid("%d releases are asked for; ask for 1 to 1000.", limit);
    }
  }
}
