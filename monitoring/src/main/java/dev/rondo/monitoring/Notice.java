package dev.rondo.monitoring;

import java.time.Instant;
import java.util.Optional;

/// Something that people of a role are told, until one of them acknowledges it.
///
/// @param subject the monitor, or whatever it is about
/// @param acknowledgedBy who has seen to it
public record Notice(
    String id,
    NoticeRole role,
    String subject,
    String title,
    String text,
    Instant created,
    Optional<String> acknowledgedBy) {}
