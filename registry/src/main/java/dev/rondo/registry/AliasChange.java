package dev.rondo.registry;

import java.time.Instant;
import java.util.OptionalInt;

/// One move of an alias.
///
/// @param version where it points since; empty when it was removed
/// @param previous where it pointed before; empty when it was new
public record AliasChange(
    String model,
    String alias,
    OptionalInt version,
    OptionalInt previous,
    String reason,
    String by,
    Instant at) {}
