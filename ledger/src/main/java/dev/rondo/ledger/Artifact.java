package dev.rondo.ledger;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.PlainPath;

/// A file that a run left behind; its content is a blob.
///
/// @param path relative, with `/` between segments
/// @param size in bytes
public record Artifact(String path, Digest digest, long size) {

  public Artifact {
    path = PlainPath.check(path);
  }
}
