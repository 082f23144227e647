package dev.rondo.monitoring;

import dev.rondo.kernel.EventTime;

/// What a judgement is about.
///
/// @param start inclusive
/// @param end exclusive
/// @param modelVersion whose predictions are judged
public record Window(EventTime start, EventTime end, int modelVersion) {}
