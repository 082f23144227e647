package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.loop.evaluation.VersionPapers;
import dev.rondo.registry.AliasChange;
import dev.rondo.registry.Model;
import dev.rondo.registry.ModelSearch;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.StageChange;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.serving.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `/models`, a model's versions, and one version with where it comes from.
final class ModelPages {
  private static final int MODELS = 200;
  private static final int VERSIONS = 60;
  private static final int MOVES = 60;
  private static final int NODES = 2_000;
  private static final String PROMPT_TEXT = "mlflow.prompt.text";

  private final Site site;
  private final Parts parts;

  ModelPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// @param isOfPrompts whether the prompts of clients are shown, which are kept as models
  /// @param hasPrompts whether there are any
  /// @param next the address of the page after; empty on the last
  record ListView(
      List<Model> models, boolean isOfPrompts, boolean hasPrompts, Optional<String> next) {}

  /// A version with its newest judgement.
  record Row(ModelVersion version, Optional<RecordedEvaluation> judgement) {}

  /// @param runs that made the versions
  /// @param chart of the judgements; empty with fewer than two
  record ModelView(
      Model model,
      List<Row> rows,
      KnownRuns runs,
      List<AliasChange> moves,
      List<StageChange> stages,
      Optional<Chart> chart,
      Optional<String> next) {}

  /// @param measured what the newest judgement was found by; empty where its metrics are all
  /// @param lineage empty when the ledger does not know the version
  record VersionView(
      ModelVersion version,
      Origin origin,
      List<RecordedEvaluation> judgements,
      Optional<ReportView> measured,
      VersionPapers.Papers papers,
      List<Deployment> deployments,
      Optional<LineageView> lineage) {}

  /// @param runs the one that made it, if it is here
  /// @param logged the model that was registered, if it is here
  /// @param prompt what a client says to a language model by it; empty for a model
  record Origin(KnownRuns runs, Optional<LoggedModel> logged, Optional<String> prompt) {}

  Response list(Request request) {
    Caller caller = request.caller();
    String after = request.query("after").orElse("");
    boolean isOfPrompts = request.query("kind").filter("prompts"::equals).isPresent();
    List<Model> models =
        isOfPrompts
            ? parts.registry().prompts(caller, after, MODELS + 1)
            : parts.registry().models(caller, after, MODELS + 1);
    List<Model> shown = models.stream().limit(MODELS).toList();
    String kind = isOfPrompts ? "kind=prompts&" : "";
    Optional<String> next =
        models.size() > MODELS
            ? Optional.of("/models?" + kind + "after=" + Addresses.part(shown.getLast().name()))
            : Optional.empty();
    boolean hasPrompts = !parts.registry().prompts(caller, "", 1).isEmpty();
    Frame frame =
        site.frame(request, isOfPrompts ? "Prompts" : "Models", "models", "rondo models list");
    return site.page("models.jte", frame, new ListView(shown, isOfPrompts, hasPrompts, next));
  }

  Response model(Request request) {
    Caller caller = request.caller();
    String name = request.parameter("model");
    Model model =
        parts
            .registry()
            .findModel(caller, name)
            .orElseThrow(() -> Problem.notFound("There is no model '%s'.", name));
    int before = request.query("before", Integer.MAX_VALUE);
    List<ModelVersion> versions = parts.registry().versions(caller, name, before, VERSIONS + 1);
    List<Row> rows = versions.stream().limit(VERSIONS).map(v -> row(caller, v)).toList();
    Optional<String> next =
        versions.size() > VERSIONS
            ? Optional.of(Addresses.model(name) + "?before=" + rows.getLast().version().version())
            : Optional.empty();
    ModelView view =
        new ModelView(
            model,
            rows,
            makers(caller, rows.stream().map(Row::version)),
            parts.registry().aliasHistory(caller, name, MOVES),
            parts.registry().stageHistory(caller, name, MOVES),
            chart(rows),
            next);
    Frame frame = site.frame(request, name, "models", "rondo models show " + name);
    return site.page("model.jte", frame, view);
  }

  private KnownRuns makers(Caller caller, Stream<ModelVersion> versions) {
    return KnownRuns.of(
        parts.ledger(), caller, versions.flatMap(version -> version.run().stream()));
  }

