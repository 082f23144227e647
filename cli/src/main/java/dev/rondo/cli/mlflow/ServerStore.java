package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A store behind a tracking server, read by its API page by page.
final class ServerStore implements MlflowStore {
  private static final String API = "/api/2.0/mlflow/";
  private static final int EXPERIMENTS = 1_000;
  private static final int RUNS = 200;
  private static final int POINTS = 25_000;
  private static final int MODELS = 50;
  private static final int TRACES = 100;
  private static final String PROMPT = "tag.`mlflow.prompt.is_prompt` = 'true'";

  private final MlflowServer server;
  private final ArtifactPlaces places;
  private final ImportReport report;

  ServerStore(MlflowServer server, ArtifactPlaces places, ImportReport report) {
    this.server = server;
    this.places = places;
    this.report = report;
  }

  @Override
  public String name() {
    return server.url();
  }

  @Override
  public ArtifactPlaces places() {
    return places;
  }

  /// Asks for one page after the other.
  private static void pages(
      Function<String, ObjectNode> page, String list, Consumer<ObjectNode> each) {
    String token = "";
    do {
      ObjectNode answer = page.apply(token);
      answer.path(list).forEach(one -> each.accept((ObjectNode) one));
      token = answer.path("next_page_token").asString("");
    } while (!token.isEmpty());
  }

  private void search(String path, ObjectNode asked, String list, Consumer<ObjectNode> each) {
    pages(
        token -> server.post(path, token.isEmpty() ? asked : asked.put("page_token", token)),
        list,
        each);
  }

  private void list(String path, String list, Consumer<ObjectNode> each) {
    pages(
        token ->
            server.get(token.isEmpty() ? path : path + "&page_token=" + MlflowServer.escape(token)),
        list,
        each);
  }

  @Override
  public List<ObjectNode> experiments() {
    List<ObjectNode> all = new ArrayList<>();
    ObjectNode asked = Json.object().put("max_results", EXPERIMENTS).put("view_type", "ALL");
    search(API + "experiments/search", asked, "experiments", all::add);
    return all.reversed();
  }

  @Override
  public void runs(String experiment, Consumer<ObjectNode> each) {
    ObjectNode asked = Json.object().put("run_view_type", "ALL").put("max_results", RUNS);
    asked.putArray("experiment_ids").add(experiment);
    asked.putArray("order_by").add("start_time ASC");
    search(API + "runs/search", asked, "runs", each);
  }

  @Override
  public OptionalLong countPoints(ObjectNode run) {
    return run.at("/data/metrics").isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public void points(ObjectNode run, PointReader each) {
    String id = run.at("/info/run_id").asString();
    for (JsonNode metric : run.at("/data/metrics")) {
      String key = metric.path("key").asString();
      Set<Point> seen = new HashSet<>();
      list(
          API
              + "metrics/get-history?run_id=%s&metric_key=%s&max_results=%d"
                  .formatted(id, MlflowServer.escape(key), POINTS),
          "metrics",
          one -> {
            Point point = Point.of(one);
            if (seen.add(point)) {
              each.point(key, point.step(), point.time(), point.value());
            }
          });
    }
  }

  private record Point(long step, long time, double value) {
    static Point of(JsonNode json) {
      JsonNode value = json.path("value");
      return new Point(
          json.path("step").asLong(0),
          json.path("timestamp").asLong(0),
          value.isString() ? Double.parseDouble(value.stringValue()) : value.asDouble(0));
    }
  }

  @Override
  public void models(String experiment, Consumer<ObjectNode> each) {
    ObjectNode asked = Json.object().put("max_results", MODELS);
    asked.putArray("experiment_ids").add(experiment);
    ifKnown(() -> search(API + "logged-models/search", asked, "models", each));
  }

  /// Servers of older releases do not have all calls.
  private static boolean ifKnown(Runnable call) {
    try {
      call.run();
      return true;
    } catch (Problem e) {
      if (e.code() == ProblemCode.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void registered(Consumer<ObjectNode> each) {
    String models = API + "registered-models/search?max_results=100&filter=";
    Set<String> seen = new HashSet<>();
    for (String filter : List.of("", PROMPT)) {
      list(
          models + MlflowServer.escape(filter),
          "registered_models",
          model -> {
            if (seen.add(model.path("name").asString())) {
              each.accept(withVersions(model, filter));
            }
          });
    }
  }

  private ObjectNode withVersions(ObjectNode model, String filter) {
    String name = model.path("name").asString();
    String quote = name.indexOf('\'') < 0 ? "'" : "\"";
    String wanted = "name = " + quote + name + quote + (filter.isEmpty() ? "" : " AND " + filter);
    model.putArray("versions");
    list(
        API + "model-versions/search?max_results=1000&filter=" + MlflowServer.escape(wanted),
        "model_versions",
        version -> {
          location(name, version);
          model.withArray("versions").add(version);
        });
    return model;
  }

  private void location(String name, ObjectNode version) {
    String query =
        "model-versions/get-download-uri?name=%s&version=%s"
            .formatted(MlflowServer.escape(name), version.path("version").asString());
    String at = server.get(API + query).path("artifact_uri").asString("");
    version.put("storage_location", at);
  }

  @Override
  public void traces(String experiment, Consumer<ObjectNode> each) {
    ObjectNode asked = Json.object().put("max_results", TRACES);
    ObjectNode location = Json.object();
    TraceForm.at(location, experiment);
    asked.putArray("locations").add(location.path("trace_location"));
    boolean isNew =
        ifKnown(() ->
            search(
                "/api/3.0/mlflow/traces/search",
                asked,
                "traces",
                info -> each.accept(trace(info, "3.0"))));
    if (!isNew) {
      String path = API + "traces?experiment_ids=" + experiment + "&max_results=" + TRACES;
      ifKnown(() -> list(path, "traces", info -> each.accept(trace(renewed(info), "2.0"))));
    }
  }

  /// A trace in the form before.
  private static ObjectNode renewed(ObjectNode old) {
    ObjectNode info = Json.object().put("trace_id", old.path("request_id").asString());
    TraceForm.at(info, old.path("experiment_id").asString());
    long time = old.path("timestamp_ms").asLong(0);
    info.put("request_time", Instant.ofEpochMilli(time).toString());
    info.put("execution_duration", TraceForm.seconds(old.path("execution_time_ms").asLong(0)));
    info.put("state", old.path("status").asString(""));
    pairs(old.path("tags"), info.putObject("tags"));
    pairs(old.path("request_metadata"), info.putObject("trace_metadata"));
    return info;
  }

  private static void pairs(JsonNode list, ObjectNode to) {
    list.forEach(one -> to.put(one.path("key").asString(), one.path("value").asString("")));
  }

  private ObjectNode trace(ObjectNode info, String version) {
    ObjectNode trace = Json.object();
    trace.set("trace_info", info);
    if (!info.at("/tags/mlflow.trace.spansLocation").asString("").equals("TRACKING_STORE")) {
      return trace;
    }
    String id = info.path("trace_id").asString();
    String path = "/ajax-api/" + version + "/mlflow/get-trace-artifact?request_id=";
    try {
      ObjectNode file = server.read(path + MlflowServer.escape(id), ServerStore::whole);
      trace.set("spans", file.path("spans"));
    } catch (Problem e) {
      report.missing("spans", id, e.text());
    }
    return trace;
  }

  private static ObjectNode whole(InputStream content) throws IOException {
    byte[] bytes = content.readAllBytes();
    return Json.parseObject(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {}
}
