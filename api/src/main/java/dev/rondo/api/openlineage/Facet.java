package dev.rondo.api.openlineage;

import dev.rondo.kernel.json.Json;
import tools.jackson.databind.node.ObjectNode;

/// A piece of what an event tells of a run, a job or a data set, by the key that the standard gives
/// it.
record Facet(String key, ObjectNode content) {
  /// Who made the events: the address of this program's project, and no secret of anybody's.
  static final String PRODUCER = "https://github.com/rondo-ml/rondo";

  private static final String SPEC = "https://openlineage.io/spec/";

  /// A facet of the standard.
  ///
  /// @param version of the facet's schema
  /// @param definition the schema's name
  /// @param content without what every facet has
  static Facet of(String key, String version, String definition, ObjectNode content) {
    String schema = SPEC + "facets/" + version + "/" + definition + ".json#/$defs/" + definition;
    ObjectNode whole = Json.object().put("_producer", PRODUCER).put("_schemaURL", schema);
    whole.setAll(content);
    return new Facet(key, whole);
  }

  /// The schema of an event.
  static String eventSchema() {
    return SPEC + "2-0-2/OpenLineage.json#/$defs/RunEvent";
  }
}
