package dev.rondo.ledger.trace;

import java.time.Instant;
import java.util.OptionalLong;

/// When a trace began, how long it took, and how it ended.
///
/// @param millis empty while it runs
public record Course(Instant started, OptionalLong millis, TraceState state) {}
