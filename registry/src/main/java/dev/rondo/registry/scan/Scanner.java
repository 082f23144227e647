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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Looks at a model's files, each once and in one pass, with bounded memory.
public final class Scanner {
  private static final int MOST_FINDINGS = 200;

  /// Each scan may take some hundred megabytes, if somebody made its files to take them.
  private static final Semaphore ROOM = new Semaphore(3);

  private final List<Finding> findings = new ArrayList<>();

  private Scanner() {}

  /// Reads every file to its end. Few scans are under way at once; the others wait.
  ///
  /// @param files at least one
  public static Scan scan(List<ModelFile> files) {
    ROOM.acquireUninterruptibly();
    try {
      return scanned(files);
    } finally {
      ROOM.release();
    }
  }

  private static Scan scanned(List<ModelFile> files) {
    Scanner scanner = new Scanner();
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
        scanner.findings.stream()
            .sorted(Comparator.comparing(Finding::severity).thenComparing(Finding::file))
            .limit(MOST_FINDINGS)
            .toList());
  }

  private Digest look(ModelFile file, boolean isPickle) {
    MessageDigest message = Digest.start();
    Counting counted = new Counting(Long.MAX_VALUE);
    try (InputStream raw = file.opening().open();
        DigestInputStream digested = new DigestInputStream(raw, message);
        InputStream in = counted.counting(digested)) {
      findings.addAll(Contents.look(file, in, isPickle));
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INTERNAL,
          "The file '" + file.path() + "' cannot be read: " + e.getMessage(),
          e);
    }
    Digest digest = Digest.finish(message, new byte[0]);
    if (counted.bytes() != file.size() || !digest.equals(file.digest())) {
      findings.add(
          new Finding(
              file.path(),
              Finding.Severity.BROKEN,
              "It is not what was stored: it has %d bytes with digest %s instead of %d with %s."
                  .formatted(counted.bytes(), digest.brief(), file.size(), file.digest().brief())));
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
