package dev.rondo.access;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// One change, as it was recorded.
///
/// @param sequence counted from 1 in each project, without a gap
/// @param user who did it
/// @param action what was done, as `noun.verb`, such as `model.promote`
/// @param subject the id or name of the thing that it was done to
/// @param at system time
/// @param previous the digest of the entry before; of the project's name for the first
/// @param digest of this entry and `previous`
public record AuditEntry(
    ProjectName project,
    long sequence,
    String user,
    String action,
    String subject,
    Instant at,
    ObjectNode details,
    Digest previous,
    Digest digest) {}
