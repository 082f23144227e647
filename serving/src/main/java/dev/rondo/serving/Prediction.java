package dev.rondo.serving;

import dev.rondo.kernel.EventTime;
import java.time.Duration;

/// An answer.
///
/// @param latency from the call to the answer, without transport
public record Prediction(
    String requestId,
    String endpoint,
    ModelRef model,
    EventTime eventTime,
    float value,
    Duration latency) {}
