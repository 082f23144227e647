package dev.rondo.app;

import dev.rondo.access.Access;
import dev.rondo.api.ProjectAuthenticator;
import dev.rondo.api.check.CheckLimits;
import dev.rondo.api.check.CheckResource;
import dev.rondo.api.git.GitRoutes;
import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.HttpServer;
import dev.rondo.api.http.Router;
import dev.rondo.api.http.Routes;
import dev.rondo.api.inference.InferenceRoutes;
import dev.rondo.api.inference.ServingBackend;
import dev.rondo.api.metric.JvmCollector;
import dev.rondo.api.metric.ServingCollector;
import dev.rondo.api.mlflow.MlflowParts;
import dev.rondo.api.mlflow.MlflowRoutes;
import dev.rondo.api.mlflow.RegisteredFiles;
import dev.rondo.api.mlflow.VersionScans;
import dev.rondo.api.openlineage.OpenLineage;
import dev.rondo.api.resource.CauseResource;
import dev.rondo.api.resource.ContractResource;
import dev.rondo.api.resource.DeliveryResource;
import dev.rondo.api.resource.EndpointResource;
import dev.rondo.api.resource.EntityResource;
import dev.rondo.api.resource.EvaluationResource;
import dev.rondo.api.resource.GarbageResource;
import dev.rondo.api.resource.LineageResource;
import dev.rondo.api.resource.ModelResource;
import dev.rondo.api.resource.MonitorResource;
import dev.rondo.api.resource.PaperResource;
import dev.rondo.api.resource.ProjectResource;
import dev.rondo.api.resource.QuarantineResource;
import dev.rondo.api.resource.ReproductionResource;
import dev.rondo.api.resource.RunResource;
import dev.rondo.api.resource.UserResource;
import dev.rondo.api.rest.Health;
import dev.rondo.api.rest.RestRoutes;
import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.Releases;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.features.FeatureStore;
import dev.rondo.features.OnlineStore;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.blob.BlobCollector;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.blob.Uploads;
import dev.rondo.kernel.child.ChildCommand;
import dev.rondo.kernel.child.ChildPool;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.home.Home;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.secret.SecretBox;
import dev.rondo.ledger.Ledger;
import dev.rondo.loop.Components;
import dev.rondo.loop.Loop;
import dev.rondo.loop.Origins;
import dev.rondo.loop.ProjectChecks;
import dev.rondo.loop.PushRights;
import dev.rondo.loop.VersionComparison;
import dev.rondo.loop.cause.CauseFinder;
import dev.rondo.loop.contract.ContractGate;
import dev.rondo.loop.contract.PartyFinder;
import dev.rondo.loop.entity.EntityFinder;
import dev.rondo.loop.rebuild.Rebuilds;
import dev.rondo.loop.rebuild.Reproduction;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import dev.rondo.quality.publication.Publications;
import dev.rondo.registry.Registry;
import dev.rondo.registry.webhook.WebhookSender;
import dev.rondo.registry.webhook.Webhooks;
import dev.rondo.serving.Serving;
import dev.rondo.training.Trainer;
import dev.rondo.web.Web;
import dev.rondo.workflow.CachedBlobs;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The whole platform in one process: every part is made here, by hand, in order, and closed in the
/// opposite order.
public final class Server implements AutoCloseable {
  private static final Duration CHILD_REST = Duration.ofSeconds(60);
  private static final Duration LINEAGE_PATIENCE = Duration.ofSeconds(10);
  private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(10);
  private static final List<Duration> WEBHOOK_WAITS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  private static final String SECRET_KEY_FILE = "secret.key";
  private static final String ADDRESS_FILE = "server.json";

  private final Deque<AutoCloseable> parts;
  private final AtomicBoolean running = new AtomicBoolean();
  private final Components components;
  private final Loop loop;
  private final Builds builds;
  private final OpenLineage lineage;
  private final MlflowParts mlflow;
  private final Router router;
  private final HttpServer http;
  private final Uploads uploads;
  private final Path addressFile;
  private final Optional<String> firstPassword;

