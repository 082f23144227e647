package dev.rondo.quality;

import dev.rondo.kernel.EventTime;
import java.time.Instant;

/// A stored result of a check.
///
/// @param batch which part of the dataset was checked; one record each
/// @param eventTime the moment in the data's time that the check stood at
/// @param at system time
public record QualityRecord(
    String id,
    String dataset,
    String batch,
    EventTime eventTime,
    Instant at,
    QualityResult result) {}
