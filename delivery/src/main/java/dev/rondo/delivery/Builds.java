package dev.rondo.delivery;

import dev.rondo.delivery.repository.CommitId;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Continuous integration: every commit that is pushed to `main` is checked and packaged, one after
/// the other in the order of the pushes, and becomes `build.succeeded` (with the bundle's digest)
/// or `build.failed` (with every mistake). A build that a stop of the server interrupted runs again
/// at the next [#start]; one that was interrupted three times is given up, since it may be what
/// stops the server. Thread-safe.
public final class Builds implements AutoCloseable, BlobOwner {
  private static final int ATTEMPTS = 3;
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Database database;
  private final Events events;
  private final BlobStore blobs;
  private final IdSource ids;
  private final InstantSource clock;
  private final Repositories repositories;
  private final List<BuildCheck> checks;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("builds").factory());
  private final Object ended = new Object();
  private volatile boolean closed;

  /// @param clock system time
  /// @param checks run in this order, between checkout and package
  public Builds(
      Database database,
      Events events,
      BlobStore blobs,
      IdSource ids,
      InstantSource clock,
      Repositories repositories,
      List<BuildCheck> checks) {
    this.database = database;
    this.events = events;
    this.blobs = blobs;
    this.ids = ids;
    this.clock = clock;
    this.repositories = repositories;
    this.checks = List.copyOf(checks);
    checkNames();
    StageTable.migrate(database);
    database.migrate("build", List.of(BuildTable.SCHEMA));
  }

  private void checkNames() {
    Set<String> names = new HashSet<>(Set.of(BuildRun.CHECKOUT, BuildRun.PACKAGE));
    for (BuildCheck check : checks) {
      if (!names.add(check.name())) {
        throw Problem.invalid("Two stages of a build are named '%s'; rename one.", check.name());
      }
    }
  }

  /// Takes up what was left open, announces pushes that a crash kept silent, and builds every push
  /// from now on.
  public void start() {
    database.read(BuildTable::open).forEach(open -> submit(open.project(), open.commit()));
    events.subscribe("builds", Set.of("code.pushed"), this::enqueue);
    repositories.recover();
  }

  private void enqueue(Event pushed) {
    CommitId commit = new CommitId(pushed.data().path("commit").asString());
    String user = pushed.data().path("user").asString();
    String id = ids.next();
    var now = clock.instant();
    boolean isNew =
        database.write(tx -> BuildTable.insert(tx, pushed.project(), commit, id, user, now));
    if (isNew) {
      submit(pushed.project(), commit);
    }
  }

  private void submit(ProjectName project, CommitId commit) {
    Caller caller = Caller.platform("delivery", project);
    worker.execute(() -> {
      try {
        build(caller, commit);
      } catch (RuntimeException e) {
        System.getLogger(Builds.class.getName())
            .log(Level.ERROR, "Build of " + commit + " stopped; it runs again at start.", e);
      }
      synchronized (ended) {
        ended.notifyAll();
      }
    });
  }

  private void build(Caller caller, CommitId commit) {
    if (closed) {
      return;
    }
    Optional<Build> build = take(caller, commit);
    if (build.isEmpty()) {
      return;
    }
    BuildRun run = new BuildRun(database, clock, repositories, blobs, caller, build.get());
    try {
      Digest bundle = run.run(checks);
      succeed(caller, build.get(), run.code(), bundle);
    } catch (RuntimeException | Error e) {
      if (closed) {
        giveBack(caller, commit);
      } else {
        fail(caller, build.get(), run.stage(), Failures.sentence(e), Failures.mistakes(e));
      }
    }
  }

  /// An orderly stop is no attempt.
  private void giveBack(Caller caller, CommitId commit) {
    database.write(tx -> {
      BuildTable.giveBack(tx, caller.project(), commit);
      return true;
    });
  }

  /// Marks the build as running; empty when it has ended, or ends here after too many attempts.
  private Optional<Build> take(Caller caller, CommitId commit) {
    int attempt = database.write(tx -> BuildTable.start(tx, caller.project(), commit).orElse(0));
    Optional<Build> build = find(caller, commit).filter(_ -> attempt > 0);
    if (build.isPresent() && attempt > ATTEMPTS) {
      String stage = build.get().stages().isEmpty() ? "" : build.get().stages().getLast().name();
      String message =
          "The server stopped %d times during this build, last in stage '%s'; push a corrected commit."
              .formatted(ATTEMPTS, stage);
      fail(caller, build.get(), stage, message, List.of());
      return Optional.empty();
    }
    build.ifPresent(taken ->
        database.write(tx -> {
          StageTable.clear(tx, caller.project(), taken.id().value());
          return true;
        }));
    return build;
  }

  private void succeed(Caller caller, Build build, PushedCode code, Digest bundle) {
    var now = clock.instant();
    database.write(tx -> {
      BuildTable.succeed(tx, caller.project(), build.commit(), bundle, now);
      checks.forEach(check -> check.succeeded(tx, caller, code));
      events.publish(
          tx,
          caller,
          "build.succeeded",
          build.commit().value(),
          Map.of(
              "build", build.id().value(),
              "commit", build.commit().value(),
              "user", build.user(),
              "bundle", bundle.value()));
      return true;
    });
  }

  private void fail(
      Caller caller, Build build, String stage, String message, List<Mistake> mistakes) {
    var now = clock.instant();
    database.write(tx -> {
      StageTable.interrupt(tx, caller.project(), build.id().value());
      BuildTable.fail(tx, caller.project(), build.commit(), message, mistakes, now);
      events.publish(
          tx,
          caller,
          "build.failed",
          build.commit().value(),
          Map.of(
              "build",
              build.id().value(),
              "commit",
              build.commit().value(),
              "user",
              build.user(),
              "stage",
              stage,
              "message",
              message,
              "mistakes",
              mistakes));
      return true;
    });
  }

  /// Builds the newest commit once more after it failed: what the checks asked of people may have
  /// been given since.
  ///
  /// @throws Problem `not-found`; `conflict` unless it failed and is the newest
  public void retry(Caller caller, CommitId commit) {
    caller.require(Permission.PUSH_CODE);
    database.write(tx -> {
      requireRetryable(tx, caller, commit);
      BuildTable.requeue(tx, caller.project(), commit);
      return true;
    });
    submit(caller.project(), commit);
  }

  private static void requireRetryable(Transaction tx, Caller caller, CommitId commit) {
    Build build =
        BuildTable.find(tx, caller.project(), commit)
            .orElseThrow(
                () -> Problem.notFound("There is no build of commit '%s' to run again.", commit));
    Build newest = BuildTable.list(tx, caller.project(), "", 1).getFirst();
    if (!newest.commit().equals(commit)) {
      throw Problem.conflict(
          "Commit '%s' is not built again, since '%s' was pushed after it; push a new commit.",
          commit.brief(), newest.commit().brief());
    }
    if (build.status() != BuildStatus.FAILED) {
      throw Problem.conflict(
          "The build of commit '%s' is %s; only one that failed runs again.",
          commit.brief(), build.status().name().toLowerCase(Locale.ROOT));
    }
  }

  /// The build of a commit, if it was pushed to `main` and its event has arrived.
  public Optional<Build> find(Caller caller, CommitId commit) {
    caller.require(Permission.READ);
    return database.read(tx -> BuildTable.find(tx, caller.project(), commit));
  }

  /// The newest builds, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<Build> list(Caller caller, int limit) {
    return page(caller, "", limit);
  }

  /// The newest builds that were queued before another, newest first.
  ///
  /// @param limit 1 to 1,000
  public List<Build> list(Caller caller, BuildId before, int limit) {
    return page(caller, before.value(), limit);
  }

  private List<Build> page(Caller caller, String before, int limit) {
    caller.require(Permission.READ);
    if (limit < 1 || limit > 1_000) {
      throw Problem.invalid("%d builds are asked for; ask for 1 to 1000.", limit);
    }
    return database.read(tx -> BuildTable.list(tx, caller.project(), before, limit));
  }

  /// The log of a commit's build up to its last finished stage; empty when there is none.
  public String log(Caller caller, CommitId commit) {
    caller.require(Permission.READ);
    return database.read(tx -> BuildTable.log(tx, caller.project(), commit));
  }

  /// Waits until the build of a commit has ended, also when it has not been queued yet.
  ///
  /// @throws Problem `timed-out`
  public Build await(Caller caller, CommitId commit, Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    synchronized (ended) {
      while (true) {
        Optional<Build> build = find(caller, commit).filter(found -> found.status().isFinal());
        if (build.isPresent()) {
          return build.get();
        }
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
          throw Problem.of(
              ProblemCode.TIMED_OUT,
              "The build of commit %s has not ended after %s.",
              commit,
              timeout);
        }
        pause(millis);
      }
    }
  }

  private void pause(long millis) {
    try {
      ended.wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The wait for a build was interrupted.", e);
    }
  }

  /// The files of the newest commit that was built well, by their paths; none before the first.
  public Map<String, byte[]> lastFiles(Caller caller) {
    caller.require(Permission.READ);
    return database
        .read(tx -> BuildTable.lastBundle(tx, caller.project()))
        .map(bundle -> files(caller, bundle))
        .orElse(Map.of());
  }

  /// The files in a bundle of the caller's project, by their paths.
  public Map<String, byte[]> files(Caller caller, Digest bundle) {
    caller.require(Permission.READ);
    if (!database.read(tx -> BuildTable.hasBundle(tx, caller.project(), bundle))) {
      throw Problem.notFound("There is no bundle %s in project '%s'.", bundle, caller.project());
    }
    return Bundle.unpack(blobs.load(bundle));
  }

  /// Stops; a build that runs is interrupted, and runs again at the next start.
  @Override
  public void close() {
    closed = true;
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        System.getLogger(Builds.class.getName())
            .log(Level.WARNING, "A check of a build does not stop; it is left behind.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The bundles.
  @Override
  public Set<Digest> blobs(char prefix) {
    return database.read(tx -> BlobOwner.find(tx, BuildTable.BUNDLES, prefix));
  }
}