  /// @param parts where what it opens is put, so that it can be closed when a later part fails
  private Server(ServerOptions options, Deque<AutoCloseable> parts) {
    this.parts = parts;
    InstantSource clock = Clock.systemUTC();
    IdSource ids = IdSource.secure(clock);
    Home home = opened(Home.open(options.home()));
    Path temporary = home.folder("tmp");
    System.setProperty("java.io.tmpdir", temporary.toString());

    Database database = opened(SqliteDatabase.open(home.databaseFile(), clock));
    Events events = opened(new Events(database, clock));
    BlobStore blobs = new BlobStore(home.folder("blobs"));
    this.uploads = new Uploads(home.folder("uploads"), blobs);
    Access access = access(options, database, clock);
    this.firstPassword =
        options.signIn().isRequired()
            ? access.users().begin(options.signIn().firstPassword())
            : Optional.empty();

    int cores = Runtime.getRuntime().availableProcessors();
    // A day's rows are few: a second thread costs more in waking than it does in work.
    SqlEngine sql = SqlEngine.usual(temporary).shared(1);
    Tables tables = new Tables(database, ids, home.folder("tables"));
    OnlineStore online = opened(new OnlineStore(home.folder("online")));
    FeatureStore features = new FeatureStore(tables, online);

    ChildPool children =
        opened(
            new ChildPool(
                new ChildCommand(Worker.class.getName(), Trainer.JVM_OPTIONS, temporary),
                cores,
                CHILD_REST));
    Trainer trainer = new Trainer(children, temporary);

    Ledger ledger = new Ledger(database, events, ids, clock);
    ledger.experiments().tell(access.levels()::made);
    Serving serving =
        opened(new Serving(database, events, blobs, ids, clock, home.folder("predictions")));
    Registry registry = new Registry(database, events, ids, clock, serving::endpointsOf);
    registry.catalog().tell(access.levels()::made);
    Monitoring monitoring = new Monitoring(database, events, ids, clock);
    QualityResults quality = new QualityResults(database, events, clock, ids);
    Publications publications = new Publications(database, events, clock);
    ContractGate contracts =
        new ContractGate(publications, new PartyFinder(ledger, registry, serving::endpoints));

    Repositories repositories = new Repositories(home.folder("repositories"), events, database);
    this.builds =
        opened(
            new Builds(
                database,
                events,
                blobs,
                ids,
                clock,
                repositories,
                ProjectChecks.of(sql, new PushRights(access, this::built), contracts, this::data)));
    Releases releases = new Releases(database, events, ids, clock);

    this.components =
        new Components(
            database,
            events,
            blobs,
            ids,
            clock,
            sql,
            tables,
            quality,
            publications,
            new Profiles(database),
            features,
            children,
            trainer,
            ledger,
            registry,
            serving,
            monitoring,
            home.folder("work"));
    this.loop = opened(new Loop(components, repositories, builds, releases, access));
    loop.start();
    builds.start();
    opened(new Upkeep(loop, () -> uploads.sweep(clock.instant())));
    this.lineage = opened(lineage(options));
    lineage.start();
    this.mlflow = mlflow(options, home, events, access);
    running.set(true);

    this.router = routes(events, repositories, releases, access).router();
    this.http =
        opened(
            HttpServer.start(
                HttpOptions.local(options.port()),
                router,
                new ProjectAuthenticator(
                    access, loop.projects()::names, loop.defaultProject()::meant)));
    this.addressFile = home.root().resolve(ADDRESS_FILE);
  }

  private static Access access(ServerOptions options, Database database, InstantSource clock) {
    return options.signIn().isRequired()
        ? Access.withSignIn(database, clock)
        : new Access(database, clock);
  }

  /// The builds start before the loop is there, but no build runs before it.
  private Optional<Path> data(Caller caller) {
    return loop.projects().data(caller);
  }

  private Map<String, byte[]> built(Caller caller) {
    return builds.lastFiles(caller);
  }

  /// Everything that the server answers.
  private Routes routes(
      Events events, Repositories repositories, Releases releases, Access access) {
    Routes routes = new Routes();
    new ProjectResource(loop, events, access, version()).routes(routes);
    new UserResource(access.users()).routes(routes);
    new GitRoutes(repositories).routes(routes);
    new RunResource(loop, components.ledger()).routes(routes);
    new ModelResource(
            components.registry(),
            new VersionComparison(components.ledger(), components.registry()),
            loop.papers())
        .routes(routes);
    new PaperResource(components.registry(), loop.papers(), access.users()).routes(routes);
    new EvaluationResource(components.registry(), loop.evaluations()).routes(routes);
    new ContractResource(loop.contracts(), components.publications()).routes(routes);
    new EndpointResource(components.serving(), components.registry()).routes(routes);
    new LineageResource(
            components.ledger(),
            new Origins(components, loop.projects()),
            new Rebuilds(components.tables(), components.blobs()))
        .routes(routes);
    new CauseResource(
            new CauseFinder(
                components.ledger(),
                components.registry(),
                components.quality(),
                components.profiles(),
                builds))
        .routes(routes);
    new ReproductionResource(new Reproduction(components)).routes(routes);
    new EntityResource(new EntityFinder(components, loop.quarantine())).routes(routes);
    new MonitorResource(components.monitoring(), loop).routes(routes);
    new QuarantineResource(loop).routes(routes);
    new DeliveryResource(builds, releases).routes(routes);
    new CheckResource(
            components.sql(),
            components.tables(),
            caller -> loop.projects().active(caller).project(),
            components.clock(),
            CheckLimits.usual())
        .routes(routes);
    new GarbageResource(components.ledger(), garbage(), access.users()).routes(routes);
    lineage.routes(routes);
    new InferenceRoutes(
            new ServingBackend(components.serving(), running::get), components.ids(), version())
        .routes(routes);
    new MlflowRoutes(mlflow).routes(routes);
    new RestRoutes(
            List.of(Health.of("loop", running::get, "It is starting or stopping.")),
            metrics(),
            access.users(),
            version())
        .routes(routes);
    new Web(loop, components, builds, releases, access).routes(routes);
    return routes;
  }

