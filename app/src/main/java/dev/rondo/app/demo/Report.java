package dev.rondo.app.demo;

import dev.rondo.app.Server;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.LiveError;
import dev.rondo.loop.Origin;
import dev.rondo.loop.Origins;
import dev.rondo.monitoring.AbsoluteError;
import dev.rondo.quality.QualityTotals;
import dev.rondo.registry.AliasChange;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import dev.rondo.workflow.ExecutionQuery;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What came of the replay, as figures that can be compared with another run's.
final class Report {
  private static final String MODEL = "trip-duration";
  private static final String DATASET = "trips";
  private static final EventTime SPRING = EventTime.parse("2020-04-01");
  private static final EventTime SUMMER = EventTime.parse("2020-07-01");

  private final Server server;
  private final Caller caller;

  Report(Server server, Caller caller) {
    this.server = server;
    this.caller = caller;
  }

  ObjectNode write(EventTime from, EventTime to, Replay replay) {
    ObjectNode result = Json.object();
    data(result);
    result.put("requests", replay.requests()).put("failed_requests", replay.failed());
    ActiveProject active = server.loop().projects().active(caller);
    LiveError live = LiveError.of(server.components(), active, caller, Demo.ENDPOINT, from, to);
    float[] first = live.alone(1);
    put(result, "closed_loop_mae", live.answered(from, to));
    put(result, "closed_loop_mae_spring_2020", live.answered(SPRING, SUMMER));
    put(result, "static_mae", live.error(first, from, to));
    put(result, "static_mae_spring_2020", live.error(first, SPRING, SUMMER));
    models(result);
    Origins origins = new Origins(server.components(), server.loop().projects());
    live.last()
        .map(request -> origins.find(caller, Demo.ENDPOINT, request))
        .ifPresent(origin -> result.set("trace", trace(origin)));
    return result;
  }

  private static void put(ObjectNode result, String name, AbsoluteError error) {
    error.mean().ifPresent(mean -> result.put(name, mean));
  }

  private void data(ObjectNode result) {
    QualityTotals totals = server.components().quality().totals(caller, DATASET);
    result
        .put("rows_read", totals.read())
        .put("rows_valid", totals.accepted())
        .put("rows_quarantined", totals.quarantined());
    ObjectNode breaches = result.putObject("breaches");
    server.loop().quarantine().breaches(caller, DATASET).forEach(breaches::put);
  }

  private void models(ObjectNode result) {
    Registry registry = server.components().registry();
    List<ModelVersion> versions = registry.versions(caller, MODEL, Integer.MAX_VALUE, 1000);
    List<AliasChange> moves = registry.aliasHistory(caller, MODEL, 1000);
    int trainings =
        server
            .loop()
            .engine()
            .list(caller, ExecutionQuery.newest(1000).withPipeline("train"))
            .size();
    long rollbacks = countEvents("model.rolled-back");
    result.put("retrains", trainings - 1);
    result.put("promotions", moves.size() - rollbacks - 1);
    result.put("rollbacks", rollbacks);
    ArrayNode digests = result.putArray("model_digests");
    versions.reversed().forEach(version -> digests.add(version.digest().value()));
  }

  private long countEvents(String type) {
    long count = 0;
    long after = 0;
    for (var page = server.components().events().since(caller, after, 1000);
        !page.isEmpty();
        page = server.components().events().since(caller, after, 1000)) {
      count += page.stream().filter(event -> event.type().equals(type)).count();
      after = page.getLast().sequence();
    }
    return count;
  }

  private ObjectNode trace(Origin origin) {
    ObjectNode json = Json.object().put("prediction", origin.prediction().requestId());
    origin.deployment().ifPresent(d -> json.put("deployment", d.asset().toString()));
    json.put("model_version", origin.model().asset().toString());
    json.put("training_run", origin.run().value());
    json.put("model_digest", origin.model().digest().value());
    origin.trainingSet().ifPresent(set -> json.put("training_set", set.toString()));
    ObjectNode snapshots = json.putObject("snapshots");
    origin.snapshots().forEach(asset -> snapshots.put(asset.name(), asset.toString()));
    ObjectNode files = json.putObject("source_files");
    origin.sourceFiles().forEach(file -> files.put(file.name(), file.digest().value()));
    origin.bundle().ifPresent(bundle -> json.put("commit", bundle.version()));
    return json;
  }
}
