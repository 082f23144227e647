package dev.rondo.workflow;

import java.time.Instant;

/// One line that a task wrote.
///
/// @param line its place, increasing within a task over all its attempts, with gaps
/// @param attempt which attempt wrote it
/// @param at system time
public record LogLine(long line, int attempt, Instant at, String text) {}
