package dev.rondo.loop.cause;

import dev.rondo.ledger.Run;
import java.util.Optional;

/// What went wrong, and the run in which it did.
///
/// @param subject as it is asked for again, such as a run's id or `model@version`
/// @param sentence what went wrong, for people
/// @param run that failed, or that found it
/// @param good the last run of its kind in which all was well; empty when there was none
public record Failure(String subject, String sentence, Run run, Optional<Run> good) {}
