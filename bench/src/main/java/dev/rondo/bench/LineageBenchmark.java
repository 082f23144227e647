package dev.rondo.bench;

import dev.rondo.app.HttpConnection;
import dev.rondo.app.Server;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.AssetName;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.cause.CauseFinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/// Questions about the lineage of a ledger of a million runs and assets: many models, each made
/// again and again of days of data that follow one another. In the same home, the example project
/// has answered a million requests, each of which can be asked back to its rows.
final class LineageBenchmark implements Benchmark {
  private static final String NAME = "ledger.lineage_ms@";
  private static final String FILL = "ledger.lineage_nodes_per_second";
  private static final int LINES = 500;
  private static final int STEPS = 250;
  private static final int NODES_OF_STEP = 8;
  private static final int RUNS = 15;
  private static final int WORKERS = 64;
  private static final int MOST_NODES = 1_000;
  private static final double MOST_MILLIS = 100;
  private static final String ID = "bench-";
  private static final int PREDICTIONS = 1_000_000;
  private static final Caller CALLER = ExampleProject.CALLER;

  private final InstantSource clock;

  LineageBenchmark(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String title() {
    return "questions about a ledger of %,d runs and assets"
        .formatted(LINES * STEPS * NODES_OF_STEP);
  }

  @Override
  public List<String> figures() {
    return List.of(
        FILL,
        NAME + "upstream",
        NAME + "downstream",
        NAME + "run",
        NAME + "names",
        NAME + "causes",
        NAME + "prediction");
  }

  @Override
  public List<Figure> run() throws Exception {
    try (Scratch scratch = Scratch.open()) {
      Path home = scratch.folder("home");
      List<Figure> figures = new ArrayList<>(graph(home));
      figures.add(prediction(scratch, home));
      return figures;
    }
  }

  private List<Figure> graph(Path home) throws Exception {
    try (Database database = SqliteDatabase.open(home.resolve("rondo.db"), clock);
        Events events = new Events(database, clock)) {
      Ledger ledger = new Ledger(database, events, new IdSource(clock, new Random(7)), clock);
      long start = System.nanoTime();
      fill(ledger);
      double seconds = (System.nanoTime() - start) / 1e9;
      Random random = new Random(11);
      return List.of(
          new Figure(FILL, "1/s", new Samples(List.of(LINES * STEPS * NODES_OF_STEP / seconds))),
          asked(
              "upstream",
              () -> ledger.lineage(CALLER, model(random), Direction.UPSTREAM, MOST_NODES)),
          asked(
              "downstream",
              () -> ledger.lineage(CALLER, day(random), Direction.DOWNSTREAM, MOST_NODES)),
          asked(
              "run",
              () -> {
                var maker =
                    ledger
                        .asset(CALLER, Asset.Kind.MODEL_VERSION, model(random).name(), "9")
                        .orElseThrow()
                        .maker()
                        .orElseThrow();
                ledger.lineage(CALLER, maker, Direction.UPSTREAM, MOST_NODES);
              }),
          asked(
              "names",
              () ->
                  ledger.madeOf(
                      CALLER, new AssetName(Asset.Kind.SNAPSHOT, "data" + random.nextInt(LINES)))),
          asked("causes", () -> causes(ledger, model(random))));
    }
  }

  /// From the answer to one of many requests back to the rows of its features.
  private static Figure prediction(Scratch scratch, Path home) throws Exception {
    try (Server server = Server.start(new ServerOptions(home, 0))) {
      ExampleProject.deploy(server, scratch);
      IntStream.range(0, PREDICTIONS).parallel().forEach(n -> predict(server, n));
      Random random = new Random(13);
      try (HttpConnection connection = HttpConnection.open(URI.create(server.url()).getPort())) {
        return asked("prediction", () -> trace(connection, ID + random.nextInt(PREDICTIONS)));
      }
    }
  }

  private static void predict(Server server, int number) {
    ObjectNode request = Json.parseObject(ExampleProject.trip(ID + number, number));
    server.components().serving().predict(CALLER, ExampleProject.ENDPOINT, request);
  }

  private static void trace(HttpConnection connection, String id) {
    String path = "/api/v1/projects/" + ExampleProject.NAME + "/lineage?prediction=" + id;
    try {
      int status = connection.send(HttpConnection.get(path));
      if (status != 200 || Json.parse(connection.body()).path("rows").isEmpty()) {
        throw Problem.conflict("No rows are told of '%s': %s", id, connection.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a run had upstream otherwise than the last good one of its name.
  private static void causes(Ledger ledger, Asset model) {
    Run run =
        ledger
            .asset(CALLER, model.kind(), model.name(), "" + (STEPS - 1))
            .flatMap(AssetRecord::maker)
            .flatMap(maker -> ledger.find(CALLER, maker))
            .orElseThrow();
    Run good = ledger.history().lastGood(CALLER, run, _ -> true).orElseThrow();
    if (ledger.history().changes(CALLER, run, good, CauseFinder.MOST_NODES).isEmpty()) {
      throw Problem.conflict("Nothing has changed before '%s'.", model);
    }
  }

  private static Figure asked(String what, Runnable question) throws Exception {
    Samples samples =
        Samples.of(
            RUNS,
            () -> {
              long start = System.nanoTime();
              question.run();
              return (System.nanoTime() - start) / 1e6;
            });
    return new Figure(NAME + what, "ms", samples).withLimit(MOST_MILLIS);
  }

  private void fill(Ledger ledger) throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
      List<Future<?>> lines =
          IntStream.range(0, LINES)
              .<Future<?>>mapToObj(line -> workers.submit(() -> line(ledger, line)))
              .toList();
      for (Future<?> line : lines) {
        line.get();
      }
    }
  }

  /// Each day is ingested beside the day before, and a model is made of it, judged and deployed.
  private static void line(Ledger ledger, int line) {
    for (int step = 0; step < STEPS; step++) {
      Asset before = asset(Asset.Kind.SNAPSHOT, "data" + line, step);
      Asset after = asset(Asset.Kind.SNAPSHOT, "data" + line, step + 1);
      Asset set = asset(Asset.Kind.TRAINING_SET, "set" + line, step);
      Asset model = asset(Asset.Kind.MODEL_VERSION, "model" + line, step);
      Asset live = asset(Asset.Kind.DEPLOYMENT, "live" + line, step);
      run(ledger, List.of(before), after);
      run(ledger, List.of(after), set);
      run(ledger, List.of(set), model);
      run(ledger, List.of(model), live);
    }
  }

  private static Asset asset(Asset.Kind kind, String name, int version) {
    return new Asset(kind, name, Integer.toString(version), Digest.of(kind + name + version));
  }

  private static Asset model(Random random) {
    return asset(Asset.Kind.MODEL_VERSION, "model" + random.nextInt(LINES), random.nextInt(STEPS));
  }

  private static Asset day(Random random) {
    return asset(Asset.Kind.SNAPSHOT, "data" + random.nextInt(LINES), random.nextInt(STEPS));
  }

  private static void run(Ledger ledger, List<Asset> read, Asset wrote) {
    Run run = ledger.start(CALLER, RunStart.of("task", wrote.name()));
    read.forEach(asset -> ledger.recordInput(CALLER, run.id(), asset, Map.of()));
    ledger.recordOutput(CALLER, run.id(), wrote, Map.of());
    if (ledger.finish(CALLER, run.id(), RunStatus.FINISHED).status() != RunStatus.FINISHED) {
      throw Problem.conflict("The run '%s' has not ended.", run.id());
    }
  }
}
