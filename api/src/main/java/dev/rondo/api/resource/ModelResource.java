package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.VersionComparison;
import dev.rondo.loop.VersionDifference;
import dev.rondo.loop.evaluation.VersionPapers;
import dev.rondo.registry.Model;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.Registry;
import dev.rondo.registry.scan.Scan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Models and their versions.
public final class ModelResource {
  private final Registry registry;
  private final VersionComparison comparison;
  private final VersionPapers papers;

  public ModelResource(Registry registry, VersionComparison comparison, VersionPapers papers) {
    this.registry = registry;
    this.comparison = comparison;
    this.papers = papers;
  }

  record DifferenceView(String part, String name, Optional<String> from, Optional<String> to) {}

  record ModelView(
      String name, int champion, int versions, String description, Map<String, String> tags) {}

  record VersionView(
      String model,
      int version,
      String status,
      String stage,
      String reason,
      List<String> aliases,
      String digest,
      Optional<String> run,
      String source,
      String user,
      String created,
      String description,
      Map<String, String> tags) {}

  record EvaluationView(
      String verdict, String reason, Map<String, Double> metrics, Map<String, Double> baseline) {}

  record FindingView(String file, String severity, String text) {}

  record ScanView(
      String format,
      List<String> flavors,
      String signature,
      int files,
      long size,
      List<FindingView> findings) {}

  record ContentView(String format, String digest, long size) {}

  record VersionDetail(
      VersionView version,
      List<String> inputs,
      Optional<ContentView> content,
      Optional<ScanView> scan,
      List<EvaluationView> evaluations,
      PaperResource.PapersView papers) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/models")
        .permission(Permission.READ)
        .summary("List the project's models")
        .returns(Page.schema(Schema.of(ModelView.class)))
        .handle(this::models);
    routes
        .get("/api/v1/projects/{project}/models/{model}")
        .permission(Permission.READ)
        .summary("List a model's versions, newest first")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .returns(Page.schema(Schema.of(VersionView.class)))
        .handle(this::versions);
    routes
        .get("/api/v1/projects/{project}/models/{model}/versions/{version}")
        .permission(Permission.READ)
        .summary("Describe a version with the evaluations that justified it")
        .returns(Schema.of(VersionDetail.class))
        .handle(this::version);
    routes
        .get("/api/v1/projects/{project}/models/{model}/compare")
        .permission(Permission.READ)
        .summary("Say in what two versions differ: data, features, code, parameters, environment")
        .query("from", Schema.integer().range(1, Integer.MAX_VALUE), "The one version")
        .query("to", Schema.integer().range(1, Integer.MAX_VALUE), "The other version")
        .returns(Page.schema(Schema.of(DifferenceView.class)))
        .handle(this::compare);
    routes
        .post("/api/v1/projects/{project}/models/{model}/versions/{version}/promote")
        .permission(Permission.PROMOTE_MODELS)
        .summary("Make a version the champion, which releases it")
        .accepts(
            Schema.object()
                .field("reason", Schema.text())
                .optional("despiteScan", Schema.flag().describe("Although it seems dangerous")))
        .returns(Schema.of(VersionView.class))
        .handle(this::promote);
  }

  private Response compare(Request request) {
    List<VersionDifference> differences =
        comparison.compare(
            request.caller(),
            request.parameter("model"),
            number(request, "from"),
            number(request, "to"));
    return Response.json(
        Page.whole(
            differences.stream()
                .map(one -> new DifferenceView(one.part().text(), one.name(), one.from(), one.to()))
                .toList()));
  }

  private static int number(Request request, String name) {
    return request
        .query(name)
        .map(Integer::parseInt)
        .orElseThrow(() ->
            Problem.invalid("The query parameter '%s' is needed: the number of a version.", name));
  }

  private Response models(Request request) {
    return Response.json(
        Page.whole(
            registry.models(request.caller(), "", 1000).stream()
                .map(ModelResource::view)
                .toList()));
  }

  private Response versions(Request request) {
    String model = request.parameter("model");
    if (registry.findModel(request.caller(), model).isEmpty()) {
      throw Problem.notFound(
          "There is no model '%s' in project '%s'.", model, request.caller().project());
    }
    return Response.json(
        Page.whole(
            registry
                .versions(request.caller(), model, Integer.MAX_VALUE, request.query("limit", 100))
                .stream()
                .map(ModelResource::view)
                .toList()));
  }

  private Response version(Request request) {
    String model = request.parameter("model");
    int number = Numbers.version(request.parameter("version"));
    ModelVersion version = registry.load(request.caller(), model, number);
    return Response.json(
        new VersionDetail(
            view(version),
            version.findContent().map(c -> c.signature().inputNames()).orElse(List.of()),
            version
                .findContent()
                .map(c -> new ContentView(c.format(), c.digest().value(), c.size())),
            version.scan().map(ModelResource::view),
            registry.evaluations(request.caller(), model, number).stream()
                .map(ModelResource::view)
                .toList(),
            PaperResource.view(papers.of(request.caller(), version))));
  }

  private Response promote(Request request) {
    Caller caller = request.caller();
    String model = request.parameter("model");
    int version = Numbers.version(request.parameter("version"));
    JsonNode body = request.json();
    String reason = body.path("reason").asString();
    return Response.json(
        view(
            body.path("despiteScan").asBoolean(false)
                ? registry.promoteDespiteScan(caller, model, version, reason)
                : registry.promote(caller, model, version, reason)));
  }

  private static ModelView view(Model model) {
    return new ModelView(
        model.name(),
        model.champion().orElse(0),
        model.versions(),
        model.description(),
        model.tags());
  }

  private static ScanView view(Scan scan) {
    return new ScanView(
        scan.format(),
        scan.flavors(),
        scan.signature(),
        scan.files(),
        scan.size(),
        scan.findings().stream()
            .map(one -> new FindingView(one.file(), one.severity().text(), one.text()))
            .toList());
  }

  private static VersionView view(ModelVersion version) {
    return new VersionView(
        version.model(),
        version.version(),
        version.status().text(),
        version.status().stage().text(),
        version.statusReason(),
        version.aliases(),
        version.digest().value(),
        version.run(),
        version.source().source(),
        version.user(),
        version.created().toString(),
        version.description(),
        version.tags());
  }

  private static EvaluationView view(RecordedEvaluation recorded) {
    return new EvaluationView(
        recorded.evaluation().verdict().text(),
        recorded.evaluation().reason(),
        recorded.evaluation().metrics(),
        recorded.evaluation().baseline());
  }
}
