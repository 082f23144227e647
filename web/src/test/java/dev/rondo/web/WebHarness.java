package dev.rondo.web;

import dev.rondo.access.Access;
import dev.rondo.access.AuditLog;
import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.HttpServer;
import dev.rondo.api.http.Routes;
import dev.rondo.data.Tables;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.Releases;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.contract.Contracts;
import dev.rondo.loop.contract.PartyFinder;
import dev.rondo.loop.evaluation.VersionPapers;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.rebuild.Rebuilds;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import dev.rondo.quality.publication.Publications;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Registry;
import dev.rondo.registry.Signature;
import dev.rondo.serving.Serving;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.EngineOptions;
import dev.rondo.workflow.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/// The real components in a temporary home, with the pages before them.
final class WebHarness implements AutoCloseable {
  final Database database;
  final Events events;
  final IdSource ids;
  final Ledger ledger;
  final Registry registry;
  final BlobStore blobs;
  final Serving serving;
  final Monitoring monitoring;
  final Engine engine;
  final Repositories repositories;
  final Builds builds;
  final Releases releases;
  final Tables tables;
  final QualityResults quality;
  final Profiles profiles;
  final AuditLog audit;
  final Publications publications;
  final Shop projects = new Shop();
  volatile Caller caller = Callers.ALL;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// A project that is told, not built.
  static final class Shop implements ProjectReader {
    Optional<ProjectFacts> facts = Optional.empty();
    Optional<EventTime> now = Optional.empty();
    Optional<Project> files = Optional.empty();
    volatile UnaryOperator<Optional<Caller>> rights = UnaryOperator.identity();

    @Override
    public Optional<Caller> again(Caller caller) {
      return rights.apply(Optional.of(caller));
    }

    @Override
    public List<ProjectName> names(Caller caller) {
      return List.of(Callers.ALL.project());
    }

    @Override
    public Optional<ProjectFacts> find(Caller caller) {
      return facts;
    }

    @Override
    public Optional<EventTime> now(Caller caller) {
      return now;
    }
  }

  WebHarness(Path home, InstantSource clock, Map<String, Step> steps, int port) {
    database = SqliteDatabase.open(home.resolve("t.db"), clock);
    events = new Events(database, clock);
    ids = new IdSource(clock, new Random(1));
    ledger = new Ledger(database, events, ids, clock);
    blobs = new BlobStore(home.resolve("blobs"));
    serving = new Serving(database, events, blobs, ids, clock, home.resolve("log"));
    registry = new Registry(database, events, ids, clock, serving::endpointsOf);
    monitoring = new Monitoring(database, events, ids, clock);
    engine =
        new Engine(
            database, events, ids, clock, steps, UnaryOperator.identity(), EngineOptions.DEFAULT);
    engine.start();
    repositories = new Repositories(home.resolve("git"), events, database);
    builds = new Builds(database, events, blobs, ids, clock, repositories, List.of());
    releases = new Releases(database, events, ids, clock);
    tables = new Tables(database, ids, home.resolve("tables"));
    quality = new QualityResults(database, events, clock, ids);
    profiles = new Profiles(database);
    Access access = new Access(database, clock);
    audit = access.audit();
    publications = new Publications(database, events, clock);
    Contracts contracts =
        new Contracts(
            publications,
            new PartyFinder(ledger, registry, serving::endpoints),
            builds,
            _ -> projects.files);
    Parts parts =
        new Parts(
            projects,
            new Parts.Delivery(builds, releases),
            new Parts.Data(
                tables,
                quality,
                profiles,
                new Quarantine(database),
                contracts,
                publications,
                new Rebuilds(tables, blobs)),
            engine,
            ledger,
            registry,
            serving,
            monitoring,
            blobs,
            new VersionPapers(registry, blobs, releases, _ -> projects.files),
            events,
            access,
            clock);
    Routes routes = new Routes();
    new Web(parts).routes(routes);
    server = HttpServer.start(HttpOptions.local(port), routes.router(), _ -> caller);
  }

  int port() {
    return server.port();
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] bytes(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build();
    try {
      return client.send(request, BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The lines of an answer that may not end.
  BufferedReader open(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).build();
    try {
      var body = client.send(request, BodyHandlers.ofInputStream()).body();
      return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
    engine.close();
    builds.close();
    serving.close();
    events.close();
    database.close();
  }

  /// A run that has ended.
  RunId run(String name, RunStatus status) {
    RunId id = ledger.start(Callers.ALL, RunStart.of("trial", name)).id();
    ledger.finish(Callers.ALL, id, status);
    return id;
  }

  /// The first version of something.
  static Asset asset(Asset.Kind kind, String name) {
    return new Asset(kind, name, "1", Digest.of(name));
  }

  /// The next version of a model, which can be served.
  ModelVersion register(String model, RunId run) {
    return registry.register(
        Callers.ALL,
        new Registration(
            model,
            run.value(),
            new ModelContent(
                Digest.of("model"),
                10,
                "onnx",
                Signature.floats(List.of("distance"), "minutes"),
                Map.of()),
            ""));
  }
}