  /// Whether it is a prompt of clients, which are kept as models.
  static boolean isPrompt(Model model) {
    return Boolean.parseBoolean(model.tags().get(ModelSearch.PROMPT));
  }

  static String promptText(ModelVersion version) {
    return version.tags().getOrDefault(PROMPT_TEXT, "");
  }

  private Row row(Caller caller, ModelVersion version) {
    List<RecordedEvaluation> all =
        parts.registry().evaluations(caller, version.model(), version.version());
    return new Row(version, all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
  }

  /// The first metric of each judgement, beside the baseline's.
  private static Optional<Chart> chart(List<Row> rows) {
    Map<String, List<double[]>> lines = new TreeMap<>();
    for (Row row : rows.reversed()) {
      row.judgement()
          .ifPresent(judgement -> {
            int version = row.version().version();
            judgement
                .evaluation()
                .metrics()
                .forEach((key, value) -> point(lines, key, version, value));
            judgement
                .evaluation()
                .baseline()
                .forEach((key, value) -> point(lines, key + " of the champion", version, value));
          });
    }
    Chart chart = Chart.overSteps("");
    lines.forEach((name, points) -> chart.line(name, points, name.endsWith(" of the champion")));
    boolean isWorth = lines.values().stream().anyMatch(points -> points.size() > 1);
    return isWorth ? Optional.of(chart) : Optional.empty();
  }

  private static void point(
      Map<String, List<double[]>> lines, String name, int version, double value) {
    lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(new double[] {version, value});
  }

  Response version(Request request) {
    Caller caller = request.caller();
    String model = request.parameter("model");
    ModelVersion version = find(caller, model, request.parameter("version"));
    String title = model + " v" + version.version();
    Frame frame =
        site.frame(
            request,
            title,
            "models",
            "rondo lineage model-version " + model + " " + version.version());
    List<RecordedEvaluation> judgements =
        parts.registry().evaluations(caller, model, version.version());
    VersionView view =
        new VersionView(
            version,
            origin(caller, version),
            judgements,
            measured(judgements),
            parts.papers().of(caller, version),
            deployments(caller, version),
            lineage(caller, version, frame));
    return site.page("version.jte", frame, view);
  }

  private Origin origin(Caller caller, ModelVersion version) {
    return new Origin(
        makers(caller, Stream.of(version)),
        version
            .source()
            .loggedModel()
            .flatMap(id -> LoggedModelPages.find(parts.ledger(), caller, id)),
        parts
            .registry()
            .findModel(caller, version.model())
            .filter(ModelPages::isPrompt)
            .map(_ -> promptText(version)));
  }

  private Optional<ReportView> measured(List<RecordedEvaluation> judgements) {
    return judgements.reversed().stream()
        .flatMap(judgement -> judgement.report().stream())
        .findFirst()
        .map(digest -> new ReportView(Report.parse(parts.blobs().load(digest))));
  }

  private ModelVersion find(Caller caller, String model, String version) {
    return (version.matches("[1-9][0-9]{0,8}")
            ? parts.registry().find(caller, model, Integer.parseInt(version))
            : parts.registry().findByAlias(caller, model, version))
        .orElseThrow(
            () -> Problem.notFound("There is no version '%s' of a model '%s'.", version, model));
  }

  private List<Deployment> deployments(Caller caller, ModelVersion version) {
    return parts.serving().endpoints(caller).stream()
        .filter(endpoint -> endpoint.model().equals(version.model()))
        .flatMap(endpoint -> parts.serving().deployments(caller, endpoint.name(), "", 200).stream())
        .filter(deployment -> deployment.model().version() == version.version())
        .toList();
  }

  private Optional<LineageView> lineage(Caller caller, ModelVersion version, Frame frame) {
    var asset = version.asset();
    return parts
        .ledger()
        .asset(caller, asset.kind(), asset.name(), asset.version())
        .map(_ -> parts.ledger().lineage(caller, asset, Direction.UPSTREAM, NODES))
        .map(graph -> LineageView.of(graph, frame, parts.data().rebuilds().judge(caller, graph)));
  }
}
