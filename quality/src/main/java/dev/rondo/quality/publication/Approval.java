package dev.rondo.quality.publication;

import dev.rondo.kernel.Digest;
import dev.rondo.quality.change.Version;
import java.time.Instant;

/// A consumer's agreement to one version with exactly this content.
///
/// @param consumer such as `model:trip-duration`
/// @param user who agreed for it
/// @param standing as what; empty for those of before this was kept
public record Approval(
    String contract,
    Version version,
    Digest digest,
    String consumer,
    String user,
    String standing,
    String comment,
    Instant at) {}
