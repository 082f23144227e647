package dev.rondo.api.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Grants;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Level;
import dev.rondo.kernel.Thing;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageReceiverTest {
  private static final Caller ALL = Callers.ALL;
  private static final String SPARK = "01941f29-7c00-7000-8000-00000000000";
  private static final Asset TRIPS =
      new Asset(Asset.Kind.SNAPSHOT, "trips", "7", Digest.of("rows of trips"));
  private static final Asset FILE =
      new Asset(Asset.Kind.SOURCE_FILE, "a/b.csv", "abc", Digest.of("a file"));

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Ledger ledger;
  private TestServer server;
  private volatile Caller caller = ALL;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    database = SqliteDatabase.open(folder.resolve("t.db"), clock);
    events = new Events(database, clock);
    ledger = new Ledger(database, events, new IdSource(clock, new Random(1)), clock);
    LineageReceiver receiver =
        new LineageReceiver(
            ledger,
            new BlobStore(folder.resolve("blobs")),
            new Name.Space("rondo://here"),
            _ -> Optional.of(Path.of("/data")));
    server =
        TestServer.start(new ReceiverRoutes(receiver)::routes, _ -> caller, HttpOptions.local(0));
    Run own = ledger.start(ALL, RunStart.of("task", "ingest"));
    ledger.recordOutput(ALL, own.id(), TRIPS, Map.of());
    ledger.recordInput(ALL, own.id(), FILE, Map.of());
  }

  @AfterEach
  void close() {
    server.close();
    events.close();
    database.close();
  }

  private HttpResponse<String> post(String event) {
    return server.post("/api/v1/lineage", event.replace('\'', '"'));
  }

  private static String event(String type, int minute, int run, String job, String more) {
    return """
    {'eventType': '%s', 'eventTime': '2026-01-31T10:%02d:00+01:00', 'producer': 'https://example.com/spark',
     'run': {'runId': '%s%d'}, 'job': {'namespace': 'spark', 'name': '%s'}%s}
    """
        .formatted(type, minute, SPARK, run, job, more);
  }

  private static RunId id(int run) {
    return new RunId((SPARK + run).replace("-", ""));
  }

  @Test
  void aForeignJobJoinsTheGraph() {
    assertThat(post(event("START", 1, 1, "clean", "")).statusCode()).isEqualTo(201);
    Run started = ledger.find(ALL, id(1)).orElseThrow();
    assertThat(started.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(started.started()).isEqualTo(Instant.parse("2026-01-31T09:01:00Z"));
    assertThat(started.experiment()).isEqualTo("spark");
    post(
        event(
            "COMPLETE",
            5,
            1,
            "clean",
            """
            , 'inputs': [{'namespace': 'rondo://here/test', 'name': 'trips',
                'facets': {'version': {'datasetVersion': '7'}}},
              {'namespace': 'file', 'name': '/data/a/b.csv', 'facets': {'version': {'datasetVersion': 'abc'}}}],
              'outputs': [{'namespace': 's3://lake', 'name': 'clean/trips',
                'facets': {'schema': {'fields': [{'name': 'x', 'type': 'int'}]}},
                'outputFacets': {'outputStatistics': {'rowCount': 12}}}]\
            """));

    Run ended = ledger.find(ALL, id(1)).orElseThrow();
    assertThat(ended.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(ended.ended()).hasValue(Instant.parse("2026-01-31T09:05:00Z"));
    assertThat(ledger.inputs(ALL, id(1)))
        .extracting(AssetRecord::asset)
        .containsExactlyInAnyOrder(TRIPS, FILE);
    AssetRecord made = ledger.outputs(ALL, id(1)).getFirst();
    assertThat(made.asset().toString())
        .isEqualTo("dataset:s3://lake/clean/trips@" + LineageReceiver.UNVERSIONED);
    assertThat(made.facts().path("rows").longValue()).isEqualTo(12);
    assertThat(made.facts().at("/fields/0/name").asString()).isEqualTo("x");
    assertThat(ledger.lineage(ALL, made.asset(), Direction.UPSTREAM, 100).assets())
        .extracting(AssetRecord::asset)
        .as("through our own ingest to the file")
        .contains(TRIPS, FILE);
    assertThat(ledger.artifacts(ALL, id(1)))
        .extracting(one -> one.path())
        .containsExactly("openlineage/finished.json", "openlineage/running.json");
  }

  @Test
  void jobsMeetInTheDataThatTheyShare() {
    String table = "[{'namespace': 'postgres://db', 'name': 'public.orders'}]";
    post(event("COMPLETE", 1, 1, "load", ", 'outputs': " + table));
    post(event("COMPLETE", 2, 2, "report", ", 'inputs': " + table));

    assertThat(ledger.lineage(ALL, id(2), Direction.UPSTREAM, 100).runs())
        .extracting(Run::name)
        .containsExactlyInAnyOrder("report", "load");
  }

  @Test
  void eventsMayComeTwiceAndInAnyOrder() {
    String output =
        ", 'outputs': [{'namespace': 'n', 'name': 'o', 'facets': {'version': {'datasetVersion': '1'}}}]";
    for (int i = 0; i < 2; i++) {
      post(event("COMPLETE", 5, 1, "clean", output));
      post(event("START", 1, 1, "clean", ""));
    }

    assertThat(ledger.find(ALL, id(1)).orElseThrow().status()).isEqualTo(RunStatus.FINISHED);
    assertThat(ledger.outputs(ALL, id(1))).hasSize(1);
  }

  @Test
  void aRunStandsBelowItsParentAndSaysWhyItFailed() {
    String parent =
        """
        {'eventType': 'FAIL', 'eventTime': '2026-01-31T10:00:00Z', 'producer': 'x',
         'run': {'runId': '%s2', 'facets': {
           'parent': {'run': {'runId': '%s1'}, 'job': {'namespace': 'airflow', 'name': 'nightly'}},
           'errorMessage': {'message': 'No space left', 'programmingLanguage': 'JAVA'}}},
         'job': {'namespace': 'airflow', 'name': 'nightly.load',
           'facets': {'sourceCodeLocation': {'version': '4f5e'}, 'jobType': {'jobType': 'TASK'}}}}
        """
            .formatted(SPARK, SPARK);
    assertThat(post(parent).statusCode()).isEqualTo(201);

    Run run = ledger.find(ALL, id(2)).orElseThrow();
    assertThat(run.parent()).hasValue(id(1));
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.environment().commit()).hasValue("4f5e");
    assertThat(ledger.find(ALL, id(1)).orElseThrow().name()).isEqualTo("nightly");
    assertThat(ledger.tags(ALL, id(2)))
        .contains(new Tag(Tag.ERROR, "No space left"), new Tag("openlineage.type", "task"));
  }

  @Test
  void ourOwnEventsThatComeBackChangeNothing() {
    String own =
        event("COMPLETE", 1, 1, "train", "")
            .replace("'namespace': 'spark'", "'namespace': 'rondo://here/test'");
    assertThat(post(own).statusCode()).isEqualTo(201);
    assertThat(ledger.find(ALL, id(1))).isEmpty();
  }

  @Test
  void anIdOfOurOwnRunIsNotTakenOver() {
    Run own = ledger.start(ALL, RunStart.of("task", "fit").withId(id(3)));
    assertThat(post(event("FAIL", 1, 3, "clean", "")).statusCode()).isEqualTo(409);
    assertThat(ledger.find(ALL, own.id()).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void tellsEverythingThatIsWrongAtOnceAndNotesNothing() {
    HttpResponse<String> answer =
        post(
            "{'eventType': 'DONE', 'eventTime': 'noon', 'run': {'runId': '7'}, 'job': {'name': 'x'}, 'inputs': {}}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .contains("/eventType", "/eventTime", "/run/runId", "/job/namespace", "/inputs");
    assertThat(post("[]").statusCode()).isEqualTo(400);
    assertThat(ledger.experiments().find(ALL, "x")).isEmpty();
  }

  private List<String> datasets() {
    return ledger.assets(ALL, Asset.Kind.DATASET, 10).stream()
        .map(record -> record.asset().name() + record.facts().at("/fields/0/name").asString(""))
        .sorted()
        .toList();
  }

  @Test
  void whatIsOfNoRunLeavesTheDataThatItNames() {
    String data =
        "{'namespace': 'n', 'name': '%s', 'facets': {'schema': {'fields': [{'name': '_id'}]}}}";
    String start = "{'eventTime': '2026-01-31T10:00:00Z', 'producer': 'x', ";
    String dataset = start + "'dataset': " + data.formatted("a") + "}";
    String job =
        start
            + "'job': {'namespace': 'n', 'name': 'j'}, 'inputs': [%s], 'outputs': [%s]}"
                .formatted(data.formatted("b"), data.formatted("c"));
    for (String event : List.of(dataset, job, job)) {
      assertThat(post(event).statusCode()).isEqualTo(201);
    }
    assertThat(datasets()).containsExactly("n/a_id", "n/b_id", "n/c_id");
    assertThat(ledger.experiments().find(ALL, "n")).isEmpty();
    post(event("COMPLETE", 1, 1, "j", ", 'outputs': [" + data.formatted("c") + "]"));
    assertThat(datasets()).hasSize(3);
    assertThat(ledger.outputs(ALL, id(1)).getFirst().maker()).hasValue(id(1));
  }

  @Test
  void whatIsNoEventIsRefused() {
    HttpResponse<String> answer = post("{'a': 1}");
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("a 'run', a 'job' or a 'dataset'");
    assertThat(post("{'eventTime': '2026-01-31T10:00:00Z', 'dataset': {'name': 'd'}}").statusCode())
        .isEqualTo(422);
    assertThat(post("{'job': {'namespace': 'n', 'name': 'j'}}").body()).contains("/eventTime");
    assertThat(datasets()).isEmpty();
  }

  @Test
  void aRunNeedNotSayWhatHappenedToIt() {
    String event = event("", 1, 1, "clean", "").replace("'eventType': '', ", "");
    assertThat(post(event).statusCode()).isEqualTo(201);
    assertThat(ledger.find(ALL, id(1)).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
    post(event("COMPLETE", 2, 1, "clean", ""));
    assertThat(post(event).statusCode()).isEqualTo(201);
    assertThat(ledger.find(ALL, id(1)).orElseThrow().status()).isEqualTo(RunStatus.FINISHED);
  }

  @Test
  void namesOfAnyLengthAreTaken() {
    String name = "part/".repeat(200) + "x";
    post(
        event(
            "COMPLETE",
            1,
            1,
            "load",
            ", 'outputs': [{'namespace': 's3://b', 'name': '" + name + "'}]"));
    assertThat(ledger.outputs(ALL, id(1)).getFirst().asset().name()).endsWith("/x").hasSize(250);
    assertThat(List.of(ledger.outputs(ALL, id(1)).getFirst().facts().path("name").asString()))
        .containsExactly(name);
  }

  @Test
  void anEventIsNotedWholeOrNotAtAll() {
    String table = "{'namespace': 'db', 'name': 't%d'}";
    String many =
        IntStream.range(0, 501).mapToObj(table::formatted).collect(Collectors.joining(", "));
    String data = ", 'inputs': [" + many + "], 'outputs': [" + many + "]";
    HttpResponse<String> large = post(event("COMPLETE", 1, 1, "wide", data));
    assertThat(large.statusCode()).isEqualTo(400);
    assertThat(large.body()).contains("1002 inputs and outputs; 1000 are the most");
    assertThat(ledger.find(ALL, id(1))).isEmpty();
    post(event("START", 1, 2, "gone", ""));
    ledger.runs().delete(ALL, id(2));
    assertThat(post(event("COMPLETE", 2, 2, "gone", ", 'inputs': [" + table.formatted(1) + "]")))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(400);
    assertThat(ledger.inputs(ALL, id(2))).isEmpty();
    assertThat(ledger.find(ALL, id(2)).orElseThrow().status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void whatIsMadeHereIsNotSaidToBeMadeElsewhere() {
    Asset version = new Asset(Asset.Kind.MODEL_VERSION, "eta", "9", Digest.of("eta"));
    Run fit = ledger.start(ALL, RunStart.of("task", "fit"));
    ledger.recordOutput(ALL, fit.id(), version, Map.of());
    String data =
        """
        [{'namespace': 'rondo://here/test', 'name': 'trips', 'facets': {'version': {'datasetVersion': '7'}}},
         {'namespace': 'rondo://here/test', 'name': 'model-version/eta', 'facets': {'version': {'datasetVersion': '9'}}},
         {'namespace': 'file', 'name': '/data/a/b.csv', 'facets': {'version': {'datasetVersion': 'abc'}}}]
        """;
    assertThat(post(event("COMPLETE", 1, 1, "forge", ", 'outputs': " + data)).statusCode())
        .isEqualTo(201);
    assertThat(ledger.outputs(ALL, id(1)))
        .extracting(made -> made.asset().toString())
        .containsExactlyInAnyOrder(
            "dataset:rondo://here/test/trips@7",
            "dataset:rondo://here/test/model-version/eta@9",
            "dataset:file//data/a/b.csv@abc");
    for (Asset ours : List.of(TRIPS, version, FILE)) {
      assertThat(ledger.lineage(ALL, ours, Direction.UPSTREAM, 100).runs())
          .extracting(Run::id)
          .doesNotContain(id(1));
    }
  }

  /// The experiment of the run, and of the namespace `secret`, is hidden.
  private void hide(Level level) {
    post(event("START", 1, 1, "theirs", "").replace("'spark'", "'secret'"));
    long secret = ledger.find(ALL, id(1)).orElseThrow().experimentId().number();
    caller =
        new Caller(
            "ben",
            ALL.project(),
            ALL.permissions(),
            Grants.of(Map.of(Thing.experiment(secret), level)));
  }

  private static String below(int run, int parent) {
    String facets =
        "', 'facets': {'parent': {'run': {'runId': '%s%d'}, 'job': {'namespace': 'spark', 'name': 'p'}}}}"
            .formatted(SPARK, parent);
    return event("COMPLETE", 2, run, "x", "").replace(SPARK + run + "'}", SPARK + run + facets);
  }

  @Test
  void aRunThatIsHiddenIsAsOneThatIsNotThere() {
    hide(Level.NO_PERMISSIONS);
    String output = ", 'outputs': [{'namespace': 'n', 'name': 'o'}]";
    List<String> told = List.of(event("FAIL", 2, 1, "x", output), event("FAIL", 2, 2, "x", output));
    assertThat(told).allSatisfy(one -> assertThat(post(one).statusCode()).isEqualTo(201));
    assertThat(told)
        .as("in a namespace that is hidden")
        .allSatisfy(one ->
            assertThat(post(one.replace("'spark'", "'secret'").replace(SPARK + 2, SPARK + 3)))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
                .satisfies(answer ->
                    assertThat(answer.body()).contains("There is no experiment 'secret'.")));
    assertThat(post(below(4, 1)).statusCode()).isEqualTo(201);
    assertThat(post(below(5, 6)).statusCode()).isEqualTo(201);

    Run theirs = ledger.find(ALL, id(1)).orElseThrow();
    assertThat(theirs.status()).isEqualTo(RunStatus.RUNNING);
    assertThat(ledger.outputs(ALL, id(1))).isEmpty();
    assertThat(ledger.artifacts(ALL, id(1))).hasSize(1);
    assertThat(ledger.find(ALL, id(4)).orElseThrow().parent()).isEmpty();
    assertThat(ledger.find(ALL, id(5)).orElseThrow().parent()).hasValue(id(6));
  }

  @Test
  void aRunThatMayOnlyBeReadTakesNothing() {
    hide(Level.READ);
    assertThat(post(event("FAIL", 2, 1, "x", "")).statusCode()).isEqualTo(403);
    assertThat(post(below(4, 1)).statusCode()).isEqualTo(403);
    assertThat(ledger.find(ALL, id(4))).isEmpty();
  }

  @Test
  void aFarAwayTimeIsTheSendersMistake() {
    String far =
        event("START", 1, 1, "x", "").replace("2026-01-31T10:01:00", "+999999999-01-01T00:00:00");
    assertThat(post(far).statusCode()).isEqualTo(422);
  }
}
