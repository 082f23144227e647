package dev.rondo.quality.publication;

import dev.rondo.kernel.Digest;
import dev.rondo.quality.change.Version;
import java.time.Instant;

/// A consumer's agreement to one version with exactly this content.
///
/// @param consumer such as `model:trip-duration`
/// @param user who agreed for it
public record Approval(
    String contract,
    Version version,
    Digest digest,
    String consumer,
    String user,
    String comment,
    Instant at) {}
