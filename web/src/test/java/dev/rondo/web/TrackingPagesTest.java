package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.Dataset;
import dev.rondo.ledger.DatasetInput;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.ModelMetric;
import dev.rondo.ledger.ModelUse;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunBatch;
import dev.rondo.ledger.RunChange;
import dev.rondo.ledger.RunDraft;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import dev.rondo.ledger.trace.Assessment;
import dev.rondo.ledger.trace.AssessmentId;
import dev.rondo.ledger.trace.Course;
import dev.rondo.ledger.trace.Exchange;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceState;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.NewVersion;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of what clients log: experiments, runs side by side, logged models, traces.
class TrackingPagesTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"onload=";
  private static final String NOBODY = "0123456789abcdef0123456789abcdef";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path home;
  private final TestClock clock = new TestClock();
  private WebHarness web;

  @BeforeEach
  void open() {
    web = new WebHarness(home, clock, DevServer.steps(), 0);
  }

  @AfterEach
  void close() {
    web.close();
  }

  private String page(String path) {
    return answer(path, 200);
  }

  private String answer(String path, int status) {
    HttpResponse<String> answer = web.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body())
        .doesNotContain("<script>alert")
        .doesNotContainPattern("<[^<>]*\"onload=");
    return answer.body();
  }

  private Experiment experiment(String name, Tag... tags) {
    return web.ledger.experiments().create(Callers.ALL, name, Optional.empty(), List.of(tags));
  }

  private RunId run(ExperimentId experiment, String name, Tag... tags) {
    clock.advance(Duration.ofSeconds(1));
    RunDraft draft =
        new RunDraft(
            experiment,
            Optional.of(name),
            "mlflow",
            Optional.of("ada"),
            clock.instant(),
            List.of(tags));
    return web.ledger.runs().create(Callers.ALL, draft).run().id();
  }

  private void log(RunId run, Map<String, String> parameters, Map<String, Double> metrics) {
    note(
        run,
        new RunBatch(
            parameters.entrySet().stream()
                .map(one -> new Parameter(one.getKey(), one.getValue()))
                .toList(),
            metrics.entrySet().stream()
                .map(one -> new Metric(one.getKey(), one.getValue(), NOON, 0))
                .toList(),
            List.of()));
  }

  private void note(RunId run, RunBatch batch) {
    web.ledger.runs().log(Callers.ALL, run, batch);
  }

  private static String link(String page, String relation) {
    var link = Pattern.compile("rel=\"" + relation + "\" href=\"([^\"]*)\"").matcher(page);
    assertThat(link.find()).as(page).isTrue();
    return link.group(1).replace("&amp;", "&");
  }

  @Test
  void experimentsAreListedByPagesAndFoundByWhatClientsSearchBy() {
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(1));
      experiment("sweep " + i, new Tag("team", i % 2 == 0 ? "taxi" : "bus"));
    }
    run(web.ledger.experiments().find(Callers.ALL, "sweep 59").orElseThrow().id(), "first");
    String first = page("/experiments");
    assertThat(first).contains(">sweep 59<", ">sweep 10<").doesNotContain(">sweep 9<");
    assertThat(first).containsPattern("data-name=\"Runs\">1<");
    String second = page(link(first, "next"));
    assertThat(second).contains(">sweep 9<", ">Default<").doesNotContain(">sweep 10<");
    assertThat(page(link(second, "prev"))).contains(">sweep 59<");
    assertThat(page("/experiments?filter=tags.team%20%3D%20'bus'"))
        .contains(">sweep 59<")
        .doesNotContain(">sweep 58<");
    assertThat(answer("/experiments?filter=name%20%3D%20" + Addresses.part(HOSTILE), 400))
        .contains("role=\"alert\"", "Invalid clause", "value=\"name = &lt;script");
    ExperimentId gone = web.ledger.experiments().find(Callers.ALL, "sweep 7").orElseThrow().id();
    web.ledger.experiments().delete(Callers.ALL, gone);
    assertThat(page("/experiments?view=deleted")).contains(">sweep 7<").doesNotContain("sweep 8");
    assertThat(page("/experiments?filter=name%20%3D%20'none'")).contains("set_experiment");
    assertThat(web.get("/experiments?from=-1").statusCode()).isEqualTo(400);
    assertThat(web.get("/experiments?view=lost").statusCode()).isEqualTo(400);
  }

  @Test
  void theRunsOfAnExperimentStandInATableThatIsFilteredOrderedAndPaged() {
    ExperimentId id = experiment("fares").id();
    String page = Addresses.experiment(id);
    assertThat(page(page)).contains("class=\"empty\"", "mlflow.set_experiment");
    RunId search = run(id, "search");
    for (int i = 0; i < 55; i++) {
      RunId trial = run(id, "trial " + i, new Tag(Tag.PARENT, search.value()));
      log(trial, Map.of("depth", "" + i), Map.of("val mae", 100.0 - i, "rare " + i, 1.0));
    }
    String first = page(page);
    assertThat(first)
        .contains(">trial 54<", "within " + Format.brief(search.value()), ">val mae<", ">depth<")
        .contains("name=\"run\" value=\"")
        .doesNotContain(">trial 4<");
    String last = page(link(first, "next"));
    assertThat(last).contains("└").contains(">trial 4<");
    assertThat(last.indexOf(">search<")).isLessThan(last.indexOf(">trial 4<"));
    String byMetric = page(page + "?order=metrics.%60val%20mae%60%20ASC");
    assertThat(byMetric).contains("aria-sort=\"ascending\"");
    assertThat(byMetric.indexOf(">trial 54<")).isLessThan(byMetric.indexOf(">trial 53<"));
    assertThat(page(page + "?column=metrics.rare%203&from=50"))
        .contains(">rare 3<")
        .doesNotContainPattern("class=\"sort\"[^>]*>depth<");
    assertThat(page(page + "?filter=params.depth%20%3D%20'7'"))
        .contains(">trial 7<")
        .doesNotContain(">trial 8<");
    assertThat(answer(page + "?filter=metrics.mae%20%3C", 400)).contains("role=\"alert\"");
    assertThat(answer(page + "?order=colour", 400)).contains("role=\"alert\"");
    assertThat(page(page + "?filter=status%20%3D%20'FAILED'")).contains("No such run");
  }

  @Test
  void runsStandSideBySideWithTheirDifferences() {
    ExperimentId id = experiment("fares").id();
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RunId run = run(id, "run " + i);
      log(
          run,
          Map.of("depth", "" + i, "loss", "squared"),
          Map.of("val_mae", 3.0 - i, "accuracy", 0.5, "colour", i * 1.0));
      for (int step = 0; step < 9; step++) {
        web.ledger.logMetrics(
            Callers.ALL, run, List.of(new Metric("train_loss", 9.0 / (step + i + 1), NOON, step)));
      }
      runs.add(run.value());
    }
    String page = page(ComparePage.address(runs));
    assertThat(page).contains("Comparison of 3 runs", "data-chart", "train_loss", "1 of 2 differ");
    assertThat(page).containsPattern("class=\"n best\">1<").as("the least error");
    assertThat(page).contains("1 the same in all", ">−2<").doesNotContain("best\">0.5<");
    assertThat(answer("/runs/compare?run=" + runs.getFirst(), 400)).contains("2 to 10");
    assertThat(web.get("/runs/compare").statusCode()).isEqualTo(400);
    assertThat(web.get(ComparePage.address(List.of(runs.getFirst(), NOBODY))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aRunLeadsToAllThatWasLoggedInIt() {
    ExperimentId id = experiment("fares").id();
    RunId run = run(id, "fit", new Tag("mlflow.note.content", "By *hand* " + HOSTILE));
    Dataset set =
        new Dataset(HOSTILE, "d1", "http", "{\"url\":\"x\"}", Optional.empty(), Optional.empty());
    web.ledger
        .runs()
        .logInputs(
            Callers.ALL,
            run,
            List.of(new DatasetInput(set, Map.of(DatasetInput.CONTEXT, "training"))),
            List.of());
    put(ArtifactRoot.of(run), "plots/evil page.html", HOSTILE);
    LoggedModel model = model(id, run, "forest");
    trace(id, "tr-1", run);
    String page = page("/runs/" + run);
    assertThat(page)
        .contains("By <em>hand</em>", "for training", ">plots/<", Addresses.loggedModel(model.id()))
        .contains("/traces/tr-1", Addresses.experiment(id))
        .doesNotContain("<h2>Read</h2>");
    assertThat(page("/runs/" + run + "?folder=plots"))
        .contains("/get-artifact?run_id=" + run + "&amp;path=plots%2Fevil%20page.html")
        .contains("project=test", "download");
    assertThat(page("/runs/" + run + "?project=test"))
        .contains(
            "folder=plots&amp;project=test#files", Addresses.experiment(id) + "?project=test");
    assertThat(page(Addresses.experiment(id) + "?project=test"))
        .contains("<input type=\"hidden\" name=\"project\" value=\"test\">");
    assertThat(web.get("/runs/" + run + "?folder=..%2F..").statusCode()).isEqualTo(400);
    assertThat(page(Addresses.experiment(id) + "/traces?filter=run_id%20%3D%20'" + run + "'"))
        .contains("/traces/tr-1");
  }

  private void put(ArtifactRoot root, String path, String content) {
    web.ledger
        .files()
        .put(Callers.ALL, root, path, web.blobs.put(content.getBytes(StandardCharsets.UTF_8)));
  }

  private LoggedModel model(ExperimentId experiment, RunId run, String name) {
    var models = web.ledger.models();
    LoggedModel made =
        models.create(
            Callers.ALL,
            experiment,
            new LoggedModel.Draft(name, "classifier", Optional.of(run)),
            List.of(new Parameter("depth", HOSTILE)),
            List.of());
    put(ArtifactRoot.of(made.id()), "MLmodel", "flavors: {}");
    models.finish(Callers.ALL, made.id(), LoggedModel.Status.READY);
    models.addOutputs(Callers.ALL, run, List.of(new ModelUse(made.id(), 0)));
    ModelMetric metric =
        new ModelMetric(made.id(), run, new Metric("mae", 2.5, NOON, 0), "taxi-2018", "d1");
    note(run, new RunBatch(List.of(), List.of(), List.of(), List.of(metric)));
    return models.load(Callers.ALL, made.id());
  }

  @Test
  void aLoggedModelLeadsToItsRunItsFilesAndItsVersions() {
    ExperimentId id = experiment("fares").id();
    assertThat(page(Addresses.experiment(id) + "/models")).contains("log_model");
    RunId run = run(id, "fit");
    LoggedModel model = model(id, run, "forest");
    ModelSource source =
        new ModelSource(
            "models:/" + model.id(),
            "mlflow-artifacts:/x",
            Optional.of(run.value()),
            "",
            Optional.of(model.id().value()));
    web.registry.catalog().create(Callers.ALL, "fares", "", Map.of());
    web.registry
        .catalog()
        .register(Callers.ALL, new NewVersion("fares", source, "", Map.of(), Optional.empty()));
    web.registry
        .catalog()
        .register(
            Callers.ALL,
            new NewVersion(
                "fares",
                new ModelSource("s3://elsewhere/m", "", Optional.of(NOBODY), "", Optional.empty()),
                "",
                Map.of(),
                Optional.empty()));
    assertThat(page(Addresses.experiment(id) + "/models?filter=metrics.mae%20%3C%203"))
        .contains("forest", "/models/fares/1", "/runs/" + run, "on taxi-2018");
    assertThat(answer(Addresses.experiment(id) + "/models?filter=x", 400)).contains("alert");
    assertThat(page(Addresses.loggedModel(model.id())))
        .contains("2.5", "taxi-2018", "MLmodel", "/models/fares/1", "/runs/" + run, "ready")
        .contains("artifacts/files?artifact_file_path=MLmodel&amp;project=test");
    assertThat(page("/models/fares/1")).contains("/runs/" + run, Addresses.loggedModel(model.id()));
    assertThat(page("/models/fares/2")).contains(NOBODY).doesNotContain("/runs/" + NOBODY);
    assertThat(page("/models/fares")).contains("/runs/" + run).doesNotContain("/runs/" + NOBODY);
  }

  private void trace(ExperimentId experiment, String id, RunId run) {
    Trace trace =
        new Trace(
            new TraceId(id),
            experiment,
            new Course(NOON, OptionalLong.of(1_250), TraceState.ERROR),
            new Exchange(Optional.empty(), Optional.of("Ask " + HOSTILE), Optional.empty()),
            Map.of(Trace.NAME, "answer", "city", HOSTILE),
            Map.of(Trace.SOURCE_RUN, run.value(), Trace.TOKENS, "{\"total_tokens\":154}"),
            List.of());
    web.ledger.traces().record(Callers.ALL, trace);
  }

  /// A step as clients write it.
  private static String step(String id, String parent, String name, String more) {
    return """
    {"span_id": "%s", "parent_span_id": %s, "name": "%s", "start_time_unix_nano": 1000000,
     "end_time_unix_nano": 5000000, %s}
    """
        .formatted(id, parent, name, more);
  }

  private static final String FAILED =
      """
      "status": {"code": "STATUS_CODE_ERROR", "message": "no"},
      "attributes": {"mlflow.spanType": "\\"TOOL\\"", "mlflow.spanInputs": "{\\"q\\": [1, 2]}",
        "mlflow.spanOutputs": "\\"<script>alert('x')</script>\\""},
      "events": [{"name": "exception", "time_unix_nano": 2000000, "attributes": {
        "exception.type": "\\"MapError\\"", "exception.message": "\\"The map is away.\\"",
        "exception.stacktrace": "\\"line 7 in tool\\""}}]\
      """;
  private static final String FINE =
      """
      "status": {"code": "STATUS_CODE_OK"}, "attributes": {}, "events": []\
      """;

  @Test
  void aTraceShowsItsStepsItsFailureAndWhatIsSaidOfIt() {
    ExperimentId id = experiment("assistant").id();
    assertThat(page(Addresses.experiment(id) + "/traces")).contains("@mlflow.trace");
    RunId run = run(id, "evaluation");
    trace(id, "tr-1", run);
    assertThat(page("/traces/tr-1")).contains("No steps here", "Ask &lt;script&gt;");
    put(
        new ArtifactRoot(ArtifactRoot.Kind.TRACE, "tr-1"),
        "traces.json",
        "{\"spans\": ["
            + step("00f067aa0ba902b7", "null", "root", FINE)
            + ","
            + step("APBnqgupAto=", "\"APBnqgupArc=\"", "tool", FAILED)
            + "]}");
    AssessmentId first = said("helpful", false, Optional.empty());
    said("helpful", true, Optional.of(first));
    String page = page("/traces/tr-1");
    assertThat(page)
        .contains("MapError", "The map is away.", "line 7 in tool", "TOOL", "--depth:1")
        .contains("&quot;q&quot; : [ 1, 2 ]".replace("&quot;", "\""), "&lt;script&gt;alert")
        .contains("overridden", "in place of an earlier one", "llm judge", "Because &lt;script")
        .contains("1.3 s", "154 <", "/runs/" + run);
    assertThat(page("/traces/tr-1?span=00f067aa0ba902b7")).doesNotContain("The map is away.");
    assertThat(page(Addresses.experiment(id) + "/traces?filter=status%20%3D%20'ERROR'"))
        .contains("/traces/tr-1", "Ask &lt;script", "<i>helpful</i> true", ">154<");
    assertThat(page(Addresses.experiment(id) + "/traces?filter=status%20%3D%20'OK'"))
        .contains("No such trace");
    assertThat(answer(Addresses.experiment(id) + "/traces?filter=colour", 400)).contains("alert");
    assertThat(answer(Addresses.experiment(id) + "/traces?filter=name%20and", 400))
        .contains("Clauses such as \"status = 'ERROR'\" or \"execution_time &gt; 1000\" are")
        .doesNotContain("metrics.");
  }

  private AssessmentId said(String name, boolean value, Optional<AssessmentId> overrides) {
    Assessment said =
        new Assessment(
            web.ledger.traces().assessments().newId(),
            name,
            Assessment.Kind.FEEDBACK,
            Json.object().put("value", value),
            new Assessment.Source("LLM_JUDGE", "judge-1"),
            new Assessment.Note(
                Optional.empty(), Optional.of("Because " + HOSTILE), Map.of("k", HOSTILE)),
            new Assessment.History(NOON, NOON, overrides, true));
    return web.ledger.traces().assessments().add(Callers.ALL, new TraceId("tr-1"), said).id();
  }

  @Test
  void stepsThatAreKeptAsSuchAreShownLikewiseAlsoWhereTheyGoInCircles() {
    ExperimentId id = experiment("assistant").id();
    List<Span> spans =
        List.of(
            span("00000000000000aa", "00000000000000bb"),
            span("00000000000000bb", "00000000000000aa"));
    web.ledger
        .traces()
        .recordSpans(Callers.ALL, id, Map.of(new TraceId("tr-2"), spans), _ -> Map.of());
    assertThat(page("/traces/tr-2")).contains("step 00000000000000aa", "step 00000000000000bb");
  }

  private static Span span(String id, String parent) {
    var content = Json.parseObject(step(id, "\"" + parent + "\"", "step " + id, FINE));
    return new Span(
        id, Optional.of(parent), "step " + id, "OK", new Span.Interval(1_000, 2_000), content);
  }

  @Test
  void whatAPageGivesAsExamplesOfAFilterCanBeSearchedFor() {
    String runs = Addresses.experiment(experiment("one").id());
    for (String path : List.of("/experiments", runs, runs + "/models", runs + "/traces")) {
      List<String> examples =
          Pattern.compile("href=\"([^\"]*[?&;]filter=[^\"]*)\"><code>")
              .matcher(page(path))
              .results()
              .map(link -> link.group(1).replace("&amp;", "&"))
              .toList();
      assertThat(examples).hasSizeGreaterThan(1);
      examples.forEach(this::page);
    }
  }

  @Test
  void hostileNamesStayTextOnEveryPage() {
    ExperimentId id = experiment(HOSTILE, new Tag("note", HOSTILE)).id();
    RunId run = run(id, HOSTILE, new Tag("note", HOSTILE));
    RunId other = run(id, "other");
    log(run, Map.of("setting", HOSTILE), Map.of("mae", Double.NaN));
    log(other, Map.of("setting", "b"), Map.of("mae", Double.POSITIVE_INFINITY));
    String column = Addresses.part("params." + HOSTILE);
    for (String path :
        List.of(
            "/experiments",
            Addresses.experiment(id)
                + "?column="
                + column
                + "&order="
                + Addresses.part("params.`setting` ASC"),
            Addresses.experiment(id) + "/models",
            Addresses.experiment(id) + "/traces",
            "/runs/" + run + "?metric=" + column,
            ComparePage.address(List.of(run.value(), other.value())))) {
      assertThat(page(path)).contains("&lt;script&gt;");
    }
    String from = Addresses.part(HOSTILE);
    assertThat(web.get("/experiments/" + from).body()).doesNotContain("<script>alert");
    assertThat(web.get("/traces/" + from).body()).doesNotContain("<script>alert");
  }

  @Test
  void timesFarAwayAreShownLikeOthers() {
    ExperimentId experiment = experiment("far").id();
    for (long started : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0}) {
      RunDraft draft =
          new RunDraft(
              experiment,
              Optional.of("far away"),
              "mlflow",
              Optional.empty(),
              Instant.ofEpochMilli(started),
              List.of());
      RunId id = web.ledger.runs().create(Callers.ALL, draft).run().id();
      for (long ended : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
        assertThat(page("/runs/" + id)).contains("far away");
        Optional<Instant> end = Optional.of(Instant.ofEpochMilli(ended));
        RunChange change = new RunChange(Optional.of(RunStatus.FAILED), end, Optional.empty());
        web.ledger.runs().update(Callers.ALL, id, change);
        assertThat(page("/runs/" + id)).contains("far away");
        for (String list : List.of("/experiments/" + experiment, "/experiments", "/runs", "/")) {
          page(list);
        }
      }
    }
  }

  @Test
  void aLongNameIsCutWhereThereIsLittleRoom() {
    ExperimentId experiment = experiment("long").id();
    String name = "hyper-parameters ".repeat(400) + "end";
    RunId id = run(experiment, name);
    RunId other = run(experiment, name, new Tag(Tag.PARENT, id.value()));
    String begin = name.substring(0, 40);
    for (String path :
        List.of(
            "/experiments/" + experiment,
            "/runs/" + id,
            "/runs/" + other,
            "/runs/compare?run=" + id + "&run=" + other)) {
      assertThat(page(path)).as(path).contains(begin).doesNotContain(">" + name + "<");
    }
  }
}
