package dev.rondo.access;

import java.time.Instant;

/// Somebody who may sign in.
///
/// @param id never given to another one
/// @param isAdministrator whether they may do everything everywhere
public record User(long id, String name, boolean isAdministrator, Instant created) {}
