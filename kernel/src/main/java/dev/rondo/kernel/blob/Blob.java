package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;

/// A stored content.
///
/// @param size in bytes
public record Blob(Digest digest, long size) {}
