package dev.rondo.registry;

import java.time.Instant;
import java.util.OptionalInt;

/// A name under which versions are registered.
///
/// @param versions how many there are; also the number of the newest
/// @param champion the version that holds the alias `production`
public record Model(String name, int versions, OptionalInt champion, Instant created) {}
