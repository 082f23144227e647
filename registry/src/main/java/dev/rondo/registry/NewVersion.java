package dev.rondo.registry;

import dev.rondo.registry.scan.Scan;
import java.util.Map;
import java.util.Optional;

/// A request to register a version of an existing model.
///
/// @param scan what was seen of its files; empty when they are not in this server
public record NewVersion(
    String model,
    ModelSource source,
    String description,
    Map<String, String> tags,
    Optional<Scan> scan) {

  public NewVersion with(Scan seen) {
    return new NewVersion(model, source, description, tags, Optional.of(seen));
  }

  public NewVersion {
    Rules.length("description", description, Rules.TEXT);
    tags = Map.copyOf(tags);
    tags.forEach(Rules::tag);
  }
}
