package dev.rondo.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// A name under which versions are registered; there may be none yet.
///
/// @param tags by key
/// @param aliases the version of each
/// @param versions how many there are
/// @param deploymentJob the id of a job of a client's that deploys it; empty for none
/// @param user who made it
public record Model(
    String name,
    String description,
    Map<String, String> tags,
    Map<String, Integer> aliases,
    int versions,
    String deploymentJob,
    String user,
    Instant created,
    Instant updated) {

  public Model {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    aliases = Collections.unmodifiableMap(new TreeMap<>(aliases));
  }

  /// The version that holds the alias `production`.
  public OptionalInt champion() {
    Integer version = aliases.get(Registry.PRODUCTION);
    return version == null ? OptionalInt.empty() : OptionalInt.of(version);
  }
}
