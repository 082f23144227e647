package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.evaluation.Evaluations;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.Registry;
import dev.rondo.registry.evaluation.Report;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluations of model versions: what was measured, and measuring it again.
public final class EvaluationResource {
  private static final String ROOT =
      "/api/v1/projects/{project}/models/{model}/versions/{version}/evaluations";

  private static final long MOST_SENT = 16 << 20;

  private final Registry registry;
  private final Evaluations evaluations;

  public EvaluationResource(Registry registry, Evaluations evaluations) {
    this.registry = registry;
    this.evaluations = evaluations;
  }

  /// @param digest of the report; null where the metrics are all that is kept
  record RecordView(
      String id,
      String verdict,
      String reason,
      String dataset,
      Map<String, Double> metrics,
      Map<String, Double> baseline,
      Optional<String> digest,
      String by,
      String at) {}

  record EvaluationDetail(RecordView evaluation, Optional<Report> report) {}

  /// @param equal whether what came out now has the digest of what was kept
  record RecomputedView(boolean equal, String recorded, String again, Report report) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get(ROOT)
        .permission(Permission.READ)
        .summary("List a version's evaluations, oldest first")
        .returns(Page.schema(Schema.of(RecordView.class)))
        .handle(this::list);
    routes
        .get(ROOT + "/{evaluation}")
        .permission(Permission.READ)
        .summary("Show an evaluation: metrics with intervals, slices, plots, baseline, gates")
        .returns(Schema.of(EvaluationDetail.class))
        .handle(this::show);
    routes
        .post(ROOT)
        .permission(Permission.REGISTER_MODELS)
        .summary("Evaluate a version on the held-out rows of a training set, beside the champion")
        .accepts(Schema.object().field("trainingSet", Schema.text().length(1, 200)))
        .returns(Schema.of(EvaluationDetail.class))
        .handle(this::evaluate);
    routes
        .post(ROOT + "/answers")
        .permission(Permission.REGISTER_MODELS)
        .summary("Evaluate a version by what it answered elsewhere to labelled rows")
        .maxBody(MOST_SENT)
        .accepts(
            Schema.object()
                .field("task", Schema.oneOf("regression", "binary", "multiclass"))
                .field("dataset", Schema.text().length(1, 200))
                .field("labels", Schema.array(Schema.number()))
                .field("scores", Schema.array(Schema.any()))
                .optional("features", Schema.map(Schema.array(Schema.number().orNull()))))
        .returns(Schema.of(EvaluationDetail.class))
        .handle(this::evaluateSent);
    routes
        .post(ROOT + "/verify")
        .permission(Permission.PREDICT)
        .summary("Make an evaluation again from what it names, and compare the digests")
        .accepts(Schema.object().optional("evaluation", Schema.text().length(0, 64)))
        .returns(Schema.of(RecomputedView.class))
        .handle(this::verify);
  }

  private Response list(Request request) {
    registry.load(request.caller(), request.parameter("model"), version(request));
    return Response.json(
        Page.whole(recorded(request).stream().map(EvaluationResource::view).toList()));
  }

  private static int version(Request request) {
    return Numbers.version(request.parameter("version"));
  }

  private List<RecordedEvaluation> recorded(Request request) {
    return registry.evaluations(request.caller(), request.parameter("model"), version(request));
  }

  private Response show(Request request) {
    String id = request.parameter("evaluation");
    RecordedEvaluation found =
        recorded(request).stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                Problem.notFound(
                    "Version %d of '%s' has no evaluation '%s'.",
                    version(request), request.parameter("model"), id));
    return detail(request, found);
  }

  private Response detail(Request request, RecordedEvaluation recorded) {
    return Response.json(
        new EvaluationDetail(view(recorded), evaluations.report(request.caller(), recorded)));
  }

  private Response evaluate(Request request) {
    String set = request.json().path("trainingSet").asString();
    Report report =
        evaluations.evaluate(request.caller(), request.parameter("model"), version(request), set);
    return kept(request, report);
  }

  private Response evaluateSent(Request request) {
    return kept(
        request,
        evaluations.evaluate(
            request.caller(), request.parameter("model"), version(request), request.json()));
  }

  private Response kept(Request request, Report report) {
    Digest digest = report.digest();
    RecordedEvaluation kept =
        recorded(request).reversed().stream()
            .filter(one -> one.report().equals(Optional.of(digest)))
            .findFirst()
            .orElseThrow();
    return detail(request, kept);
  }

  private Response verify(Request request) {
    Evaluations.Recomputed made =
        evaluations.recompute(
            request.caller(),
            request.parameter("model"),
            version(request),
            request.json().path("evaluation").asString(""));
    return Response.json(
        new RecomputedView(
            made.isEqual(), made.recorded().value(), made.again().value(), made.report()));
  }

  private static RecordView view(RecordedEvaluation recorded) {
    Evaluation evaluation = recorded.evaluation();
    return new RecordView(
        recorded.id(),
        evaluation.verdict().text(),
        evaluation.reason(),
        evaluation.dataset().toString(),
        evaluation.metrics(),
        evaluation.baseline(),
        recorded.report().map(Digest::value),
        recorded.by(),
        recorded.at().toString());
  }
}
