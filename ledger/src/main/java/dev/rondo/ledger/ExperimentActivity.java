package dev.rondo.ledger;

import java.time.Instant;

/// How much there is in an experiment, deleted runs and models not counted.
///
/// @param models logged ones
/// @param last when it was made or changed, or its newest run or trace began
public record ExperimentActivity(long runs, long models, long traces, Instant last) {}
