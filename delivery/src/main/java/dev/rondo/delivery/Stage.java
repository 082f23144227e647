package dev.rondo.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One stage of a build or a release.
///
/// @param detail what it found, for people; empty when there is nothing to say
/// @param duration measured; empty while it runs, and when the server stopped in the middle
public record Stage(
    String name, StageStatus status, String detail, Instant started, Optional<Duration> duration) {}
