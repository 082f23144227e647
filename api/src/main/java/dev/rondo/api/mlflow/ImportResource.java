package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Declaration;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.PlainPath;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Takes in the contents of an MLflow store, as `rondo import mlflow` reads them. An import is a
/// run of the experiment `Imports`, so that the ledger tells when, by whom and from where things
/// came.
final class ImportResource {
  private static final String ROOT = "/api/v1/imports";
  private static final String FILES = "/{import}/files/{kind}/{owner}";
  private static final String EXPERIMENT = "Imports";
  private static final String KIND = "import";
  private static final long THINGS = 256L << 20;

  private final Ledger ledger;
  private final BlobStore blobs;
  private final ImportThings things;

  ImportResource(Ledger ledger, BlobStore blobs, ImportThings things) {
    this.ledger = ledger;
    this.blobs = blobs;
    this.things = things;
  }

  void routes(Routes routes) {
    declare(routes, Method.POST, "", "Begin an import of what an MLflow store has")
        .accepts(Schema.object().field("source", Schema.text()))
        .returns(Schema.object().field("id", Schema.text()))
        .handle(this::begin);
    declare(
            routes,
            Method.POST,
            "/{import}/things",
            "Take in experiments, runs, models or traces with their own ids and times")
        .maxBody(THINGS)
        .returns(Schema.object().field("items", Schema.array(Schema.object().extensible())))
        .handle(request -> Response.json(things.take(request.caller(), request.json())));
    declare(routes, Method.POST, "/{import}/points", "Take in points of runs' metrics")
        .maxBody(THINGS)
        .returns(Schema.object().field("points", Schema.integer()))
        .handle(this::points);
    declare(routes, Method.GET, FILES, "List the files of a run, a logged model or a trace")
        .returns(Schema.object().field("items", Schema.array(Schema.object().extensible())))
        .handle(this::files);
    declare(
            routes,
            Method.PUT,
            FILES + "/{path...}",
            "Take in a file of a run, a logged model or a trace")
        .accepts(BodyKind.ANY)
        .maxBody(Declaration.ANY_SIZE)
        .returns(Schema.object().extensible())
        .handle(this::file);
    declare(routes, Method.POST, "/{import}/end", "End an import with what was counted")
        .accepts(
            Schema.object()
                .field("status", Schema.oneOf("FINISHED", "FAILED"))
                .optional("counts", Schema.map(Schema.integer())))
        .returns(Schema.object())
        .handle(this::end);
  }

  private static Declaration declare(Routes routes, Method method, String path, String summary) {
    return routes
        .add(method, ROOT + path)
        .permission(Permission.ADMINISTER)
        .summary(summary)
        .query("project", Schema.text(), "The project, when the server has more than one");
  }

  private Response begin(Request request) {
    String source = request.json().path("source").asString();
    RunStart start = RunStart.of(KIND, "import mlflow").withExperiment(EXPERIMENT);
    RunId id = ledger.start(request.caller(), start).id();
    ledger.logParameters(request.caller(), id, List.of(new Parameter("source", source)));
    return Response.json(Json.object().put("id", id.value()));
  }

  private Response points(Request request) {
    return Response.json(
        Json.object().put("points", things.points(request.caller(), request.bytes())));
  }

  private Response files(Request request) {
    ObjectNode answer = Json.object();
    answer.putArray("items");
    ledger
        .files()
        .all(request.caller(), root(request))
        .forEach(file -> answer.withArray("items").add(json(file)));
    return Response.json(answer);
  }

  private static ObjectNode json(Artifact file) {
    return Json.object()
        .put("path", file.path())
        .put("digest", file.digest().value())
        .put("size", file.size());
  }

  private static ArtifactRoot root(Request request) {
    String kind = request.parameter("kind");
    for (ArtifactRoot.Kind one : ArtifactRoot.Kind.values()) {
      if (one.text().equals(kind)) {
        return new ArtifactRoot(one, request.parameter("owner"));
      }
    }
    throw Problem.invalid("'%s' has no files: a run, a model or a trace has.", kind);
  }

  private Response file(Request request) throws IOException {
    Caller caller = request.caller();
    ArtifactRoot root = root(request);
    String path = PlainPath.check(request.parameter("path"));
    ledger.files().list(caller, root, "");
    try (InputStream body = request.stream()) {
      Blob blob = blobs.put(body);
      return Response.json(json(ledger.imports().file(caller, root, path, blob)));
    }
  }

  private Response end(Request request) {
    RunId id = new RunId(request.parameter("import").toLowerCase(Locale.ROOT));
    ObjectNode asked = request.json();
    List<Metric> counts = new ArrayList<>();
    Instant now = things.now();
    asked
        .path("counts")
        .forEachEntry((key, value) -> counts.add(new Metric(key, value.asDouble(), now, 0)));
    ledger.logMetrics(request.caller(), id, counts);
    ledger.finish(
        request.caller(), id, RunStatus.valueOf(asked.path("status").asString("FINISHED")));
    return Response.json(Json.object());
  }
}
