package dev.rondo.delivery;

import dev.rondo.delivery.repository.CommitId;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The stages of one build: checkout, every check, package. Confined to one thread.
final class BuildRun {
  static final String CHECKOUT = "checkout";
  static final String PACKAGE = "package";

  private final Database database;
  private final Repositories repositories;
  private final BlobStore blobs;
  private final Caller caller;
  private final CommitId commit;
  private final String user;
  private final LogText log;
  private final StageRunner stages;
  private Map<String, byte[]> files = Map.of();

  BuildRun(
      Database database,
      InstantSource clock,
      Repositories repositories,
      BlobStore blobs,
      Caller caller,
      Build build) {
    this.database = database;
    this.repositories = repositories;
    this.blobs = blobs;
    this.caller = caller;
    this.commit = build.commit();
    this.user = build.user();
    this.log = new LogText(clock);
    this.stages = new StageRunner(database, clock, caller.project(), build.id().value());
  }

  /// Runs all stages and returns the bundle's digest; the first that throws ends the build.
  Digest run(List<BuildCheck> checks) {
    stage(CHECKOUT, this::checkout);
    for (BuildCheck check : checks) {
      stage(
          check.name(),
          () -> {
            check.check(caller, code(), log);
            return "";
          });
    }
    byte[] bundle = Bundle.pack(files);
    stage(PACKAGE, () -> store(bundle));
    return Digest.of(bundle);
  }

  /// What is built; without files before the checkout.
  PushedCode code() {
    return new PushedCode(commit, user, files);
  }

  /// The stage that runs or ran last.
  String stage() {
    return stages.current();
  }

  private void stage(String name, StageRunner.Work work) {
    log.say(name + ": started");
    try {
      stages.run(name, work);
      log.say(name + ": passed");
    } catch (RuntimeException | Error e) {
      log.say(name + ": failed. " + Failures.sentence(e));
      Failures.mistakes(e).forEach(mistake -> log.say(mistake.toString()));
      throw e;
    } finally {
      keepLog();
    }
  }

  private void keepLog() {
    String text = log.toString();
    database.write(tx -> {
      BuildTable.log(tx, caller.project(), commit, text);
      return true;
    });
  }

  private String checkout() {
    files = repositories.read(caller, caller.project(), commit);
    long bytes = files.values().stream().mapToLong(content -> content.length).sum();
    return files.size() + " files, " + bytes + " bytes";
  }

  private String store(byte[] bundle) {
    Digest digest = blobs.put(bundle).digest();
    log.say("The bundle " + digest + " has " + bundle.length + " bytes.");
    return digest.value();
  }
}
