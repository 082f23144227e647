package dev.rondo.loop.cause;

import dev.rondo.kernel.Asset;
import java.time.Instant;
import java.util.Optional;

/// One thing that changed upstream before a failure, and may be why.
///
/// @param weight how likely by the rule of [Weight], above 0 and at most 1
/// @param kind an asset's kind, or `source-files`, `parameter`, `environment`, `contract`, `drift`
/// @param from as it was the last time that all was well; empty when there was nothing of the kind
/// @param to as it is now
/// @param at when it changed, in system time; empty when that is not known
/// @param distance how many runs lie between it and what failed, that one counted
/// @param sentence for people
/// @param asset the version that is new
public record Cause(
    double weight,
    String kind,
    String name,
    Optional<String> from,
    Optional<String> to,
    Optional<Instant> at,
    int distance,
    String sentence,
    Optional<Asset> asset) {}
