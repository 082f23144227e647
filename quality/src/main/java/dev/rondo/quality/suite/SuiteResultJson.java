package dev.rondo.quality.suite;

import dev.rondo.kernel.json.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A result as the JSON that Great Expectations writes. An exception always has the flat form.
public final class SuiteResultJson {
  private SuiteResultJson() {}

  public static ObjectNode write(SuiteResult result) {
    ObjectNode json = Json.object().put("success", result.success());
    statistics(json.putObject("statistics"), result.statistics());
    json.put("suite_name", result.suite());
    ObjectNode parameters = json.putObject("suite_parameters");
    result.parameters().forEach(parameters::set);
    var list = json.putArray("results");
    result.results().forEach(judged -> list.add(write(judged, result.relation())));
    meta(json.putObject("meta"), result);
    return json.putNull("id");
  }

  private static void statistics(ObjectNode json, SuiteResult.Statistics statistics) {
    json.put("evaluated_expectations", statistics.evaluated());
    json.put("successful_expectations", statistics.successful());
    json.put("unsuccessful_expectations", statistics.unsuccessful());
    statistics
        .successPercent()
        .ifPresentOrElse(
            percent -> json.put("success_percent", percent), () -> json.putNull("success_percent"));
  }

  private static void meta(ObjectNode meta, SuiteResult result) {
    String at = result.at().value().toString();
    meta.putObject("run_id").putNull("run_name").put("run_time", at);
    meta.put("validation_time", at);
    meta.putObject("active_batch_definition")
        .put("datasource_name", "rondo")
        .put("data_connector_name", "relation")
        .put("data_asset_name", result.relation())
        .putObject("batch_identifiers");
  }

  private static ObjectNode write(SuiteResult.Judged judged, String batch) {
    ObjectNode json = Json.object().put("success", judged.result().success());
    json.set("expectation_config", config(judged, batch));
    json.set("result", judged.result().result());
    json.putObject("meta");
    json.set("exception_info", exception(judged.result().exception()));
    return json;
  }

  private static ObjectNode config(SuiteResult.Judged judged, String batch) {
    SuiteExpectation expectation = judged.expectation();
    ObjectNode json = Json.object().put("type", expectation.type().name());
    json.set("kwargs", GreatExpectations.arguments(expectation).put("batch_id", batch));
    About about = expectation.about();
    json.set("meta", about.meta());
    if (!about.id().isEmpty()) {
      json.put("id", about.id());
    }
    GreatExpectations.putNotes(json, about.notes());
    if (!about.description().isEmpty()) {
      json.put("description", about.description());
    }
    return json.put("severity", SeverityWords.of(expectation.severity()));
  }

  private static ObjectNode exception(Optional<String> message) {
    return Json.object()
        .put("raised_exception", message.isPresent())
        .put("exception_message", message.orElse(null))
        .putNull("exception_traceback");
  }
}
