package dev.rondo.api.openlineage;

import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.RunId;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One event of a run. The same fact always makes the same event, so that one that is sent again is
/// known by its run, time and type.
///
/// @param time system time
record RunEvent(
    Type type,
    Instant time,
    RunId run,
    List<Facet> facets,
    Job job,
    List<Dataset> inputs,
    List<Dataset> outputs) {

  /// What became of the run.
  enum Type {
    START,
    COMPLETE,
    FAIL,
    ABORT
  }

  /// What is done again and again; a run is one time of it.
  record Job(Name name, List<Facet> facets) {
    Job {
      facets = List.copyOf(facets);
    }
  }

  /// Data that a run read or wrote.
  ///
  /// @param facets of the data set itself
  /// @param own facets of this reading or writing of it
  record Dataset(Name name, List<Facet> facets, List<Facet> own) {
    Dataset {
      facets = List.copyOf(facets);
      own = List.copyOf(own);
    }
  }

  RunEvent {
    facets = List.copyOf(facets);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// The form on wires.
  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("eventType", type.name())
            .put("eventTime", time.toString())
            .put("producer", Facet.PRODUCER)
            .put("schemaURL", Facet.eventSchema());
    ObjectNode ran = json.putObject("run").put("runId", uuid(run));
    ran.set("facets", json(facets));
    ObjectNode done = named(job.name());
    done.set("facets", json(job.facets()));
    json.set("job", done);
    json.set("inputs", json(inputs, "inputFacets"));
    json.set("outputs", json(outputs, "outputFacets"));
    return json;
  }

  /// A run's id as the standard writes it.
  static String uuid(RunId id) {
    return id.value().replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  static ObjectNode named(Name name) {
    return Json.object().put("namespace", name.namespace()).put("name", name.name());
  }

  private static ObjectNode json(List<Facet> facets) {
    ObjectNode json = Json.object();
    facets.forEach(facet -> json.set(facet.key(), facet.content()));
    return json;
  }

  private static ArrayNode json(List<Dataset> datasets, String own) {
    ArrayNode json = Json.array();
    for (Dataset dataset : datasets) {
      ObjectNode one = named(dataset.name());
      one.set("facets", json(dataset.facets()));
      one.set(own, json(dataset.own()));
      json.add(one);
    }
    return json;
  }
}