  /// Everything that points at blobs.
  private BlobCollector garbage() {
    return new BlobCollector(
        components.blobs(),
        List.of(
            components.ledger().removals(),
            components.registry(),
            components.serving(),
            builds,
            new CachedBlobs(components.database())),
        components.clock());
  }

  private MlflowParts mlflow(ServerOptions options, Home home, Events events, Access access) {
    OutgoingHttp http = outgoing(options, WEBHOOK_PATIENCE);
    SecretBox secrets = SecretBox.open(home.root().resolve(SECRET_KEY_FILE));
    Webhooks webhooks =
        new Webhooks(components.database(), secrets, http, components.ids(), components.clock());
    WebhookSender sender =
        opened(new WebhookSender(webhooks, http, components.clock(), WEBHOOK_WAITS));
    sender.start(events);
    VersionScans scans =
        opened(new VersionScans(components.registry(), components.ledger(), components.blobs()));
    scans.start();
    components.ledger().files().protect(new RegisteredFiles());
    return new MlflowParts(
        components.ledger(),
        components.registry(),
        components.blobs(),
        uploads,
        components.ids(),
        webhooks,
        sender,
        scans,
        loop.defaultProject()::listed,
        access,
        components.clock());
  }

  private static OutgoingHttp outgoing(ServerOptions options, Duration patience) {
    return new OutgoingHttp(
        OutgoingRules.USUAL.withTrustedHosts(options.trustedHosts()).withTimes(patience, patience));
  }

  private OpenLineage lineage(ServerOptions options) {
    return new OpenLineage(
        options.lineage(),
        loop,
        components,
        components.profiles(),
        outgoing(options, LINEAGE_PATIENCE),
        version());
  }

  private PrometheusRegistry metrics() {
    PrometheusRegistry metrics = new PrometheusRegistry();
    metrics.register(new ServingCollector(components.serving()::metrics));
    metrics.register(new JvmCollector());
    metrics.register(lineage.collector());
    return metrics;
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  /// Starts a server on a home.
  ///
  /// @throws dev.rondo.kernel.Problem when the home or the port cannot be used; nothing is left
  ///   open
  public static Server start(ServerOptions options) throws IOException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      Server server = new Server(options, parts);
      Files.writeString(
          server.addressFile, Json.write(Json.object().put("url", server.url())) + "\n");
      return server;
    } catch (RuntimeException | IOException e) {
      close(parts);
      throw e;
    }
  }

  /// The build's version.
  public static String version() {
    return System.getProperty("rondo.version", "0.1.0");
  }

  /// Where it answers, such as `http://127.0.0.1:8080`.
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /// The password that was made up for the first administrator, if one was just made.
  Optional<String> firstPassword() {
    return firstPassword;
  }

  /// The port that it answers on.
  public int port() {
    return http.port();
  }

  /// Every route.
  Router router() {
    return router;
  }

  /// What joins the components.
  public Loop loop() {
    return loop;
  }

  public Components components() {
    return components;
  }

  /// What builds the pushed commits.
  public Builds builds() {
    return builds;
  }

  /// Closes every part, the last opened first; one that does not close is reported, and the others
  /// are closed all the same.
  @Override
  public void close() {
    running.set(false);
    try {
      Files.deleteIfExists(addressFile);
    } catch (IOException e) {
      report(e);
    }
    close(parts);
  }

  private static void close(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        report(e);
      }
    }
  }

  private static void report(Exception e) {
    System.getLogger(Server.class.getName())
        .log(System.Logger.Level.WARNING, "A part of the server did not close cleanly.", e);
  }
}
