package dev.rondo.registry.scan;

import dev.rondo.kernel.Digest;
import java.util.List;

/// What was seen of a model's files.
///
/// @param format `onnx`, `xgboost`, `mlflow` or `folder`
/// @param flavors what can load it, as its `MLmodel` says
/// @param signature what it takes and gives, as its `MLmodel` says; may be empty
/// @param size of all files in bytes
/// @param digest of the paths and digests of all files, in the order of their paths
/// @param findings the worst first; empty when nothing is to be said
public record Scan(
    String format,
    List<String> flavors,
    String signature,
    int files,
    long size,
    Digest digest,
    List<Finding> findings) {

  public Scan {
    flavors = List.copyOf(flavors);
    findings = List.copyOf(findings);
  }

  /// Whether loading the model would run code that it should not.
  public boolean isDangerous() {
    return findings.stream().anyMatch(one -> one.severity() == Finding.Severity.DANGEROUS);
  }
}
