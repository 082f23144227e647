package dev.rondo.registry;

import java.time.Instant;
import java.util.Map;

/// A model as another registry has it.
///
/// @param aliases each with the version that it points at
public record ImportedModel(
    String name,
    String description,
    Map<String, String> tags,
    Map<String, Integer> aliases,
    Instant created,
    Instant updated) {

  public ImportedModel {
    Rules.modelName(name);
    Rules.length("description", description, Rules.TEXT);
    tags = Map.copyOf(tags);
    tags.forEach(Rules::tag);
    aliases = Map.copyOf(aliases);
    aliases.keySet().forEach(Rules::alias);
  }
}
