package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Ledger;
import dev.rondo.registry.Admissions;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.scan.ModelFile;
import dev.rondo.registry.scan.Scan;
import dev.rondo.registry.scan.Scanner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Registers versions, and looks at their files on threads of its own. A client waits a little for
/// the end of that; then the version is pending and its client may wait on, so that neither other
/// requests nor the database stand still. What a server that ended has left pending is looked at by
/// the next. Thread-safe.
public final class VersionScans implements AutoCloseable {
  private static final int THREADS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Nobody waits for what is pending.
  private static final Duration WITHOUT_END = Duration.ofDays(1);

  private final Registry registry;
  private final ModelFiles files;
  private final Duration patience;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("version-scan-", 1).factory());

  public VersionScans(Registry registry, Ledger ledger, BlobStore blobs) {
    this(registry, ledger, blobs, PATIENCE);
  }

  /// @param patience how long a client waits
  VersionScans(Registry registry, Ledger ledger, BlobStore blobs, Duration patience) {
    this.registry = registry;
    this.files = new ModelFiles(ledger, blobs);
    this.patience = patience;
  }

  /// Goes on with what is pending.
  public void start() {
    for (Admissions.Waiting one : registry.admissions().waiting()) {
      Caller caller = Caller.platform("version-scan", one.project());
      registry
          .find(caller, one.model(), one.version())
          .ifPresent(version ->
              decide(
                  caller, version, scan(() -> files.files(caller, version.source().location()))));
    }
  }

  /// Registers a version whose files are in this server, if there are any.
  ModelVersion register(Caller caller, NewVersion made, List<ModelFile> found) {
    if (found.isEmpty()) {
      return registry.catalog().register(caller, made);
    }
    CompletableFuture<Scan> scan = scan(() -> found);
    Optional<Scan> seen = await(scan);
    if (seen.isPresent()) {
      return registry.catalog().register(caller, made.with(seen.get()));
    }
    ModelVersion version = registry.admissions().begin(caller, made);
    decide(caller, version, scan);
    return version;
  }

  private CompletableFuture<Scan> scan(Supplier<List<ModelFile>> found) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<ModelFile> all = found.get();
          if (all.isEmpty()) {
            throw Problem.notFound("They are gone.");
          }
          return Scanner.scan(all, WITHOUT_END);
        },
        threads);
  }

  /// What was seen; empty when that has not come to a good end in time.
  private Optional<Scan> await(CompletableFuture<Scan> scan) {
    try {
      return Optional.of(scan.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The registration was interrupted.", e);
    }
  }

  private void decide(Caller caller, ModelVersion version, CompletableFuture<Scan> scan) {
    Admissions admissions = registry.admissions();
    var _ =
        scan.thenAccept(seen -> admissions.admit(caller, version.model(), version.version(), seen))
            .whenComplete((_, failure) -> {
              if (failure != null && !threads.isShutdown()) {
                admissions.refuse(caller, version.model(), version.version(), reason(failure));
              }
            });
  }

  private static String reason(Throwable failure) {
    Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
    return "Its files cannot be looked at: " + cause.getMessage();
  }

  /// What is not ended stays pending.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
