package dev.rondo.registry;

import java.time.Instant;

/// One move of a version from one status to another.
public record StageChange(
    String model,
    int version,
    VersionStatus status,
    VersionStatus previous,
    String reason,
    String by,
    Instant at) {}
