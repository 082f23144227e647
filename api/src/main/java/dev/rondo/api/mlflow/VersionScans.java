package dev.rondo.api.mlflow;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.ledger.Ledger;
import dev.rondo.registry.Admissions;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.scan.ModelFile;
import dev.rondo.registry.scan.Scan;
import dev.rondo.registry.scan.Scanner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Registers versions, and looks at their files: at once when these are small; otherwise one
/// version after the other on a thread of its own, while the version is pending and its client may
/// wait, so that neither other requests nor the database stand still. What a server that ended has
/// left pending is looked at by the next. Thread-safe.
public final class VersionScans implements AutoCloseable {
  private static final long AT_ONCE = 64L << 20;

  private final Registry registry;
  private final ModelFiles files;
  private final long atOnce;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("version-scan").factory());

  public VersionScans(Registry registry, Ledger ledger, BlobStore blobs) {
    this(registry, ledger, blobs, AT_ONCE);
  }

  /// @param atOnce how many bytes a client waits for
  VersionScans(Registry registry, Ledger ledger, BlobStore blobs, long atOnce) {
    this.registry = registry;
    this.files = new ModelFiles(ledger, blobs);
    this.atOnce = atOnce;
  }

  /// Goes on with what is pending.
  public void start() {
    for (Admissions.Waiting one : registry.admissions().waiting()) {
      Caller caller = Caller.platform("version-scan", one.project());
      registry
          .find(caller, one.model(), one.version())
          .ifPresent(version ->
              scan(caller, version, () -> files.files(caller, version.source().location())));
    }
  }

  /// Registers a version whose files are in this server, if there are any.
  ModelVersion register(Caller caller, NewVersion made, List<ModelFile> found) {
    if (found.isEmpty()) {
      return registry.catalog().register(caller, made);
    }
    if (found.stream().mapToLong(ModelFile::size).sum() <= atOnce) {
      return registry.catalog().register(caller, made.with(Scanner.scan(found)));
    }
    ModelVersion version = registry.admissions().begin(caller, made);
    scan(caller, version, () -> found);
    return version;
  }

  private void scan(Caller caller, ModelVersion version, Supplier<List<ModelFile>> found) {
    thread.execute(() -> {
      Optional<String> trouble = seen(caller, version, found);
      trouble
          .filter(_ -> !thread.isShutdown())
          .ifPresent(reason ->
              registry.admissions().refuse(caller, version.model(), version.version(), reason));
    });
  }

  /// @return why not
  private Optional<String> seen(
      Caller caller, ModelVersion version, Supplier<List<ModelFile>> found) {
    try {
      List<ModelFile> all = found.get();
      if (all.isEmpty()) {
        return Optional.of("Its files are gone.");
      }
      Scan scan = Scanner.scan(all);
      registry.admissions().admit(caller, version.model(), version.version(), scan);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of("Its files cannot be looked at: " + e.getMessage());
    }
  }

  /// What is not ended stays pending.
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
