package dev.rondo.ledger;

import dev.rondo.kernel.Digest;

/// A file that a run or another [ArtifactRoot] left behind; its content is a blob.
///
/// @param path relative, with `/` between segments
/// @param size in bytes
public record Artifact(String path, Digest digest, long size) {}
