package dev.rondo.ledger;

import java.time.Duration;

/// What a run used of the machine.
///
/// @param cpu of the processes that worked on it, while it ran; what else they did then counts too
/// @param peakBytes the most memory that one of them has held by the run's end; 0 when unknown
public record Usage(Duration cpu, long peakBytes) {}
