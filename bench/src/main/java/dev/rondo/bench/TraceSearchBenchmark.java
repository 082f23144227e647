package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.trace.Assessment;
import dev.rondo.ledger.trace.AssessmentId;
import dev.rondo.ledger.trace.Course;
import dev.rondo.ledger.trace.Exchange;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceState;
import dev.rondo.ledger.trace.Traces;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// What people wait for among many traces, over HTTP by MLflow's protocol: the newest ones; those
/// of a state, of a user, of a run, with a step of a name, with a judgement; and the slowest ones.
final class TraceSearchBenchmark implements Benchmark {
  private static final int TRACES = 100_000;
  private static final int SPANS = 4;
  private static final int USERS = 1_000;
  private static final int RUNS = 30;
  private static final double MILLIS = 20;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Caller CALLER = Caller.platform("bench", new ProjectName("default"));

  /// What is asked, by figure.
  private static final SequencedMap<String, String> SEARCHES = new LinkedHashMap<>();

  static {
    SEARCHES.put("traces.newest_ms", "");
    SEARCHES.put("traces.by_state_ms", "status = 'ERROR'");
    SEARCHES.put("traces.by_tag_ms", "tags.user = 'user-77'");
    SEARCHES.put("traces.by_metadata_ms", "metadata.`mlflow.trace.session` = 'session-77'");
    SEARCHES.put("traces.by_name_ms", "name = 'answer-7'");
    SEARCHES.put("traces.by_run_ms", "run_id = 'run-77'");
    SEARCHES.put("traces.by_step_ms", "span.name = 'tool-77'");
    SEARCHES.put("traces.by_judgement_ms", "feedback.good = 'no'");
    SEARCHES.put("traces.slowest_ms", "execution_time > 0");
  }

  @Override
  public String title() {
    return "%,d traces with %,d spans searched".formatted(TRACES, TRACES * SPANS);
  }

  @Override
  public List<String> figures() {
    return List.copyOf(SEARCHES.keySet());
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open();
        Server server = Server.start(new ServerOptions(scratch.folder("home"), 0))) {
      Traces traces = server.components().ledger().traces();
      Bulk.add(TRACES, number -> add(traces, number));
      try (HttpConnection connection = HttpConnection.open(URI.create(server.url()).getPort())) {
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, String> search : SEARCHES.entrySet()) {
          byte[] request = request(search.getValue(), search.getKey().contains("slowest"));
          Samples samples = Samples.of(RUNS, () -> Load.millis(connection, request));
          if (!connection.body().contains("trace_id")) {
            throw Problem.conflict("The search for '%s' finds nothing.", search.getValue());
          }
          figures.add(new Figure(search.getKey(), "ms", samples).withLimit(MILLIS));
        }
        return figures;
      }
    }
  }

  private static byte[] request(String filter, boolean isSlowest) {
    ObjectNode json = Json.object().put("filter", filter).put("max_results", 100);
    json.putArray("locations")
        .addObject()
        .put("type", "MLFLOW_EXPERIMENT")
        .putObject("mlflow_experiment")
        .put("experiment_id", "0");
    if (isSlowest) {
      json.putArray("order_by").add("execution_time DESC");
    }
    return HttpConnection.post("/api/3.0/mlflow/traces/search", Json.write(json));
  }

  private static void add(Traces traces, int number) {
    SplittableRandom random = new SplittableRandom(number);
    TraceId id = new TraceId("tr-%032x".formatted(number));
    Instant started = START.plusSeconds(number);
    traces.record(
        CALLER,
        new Trace(
            id,
            ExperimentId.DEFAULT,
            new Course(
                started,
                OptionalLong.of(random.nextInt(10_000)),
                random.nextInt(200) == 0 ? TraceState.ERROR : TraceState.OK),
            new Exchange(
                Optional.empty(), Optional.of("What is " + number + "?"), Optional.of("It is so.")),
            Map.of(
                "user", "user-" + random.nextInt(USERS),
                "mlflow.traceName", "answer-" + random.nextInt(100)),
            Map.of(
                "mlflow.trace.session", "session-" + random.nextInt(USERS),
                "mlflow.sourceRun", "run-" + random.nextInt(USERS)),
            number % 100 == 0 ? List.of(judgement(number, started)) : List.of()));
    List<Span> spans =
        IntStream.range(0, SPANS).mapToObj(i -> span(number, i, random.nextInt(USERS))).toList();
    traces.recordSpans(CALLER, ExperimentId.DEFAULT, Map.of(id, spans), _ -> Map.of());
  }

  private static Assessment judgement(int number, Instant at) {
    return new Assessment(
        new AssessmentId("a-" + number),
        "good",
        Assessment.Kind.FEEDBACK,
        Json.object().put("value", number % 1_000 == 0 ? "no" : "yes"),
        new Assessment.Source("HUMAN", "ada"),
        new Assessment.Note(Optional.empty(), Optional.empty(), Map.of()),
        new Assessment.History(at, at, Optional.empty(), true));
  }

  private static Span span(int number, int step, int tool) {
    ObjectNode content = Json.object();
    content
        .putObject("attributes")
        .put("mlflow.spanType", "\"TOOL\"")
        .put("mlflow.spanInputs", "{\"question\": \"What is " + number + "?\"}");
    long from = START.plusSeconds(number).toEpochMilli() * 1_000_000 + step;
    return new Span(
        "%016x".formatted(step + 1),
        step == 0 ? Optional.empty() : Optional.of("%016x".formatted(1)),
        step == 0 ? "root" : "tool-" + tool,
        "OK",
        new Span.Interval(from, from + 1_000),
        content);
  }
}
