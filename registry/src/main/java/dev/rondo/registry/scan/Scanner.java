package dev.rondo.registry.scan;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Looks at a model's files, each once and in one pass, with bounded memory.
public final class Scanner {
  private static final int MOST_FINDINGS = 200;

  /// Each scan may take some hundred megabytes, if somebody made its files to take them.
  private static final Semaphore ROOM = new Semaphore(3);

  /// Long enough for several scans.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final List<Finding> findings = new ArrayList<>();
  private final Budget budget;

  private Scanner(Budget budget) {
    this.budget = budget;
  }

  /// Reads every file to its end. Few scans are under way at once; the others wait, but not without
  /// end.
  ///
  /// @param files at least one
  /// @throws Problem `unavailable` when there are too many others for too long
  public static Scan scan(List<ModelFile> files) {
    return scan(files, PATIENCE);
  }

  /// @param patience how long it waits for others
  /// @throws Problem `unavailable` when there are too many others for longer
  public static Scan scan(List<ModelFile> files, Duration patience) {
    await(patience);
    try {
      return scan(files, Budget.of(files, System::nanoTime));
    } finally {
      ROOM.release();
    }
  }

  private static void await(Duration patience) {
    try {
      if (!ROOM.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Problem.of(
            ProblemCode.UNAVAILABLE,
            "Others look at the files of models, and did not end within %d s: try again later.",
            patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The look at a model's files was interrupted.", e);
    }
  }

  static Scan scan(List<ModelFile> files, Budget budget) {
    Scanner scanner = new Scanner(budget);
    List<ModelFile> sorted = files.stream().sorted(Comparator.comparing(ModelFile::path)).toList();
    MessageDigest all = Digest.start();
    long size = 0;
    MlmodelFile described = MlmodelFile.of(sorted);
    scanner.findings.addAll(described.findings());
    for (ModelFile file : sorted) {
      Digest digest = scanner.look(file, described.pickles().contains(file.path()));
      all.update((file.path() + "\n" + digest.value() + "\n").getBytes(StandardCharsets.UTF_8));
      size += file.size();
    }
    return new Scan(
        format(sorted, described),
        described.flavors(),
        described.signature(),
        sorted.size(),
        size,
        Digest.finish(all, new byte[0]),
        worst(scanner.findings));
  }

  private static List<Finding> worst(List<Finding> findings) {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::severity).thenComparing(Finding::file))
        .limit(MOST_FINDINGS)
        .toList();
  }

  private Digest look(ModelFile file, boolean isPickle) {
    MessageDigest message = Digest.start();
    Passing passed;
    try (InputStream raw = file.opening().open();
        DigestInputStream digested = new DigestInputStream(raw, message);
        Passing in = new Passing(digested)) {
      findings.addAll(worst(Contents.look(file, in, isPickle, budget)));
      in.transferTo(OutputStream.nullOutputStream());
      passed = in;
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL,
          "The file '" + file.path() + "' cannot be read: " + e.getMessage(),
          e);
    }
    Digest digest = Digest.finish(message, new byte[0]);
    if (passed.size() != file.size() || !digest.equals(file.digest())) {
      findings.add(
          new Finding(
              file.path(),
              Finding.Severity.BROKEN,
              "It is not what was stored: it has %d bytes with digest %s instead of %d with %s."
                  .formatted(passed.size(), digest.brief(), file.size(), file.digest().brief())));
    }
    return digest;
  }

  private static String format(List<ModelFile> files, MlmodelFile described) {
    if (described.isThere()) {
      return "mlflow";
    }
    if (files.size() > 1) {
      return "folder";
    }
    String name = files.getFirst().name();
    if (name.endsWith(".onnx")) {
      return "onnx";
    }
    return name.matches(".*\\.(ubj|xgb|model)|.*xgboost.*\\.json|model\\.json")
        ? "xgboost"
        : "folder";
  }
}
