package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.monitoring.AbsoluteError;
import dev.rondo.monitoring.Comparison;
import dev.rondo.monitoring.NoticeRole;
import dev.rondo.quality.Contract;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.registry.ModelVersion;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.SubmitOptions;
import dev.rondo.workflow.TaskSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"onload=";
  private static final String NOBODY = "0123456789abcdef0123456789abcdef";

  @TempDir Path home;
  private WebHarness web;

  @BeforeEach
  void open() {
    web = new WebHarness(home, new TestClock(), DevServer.steps(), 0);
  }

  @AfterEach
  void close() {
    web.close();
  }

  private String page(String path) {
    HttpResponse<String> answer = web.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/runs",
        "/models",
        "/endpoints",
        "/monitoring",
        "/data",
        "/builds",
        "/audit"
      })
  void everyPageOfAnEmptyHomeSaysWhatToDo(String path) {
    assertThat(page(path)).contains("class=\"empty\"").contains("<code>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/runs/" + NOBODY,
        "/runs/not-an-id",
        "/experiments/7",
        "/experiments/none",
        "/experiments/7/models",
        "/experiments/7/traces",
        "/logged-models/m-" + NOBODY,
        "/logged-models/none",
        "/traces/tr-none",
        "/runs/compare?run=a&run=b",
        "/models/ghost",
        "/models/ghost/7",
        "/data/ghost",
        "/contracts/ghost",
        "/builds/ghost",
        "/monitoring?monitor=ghost"
      })
  void whatIsNotThereIsToldAsAPage(String path) {
    HttpResponse<String> answer = web.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("<!doctype html>").contains("There is no");
  }

  @Test
  void theProgramsInterfaceKeepsItsOwnFormOfProblems() {
    HttpResponse<String> answer = web.get("/api/v1/nowhere");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
  }

  @Test
  void aContractTellsWhatIsProposedAndWhoMustStillAgree() throws IOException {
    DevServer.contracts(web);
    assertThat(page("/contracts/taxi-trips").replaceAll("\\s+", " "))
        .contains("2.0.0 proposed", "1 of 2 have agreed")
        .contains(
            "breaks consumers</span> The rule 'distance' asks less", "Sara Cohen, ml engineer")
        .containsPattern("approve taxi-trips 2.0.0 --digest [0-9a-f]{12} --consumer endpoint")
        .contains("source:trips", "Jonas Berg, data engineer", "known by the files")
        .contains("Long trips are rare.", "c".repeat(10));
  }

  @Test
  void pagesForbidInlineScriptAndHaveNone() {
    HttpResponse<String> answer = web.get("/");
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'");
    assertThat(answer.body())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain("onclick");
  }

  @Test
  void everyFileThatAPageNamesIsServed() {
    var links =
        java.util.regex.Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"").matcher(page("/"));
    int found = 0;
    while (links.find()) {
      HttpResponse<String> file = web.get(links.group(1));
      assertThat(file.statusCode()).as(links.group(1)).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
      found++;
    }
    assertThat(found).isEqualTo(4);
    assertThat(web.get(Site.LIBRARY_PREFIX + "/" + Site.CHARTS).statusCode()).isEqualTo(200);
    assertThat(web.get(Site.LIBRARY_PREFIX + "/echarts/5.5.0/pom.json").statusCode())
        .isEqualTo(404);
  }

  @Test
  void theHomePageTellsGoalClockNoticesAndMoments() {
    web.projects.now = Optional.of(EventTime.parse("2020-04-17"));
    web.projects.facts =
        Optional.of(
            new ProjectFacts(
                "Tell how long it takes.",
                new ProjectFacts.Indicator("minutes saved", "per trip", 0.2, "USD"),
                new ProjectFacts.Task("regression", "duration", "minutes", "mae"),
                Map.of("data-scientist", "Mei Lin"),
                Map.of(),
                List.of(),
                "0123456789abcdef0123456789abcdef01234567"));
    web.monitoring.tell(
        Callers.ALL, NoticeRole.DATA_ENGINEER, "trips", "The zones have moved", "Look at them.");
    ModelVersion version = web.register("trips", web.run("fit", RunStatus.FINISHED));
    web.registry.promote(Callers.ALL, "trips", version.version(), "It is the first.");
    assertThat(page("/"))
        .contains("Tell how long it takes.", "minutes saved", "0.2 USD", "Mei Lin")
        .contains("17 Apr 2020", "The zones have moved", "data engineer")
        .contains("was promoted to production", "It is the first.", "champion trips v1")
        .contains("Repository", "Feature store", "Ledger");
  }

  @Test
  void oneSwitchAndOneNoticeForTwoRolesAreToldOnce() {
    Map<String, String> switched = Map.of("endpoint", "fares", "version", "3");
    Map<String, String> released =
        Map.of("endpoint", "fares", "version", "3", "release", "r1", "reason", "It is better.");
    web.database.write(tx -> {
      web.events.publish(tx, Callers.ALL, "deployment.activated", "fares", switched);
      web.events.publish(tx, Callers.ALL, "deployment.succeeded", "fares", released);
      web.events.publish(tx, Callers.ALL, "deployment.rolled-back", "fares", switched);
      web.events.publish(tx, Callers.ALL, "deployment.rolled-back", "fares", released);
      return 1;
    });
    for (NoticeRole role : List.of(NoticeRole.DATA_ENGINEER, NoticeRole.DATA_SCIENTIST)) {
      web.monitoring.tell(Callers.ALL, role, "trips", "The zones have moved", "Look at them.");
    }
    assertThat(page("/"))
        .containsOnlyOnce("answers with v3.")
        .containsOnlyOnce("answers with v3 again.")
        .containsOnlyOnce("The zones have moved")
        .contains("for the data engineer and data scientist");
  }

  @Test
  void theAuditPageTellsWhoDidWhatAndFindsATouchedChain() {
    Map<String, String> why = Map.of("reason", "It is " + HOSTILE);
    web.audit.append(Callers.ALL, "model.promoted", "trips v2", why);
    web.audit.append(Callers.ALL, "code.pushed", "0123456789abcdef", Map.of());
    assertThat(page("/audit"))
        .contains(
            "model promoted", "trips v2", Callers.ALL.user(), ">0123456789<", "Check the chain")
        .doesNotContain("<script>alert");
    assertThat(page("/audit?check=true")).contains("All 2 entries are as they were recorded");
    web.database.write(tx -> tx.update("UPDATE audit_entry SET user = 'x' WHERE sequence = 1"));
    assertThat(page("/audit?check=true")).contains("Entry 1 is not what was recorded");
  }

  @Test
  void theGainIsToldOnlyWhenItIsMeasured() throws IOException {
    web.projects.facts = Optional.of(DevServer.facts(DevServer.contract()));
    assertThat(page("/")).contains("Not measured yet");
    compare(0, 120, 400, 500);
    assertThat(page("/")).contains("Not enough is known yet: 120 requests");
    compare(1, 380, 1_100, 1_500);
    assertThat(page("/"))
        .contains("100 USD", "500 minutes of error avoided", "1.000 minutes", "500 requests")
        .contains("2 windows", "3.000 minutes", "v1, the first model, alone: 4.000");
    compare(1, 380, 1_100, 500);
    assertThat(page("/")).contains("−100 USD", "would have been better so far");
  }

  /// A window in which the answers missed by some minutes in all, and the first model by others.
  private void compare(int week, long labels, long answered, long first) {
    EventTime start = EventTime.parse("2020-01-05").plus(Duration.ofDays(7L * week));
    web.monitoring.compare(
        Callers.ALL,
        "trip-duration",
        new Comparison(
            start,
            start.plus(Duration.ofDays(7)),
            1,
            new AbsoluteError(labels, answered * 1_000_000),
            new AbsoluteError(labels, first * 1_000_000)));
  }

  @Test
  void theFeatureStoreTellsWhenItsValuesMovedLast() {
    web.projects.now = Optional.of(EventTime.parse("2020-04-17"));
    RunId id = web.ledger.start(Callers.ALL, RunStart.of("task", "materialize-online")).id();
    web.ledger.finish(Callers.ALL, id, RunStatus.FINISHED);
    assertThat(page("/?part=map")).contains("online values moved to 17 Apr 2020");
  }

  /// No contract says what the columns hold.
  @Test
  void rowsAsideAreMaskedForWhoMayNotHandThemOut() throws IOException {
    web.quality.record(
        Callers.ALL,
        HandOver.INGEST,
        "people",
        "2018-01",
        EventTime.parse("2018-02-01"),
        new QualityResult("people", "1.0.0", "file", 3, 2, 1, 0, List.of()));
    web.database.write(tx ->
        tx.update(
            "INSERT INTO quarantine (project, dataset, batch, broken, content) VALUES (?, ?, ?, ?, ?)",
            Callers.ALL.project(),
            "people",
            "people/1",
            "name",
            "{\"name\":\"Ada L\",\"age\":361}"));
    assertThat(page("/data/people")).contains("Ada L", "361");
    web.caller = new Caller("reader", Callers.ALL.project(), Set.of(Permission.READ));
    assertThat(page("/data/people")).contains("*** *", "***").doesNotContain("Ada", "361");
  }

  @Test
  @Timeout(30)
  void momentsArriveWhileThePageIsOpen() throws IOException {
    web.register("before", web.run("fit", RunStatus.FINISHED));
    try (BufferedReader lines = web.open("/feed?after=0")) {
      read(lines, "before v1</a> was registered");
      web.register("after", web.run("fit", RunStatus.FINISHED));
      read(lines, "after v1</a> was registered");
    }
  }

  private static void read(BufferedReader lines, String wanted) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.contains(wanted)) {
      line = lines.readLine();
    }
    assertThat(line).contains(wanted);
  }

  @Test
  void aContractIsReadAsSentences() throws IOException {
    Contract contract = DevServer.contract();
    web.projects.facts = Optional.of(DevServer.facts(contract));
    assertThat(page("/data"))
        .contains(
            "href=\"/contracts/taxi-trips\"", contract.rules().get(0).sentence().substring(0, 5));
    String rule = contract.rules().get(0).id();
    RuleResult broken =
        new RuleResult(rule, "s", Severity.ERROR, false, 3, false, "", List.of("<b>bad</b>"));
    web.quality.record(
        Callers.ALL,
        HandOver.INGEST,
        "trips",
        "2018-01",
        EventTime.parse("2018-02-01"),
        new QualityResult("taxi-trips", "1.0.0", "file", 100, 97, 3, 0, List.of(broken)));
    assertThat(page("/data/trips"))
        .contains("What needs a look", "rows set aside", "&lt;b&gt;bad&lt;/b&gt;");
    assertThat(page("/data/trips/checks"))
        .contains("trip_distance", "not checked yet")
        .doesNotContain("<b>bad</b>");
  }

  @Test
  void theMapAloneIsAFragment() {
    assertThat(page("/?part=map")).contains("id=\"map\"").doesNotContain("<html");
  }

  @Test
  void anExecutionsPageShowsGraphTimesFailureAndLog() {
    ExecutionId id = execute(true);
    String page = page("/runs/" + id.value());
    assertThat(page)
        .contains("failed", "The sky fell on row 17.", "class=\"gantt\"", "<svg", "skipped")
        .contains("Log of search", "batch 7: 12,345 rows", "rondo runs show " + id.value());
    assertThat(page).as("it has ended").doesNotContain("hx-get").doesNotContain("data-log");
    assertThat(page("/runs/" + id.value() + "?task=ingest")).contains("Log of ingest");
    assertThat(page("/runs/" + id.value() + "?part=state")).doesNotContain("<html");
  }

  @Test
  void aTasksLogEndsAsAStream() {
    ExecutionId id = execute(false);
    String stream = page("/runs/" + id.value() + "/log?task=search");
    assertThat(stream).contains("event: line").contains("batch 0").contains("event: end");
    assertThat(web.get("/runs/" + id.value() + "/log?task=ghost").statusCode()).isEqualTo(404);
  }

  @Test
  void aTasksLogEndsForWhoMayReadItNoMore() {
    ExecutionId id = execute(false);
    web.ledger.start(Callers.ALL, RunStart.of("pipeline", "train").withId(new RunId(id.value())));
    String log = "/runs/" + id.value() + "/log?task=search";
    web.projects.rights = _ -> Optional.empty();
    assertThat(page(log)).doesNotContain("event: line");
    web.projects.rights = _ -> Optional.of(reader(Level.READ));
    assertThat(page(log)).contains("event: line");
    web.projects.rights = _ -> Optional.of(reader(Level.NO_PERMISSIONS));
    assertThat(page(log)).as("its experiment has become hidden").doesNotContain("event: line");
  }

  @Test
  void anExecutionWhoseRunIsHiddenIsNotThere() {
    ExecutionId id = execute(false);
    web.ledger.start(Callers.ALL, RunStart.of("pipeline", "train").withId(new RunId(id.value())));
    List<String> paths =
        List.of(
            "/runs/" + id.value(),
            "/runs/" + id.value() + "?part=state",
            "/runs/" + id.value() + "/log?task=search");
    web.caller = reader(Level.READ);
    assertThat(paths).allSatisfy(path -> assertThat(web.get(path).statusCode()).isEqualTo(200));
    assertThat(web.get("/").body()).doesNotContain("no pipeline has run");
    web.caller = reader(Level.NO_PERMISSIONS);
    assertThat(web.get("/").body()).contains("no pipeline has run");
    assertThat(paths)
        .allSatisfy(path -> {
          assertThat(web.get(path).statusCode()).isEqualTo(404);
          assertThat(web.get(path).body()).doesNotContain("ingest", "batch 0");
        });
  }

  /// @param level on the experiment that runs are in which name none
  private static Caller reader(Level level) {
    Grants grants = Grants.of(Map.of(Thing.experiment(0), level));
    return new Caller("ben", Callers.ALL.project(), Set.of(Permission.READ), grants);
  }

  private ExecutionId execute(boolean fails) {
    List<TaskSpec> tasks =
        List.of(
            TaskSpec.of("ingest", "work").with(Json.object().put("millis", 1)),
            TaskSpec.of("search", "work")
                .with(Json.object().put("millis", 1).put("fails", fails))
                .withNeeds(List.of("ingest")),
            TaskSpec.of("tidy", "work")
                .with(Json.object().put("millis", 1))
                .withNeeds(List.of("search")));
    ExecutionId id =
        web.engine.submit(Callers.ALL, Pipeline.of("train", tasks), Map.of(), SubmitOptions.MANUAL);
    web.engine.await(Callers.ALL, id, Duration.ofMinutes(1));
    return id;
  }

  @Test
  void aRunsPageShowsWhatItNoted() {
    RunId id = web.run("trial-1", RunStatus.FINISHED);
    web.ledger.logParameters(Callers.ALL, id, List.of(new Parameter("max_depth", "7")));
    List<Metric> points =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(i -> new Metric("mae", 3.5 - i, Instant.EPOCH, i))
            .toList();
    web.ledger.logMetrics(Callers.ALL, id, points);
    web.ledger.recordInput(
        Callers.ALL, id, WebHarness.asset(Asset.Kind.SNAPSHOT, "trips"), Map.of());
    assertThat(page("/runs/" + id.value()))
        .contains("max_depth", "<code>7</code>", "mae", "data-chart", "trips", "/data#trips");
  }

  @Test
  void runsAreFilteredAndPaged() {
    for (int i = 0; i < 60; i++) {
      web.run("trial-" + i, i == 0 ? RunStatus.FAILED : RunStatus.FINISHED);
    }
    String first = page("/runs?kind=trial");
    assertThat(first).contains("trial-59").doesNotContain(">trial-0<").contains("Older runs");
    var next = java.util.regex.Pattern.compile("href=\"([^\"]*after=[^\"]*)\"").matcher(first);
    assertThat(next.find()).isTrue();
    assertThat(page(next.group(1).replace("&amp;", "&"))).contains(">trial-0<");
    assertThat(page("/runs?kind=trial&status=failed"))
        .contains(">trial-0<")
        .doesNotContain("trial-59");
    assertThat(web.get("/runs?status=tired").statusCode()).isEqualTo(400);
  }

  @Test
  void aDataSetsPageShowsBreachesAndRowsThatWereSetAside() {
    RuleResult broken =
        new RuleResult(
            "valid:distance",
            "The distance is positive.",
            Severity.ERROR,
            false,
            3,
            false,
            "",
            List.of("-1"));
    web.quality.record(
        Callers.ALL,
        HandOver.INGEST,
        "trips",
        "2018-01",
        EventTime.parse("2018-02-01"),
        new QualityResult("taxi", "1.0.0", "file", 100, 97, 3, 0, List.of(broken)));
    String id = web.quality.results(Callers.ALL, "trips", 1).getFirst().id();
    assertThat(page("/data")).contains("/data/trips", "rows set aside");
    assertThat(page("/data/trips")).contains("The distance is positive.", "3.0 %", "<code>-1");
    assertThat(page("/data/trips/checks")).contains("valid:distance", "/results/" + id);
    assertThat(page("/data/trips/history")).contains("taxi", "s-set-aside");
    assertThat(page("/data/trips/results/" + id)).contains("The distance is positive.", "2018-01");
    assertThat(page("/data/trips?lang=zh"))
        .contains("lang=\"zh\"", "有行被隔离", "/data/trips/checks?lang=zh", "English");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/schema", "/checks", "/history", "/profile", "/lineage"})
  void everyPageOfADataSetSpeaksBothLanguages(String part) throws IOException {
    Contract contract = DevServer.contract();
    web.projects.facts = Optional.of(DevServer.facts(contract));
    RuleResult broken =
        new RuleResult("distance", "s", Severity.ERROR, false, 3, false, "", List.of("-1"));
    web.quality.record(
        Callers.ALL,
        HandOver.INGEST,
        "trips",
        "2018-01",
        EventTime.parse("2018-02-01"),
        new QualityResult("taxi-trips", "1.0.0", "file", 100, 97, 3, 0, List.of(broken)));
    assertThat(page("/data/trips" + part)).contains("Overview", "Lineage", "lang=zh");
    assertThat(page("/data/trips" + part + "?lang=zh")).contains("概览", "血缘");
    assertThat(web.get("/data/trips" + part + "?lang=fr").statusCode()).isEqualTo(400);
  }

  @Test
  void theDocsComeAsAFolderInAnArchive() throws IOException {
    RuleResult kept =
        new RuleResult("distance", "s", Severity.ERROR, false, 0, true, "", List.of());
    QualityResult result =
        new QualityResult("taxi-trips", "1.0.0", "file", 100, 100, 0, 0, List.of(kept));
    EventTime start = EventTime.parse("2018-02-01");
    List<QualityRecord> records = new java.util.ArrayList<>();
    for (int day = 0; day < 501; day++) {
      EventTime at = start.plus(Duration.ofDays(day));
      records.add(web.quality.prepare(HandOver.INGEST, "trips", "day " + day, at, result));
    }
    web.quality.record(Callers.ALL, records);
    List<String> names = new java.util.ArrayList<>();
    byte[] archive = web.bytes("/api/v1/projects/" + Callers.ALL.project().value() + "/docs");
    try (var zip = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(archive))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .contains("index.html", "index.zh.html", "rondo.css", "docs.json", "data/trips/checks.html")
        .contains("data/trips/history-3.html")
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.startsWith("."));
    String results = "data/trips/results/";
    assertThat(names).filteredOn(name -> name.startsWith(results)).hasSize(3 * 501);
    assertThat(names.subList(0, 3 * 501))
        .as("what is made first comes first")
        .allMatch(name -> name.startsWith(results));
  }

  @Test
  void hostileNamesStayText() {
    RunId run = web.run(HOSTILE, RunStatus.FINISHED);
    web.ledger.logParameters(Callers.ALL, run, List.of(new Parameter("note", HOSTILE)));
    web.ledger.recordInput(
        Callers.ALL, run, WebHarness.asset(Asset.Kind.SNAPSHOT, HOSTILE), Map.of());
    web.monitoring.tell(Callers.ALL, NoticeRole.DATA_SCIENTIST, HOSTILE, HOSTILE, HOSTILE);
    web.database.write(tx -> {
      web.events.publish(tx, Callers.ALL, "build.failed", HOSTILE, Map.of("message", HOSTILE));
      return 1;
    });
    for (String path :
        List.of("/", "/runs?kind=all", "/runs?kind=trial", "/runs/" + run, "/monitoring")) {
      assertThat(page(path)).contains("alert(").doesNotContain("<script>alert");
    }
    assertThat(web.get("/models/%3Cscript%3Ealert(1)").body()).doesNotContain("<script>alert");
  }
}
