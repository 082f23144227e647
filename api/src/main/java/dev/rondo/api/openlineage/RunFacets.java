package dev.rondo.api.openlineage;

import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.RunId;
import tools.jackson.databind.node.ObjectNode;

/// What is told of a run, and of its job.
final class RunFacets {
  private RunFacets() {}

  /// A run with the name of its job.
  record Reference(RunId run, Name job) {
    private ObjectNode json() {
      ObjectNode json = Json.object();
      json.putObject("run").put("runId", RunEvent.uuid(run));
      json.set("job", RunEvent.named(job));
      return json;
    }
  }

  /// @param root the run at the top, such as a pipeline's
  static Facet parent(Reference parent, Reference root) {
    ObjectNode json = parent.json();
    json.set("root", root.json());
    return Facet.of("parent", "1-2-0", "ParentRunFacet", json);
  }

  static Facet engine(String version) {
    return Facet.of(
        "processing_engine",
        "1-1-1",
        "ProcessingEngineRunFacet",
        Json.object()
            .put("name", "Rondo")
            .put("version", version)
            .put("openlineageAdapterVersion", version));
  }

  /// @param moment in the data's time that the run stood at
  static Facet nominalTime(EventTime moment) {
    return Facet.of(
        "nominalTime",
        "1-0-1",
        "NominalTimeRunFacet",
        Json.object().put("nominalStartTime", moment.value().toString()));
  }

  static Facet error(String message) {
    return Facet.of(
        "errorMessage",
        "1-0-1",
        "ErrorMessageRunFacet",
        Json.object().put("message", message).put("programmingLanguage", "JAVA"));
  }

  /// @param type such as `PIPELINE` or `TASK`
  static Facet jobType(String type) {
    return Facet.of(
        "jobType",
        "2-0-4",
        "JobTypeJobFacet",
        Json.object()
            .put("processingType", "BATCH")
            .put("integration", "RONDO")
            .put("jobType", type));
  }

  static Facet jobDocumentation(String description) {
    return Facet.of(
        "documentation",
        "1-1-0",
        "DocumentationJobFacet",
        Json.object().put("description", description));
  }

  /// @param repository such as `rondo://local/taxi-duration.git`
  static Facet code(String repository, String commit) {
    return Facet.of(
        "sourceCodeLocation",
        "1-1-0",
        "SourceCodeLocationJobFacet",
        Json.object()
            .put("type", "git")
            .put("url", repository + "/" + commit)
            .put("repoUrl", repository)
            .put("version", commit));
  }
}
