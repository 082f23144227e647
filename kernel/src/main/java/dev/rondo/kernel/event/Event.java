package dev.rondo.kernel.event;

import dev.rondo.kernel.ProjectName;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A fact that others may act on.
///
/// @param sequence its place in the outbox, increasing
/// @param type what happened, as `noun.verb` in the past tense, such as `model.promoted`
/// @param subject the id or name of the thing that it happened to
/// @param at system time
/// @param data the fact itself; consumers ignore what they do not know
public record Event(
    long sequence, ProjectName project, String type, String subject, Instant at, ObjectNode data) {}
