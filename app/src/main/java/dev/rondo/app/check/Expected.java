package dev.rondo.app.check;

import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.quality.Contract;
import dev.rondo.quality.suite.Suite;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What is expected of data.
///
/// @param parameters of the suite
/// @param source how rows are read, where a project says it
record Expected(
    Optional<Suite> suite,
    Map<String, JsonNode> parameters,
    Optional<Contract> contract,
    Optional<SourceDefinition> source) {

  Expected {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
