package dev.rondo.loop;

import dev.rondo.delivery.Build;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.features.FeatureService;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.loop.endpoint.EndpointGuards;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.project.ProjectParser;
import dev.rondo.loop.source.Workbench;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.Contract;
import dev.rondo.serving.EndpointDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The projects of this home: their repositories, the commit that runs, and what it is bound to.
/// Thread-safe.
public final class Projects implements AutoCloseable {
  private static final String SCHEMA =
      """
      CREATE TABLE project (
        name TEXT PRIMARY KEY, data TEXT NOT NULL, created_at INTEGER NOT NULL,
        running_commit TEXT, bundle TEXT)
      """;

  private final Components components;
  private final Repositories repositories;
  private final Builds builds;
  private final Path staging;
  private final EndpointGuards guards;
  private final Map<ProjectName, ActiveProject> active = new ConcurrentHashMap<>();
  private volatile List<ProjectName> byAge;

  Projects(
      Components components,
      Repositories repositories,
      Builds builds,
      Path staging,
      EndpointGuards guards) {
    this.guards = guards;
    this.components = components;
    this.repositories = repositories;
    this.builds = builds;
    this.staging = staging;
    components.database().migrate("project", List.of(SCHEMA));
    this.byAge = storedNames();
  }

  /// Creates a project with an empty repository, and publishes `project.created`. Creating it again
  /// binds it to another folder, and publishes `project.bound`.
  ///
  /// @param data the folder with its sources' files
  public void create(Caller caller, Path data) {
    caller.require(Permission.ADMINISTER);
    if (!Files.isDirectory(data)) {
      throw Problem.of(
          ProblemCode.INVALID_REQUEST, "There is no folder '%s' with the project's data.", data);
    }
    components.database().write(tx -> create(tx, caller, data.toAbsolutePath().normalize()));
    byAge = storedNames();
    repositories.create(caller, caller.project());
  }

  private boolean create(Transaction tx, Caller caller, Path data) {
    boolean isNew =
        tx.find("SELECT 1 FROM project WHERE name = ?", _ -> true, caller.project()).isEmpty();
    tx.update(
        "INSERT INTO project (name, data, created_at) VALUES (?, ?, ?)"
            + " ON CONFLICT (name) DO UPDATE SET data = excluded.data",
        caller.project(),
        data,
        components.clock().instant());
    components
        .events()
        .publish(
            tx,
            caller,
            isNew ? "project.created" : "project.bound",
            caller.project().value(),
            Map.of("data", data.toString(), "user", caller.user()));
    return isNew;
  }

  /// The names of all projects.
  public List<ProjectName> names() {
    return byAge.stream().sorted(Comparator.comparing(ProjectName::value)).toList();
  }

  /// The project that was made first.
  public Optional<ProjectName> findOldest() {
    return byAge.stream().findFirst();
  }

  private List<ProjectName> storedNames() {
    return components
        .database()
        .read(tx ->
            tx.list(
                "SELECT name FROM project ORDER BY created_at, rowid",
                row -> new ProjectName(row.text("name"))));
  }

  /// The caller's project as it runs.
  ///
  /// @throws Problem `not-found` before its first successful build
  public ActiveProject active(Caller caller) {
    return find(caller)
        .orElseThrow(() ->
            Problem.notFound(
                "Project '%s' does not run: push its files to /git/%s.git first.",
                caller.project(), caller.project()));
  }

  /// The caller's project as it runs; empty before its first successful build.
  public Optional<ActiveProject> find(Caller caller) {
    caller.require(Permission.READ);
    return Optional.ofNullable(active.get(caller.project()));
  }

  /// Makes a commit that has been built the one that runs.
  void activate(Caller caller, String commit) {
    Build build =
        builds
            .find(caller, new CommitId(commit))
            .orElseThrow(() -> Problem.notFound("Commit '%s' has not been built.", commit));
    Digest bundle =
        build
            .bundle()
            .map(Asset::digest)
            .orElseThrow(() -> Problem.conflict("The build of commit '%s' failed.", commit));
    run(caller, commit, bundle);
    components
        .database()
        .write(tx ->
            tx.update(
                "UPDATE project SET running_commit = ?, bundle = ? WHERE name = ?",
                commit,
                bundle,
                caller.project()));
  }

  private void run(Caller caller, String commit, Digest bundle) {
    Project project = ProjectParser.parse(builds.files(caller, bundle), BuiltInSteps.names());
    ActiveProject next =
        new ActiveProject(
            project,
            commit,
            new Asset(Asset.Kind.BUNDLE, caller.project().value(), commit, bundle),
            existingData(caller),
            workbench(caller));
    project.views().values().forEach(view -> components.features().prepare(caller, view));
    project.endpoints().values().forEach(endpoint -> register(caller, project, endpoint));
    components.serving().restore(caller);
    ActiveProject before = active.put(caller.project(), next);
    if (before != null) {
      before.workbench().close();
    }
  }

  private Path existingData(Caller caller) {
    return data(caller)
        .orElseThrow(() -> Problem.notFound("There is no project '%s'.", caller.project()));
  }

  /// The folder that the sources of the caller's project are bound to.
  public Optional<Path> data(Caller caller) {
    caller.require(Permission.READ);
    return components
        .database()
        .read(tx ->
            tx.find(
                "SELECT data FROM project WHERE name = ?",
                row -> Path.of(row.text("data")),
                caller.project()));
  }

  private Workbench workbench(Caller caller) {
    try {
      Path staged = Files.createDirectories(staging.resolve(caller.project().value()));
      return new Workbench(
          components.sql(),
          components.tables(),
          List.of(components.tables().folder(caller), staged, existingData(caller)));
    } catch (IOException e) {
      throw Problem.wrap(ProblemCode.HOME_UNUSABLE, "No staging folder: " + e.getMessage(), e);
    }
  }

  private void register(Caller caller, Project project, EndpointFile endpoint) {
    FeatureService service = project.service(endpoint.service());
    Contract requests = project.contract(endpoint.contract());
    Optional<Contract> answers = endpoint.answers().map(project::contract);
    components
        .serving()
        .register(
            caller,
            new EndpointDefinition(
                endpoint.name(),
                endpoint.model(),
                new OnlineFeatures(components.features().lookup(caller, service)),
                guards.requests(caller, endpoint.name(), requests),
                guards.answers(caller, endpoint.name(), answers, endpoint.output()),
                endpoint.requestId(),
                endpoint.eventTime(),
                endpoint.output()));
  }

  /// Takes up, after a start, what ran before. A project that this build cannot read any more is
  /// reported and left alone.
  void restore() {
    components
        .database()
        .read(tx ->
            tx.list(
                "SELECT name, running_commit, bundle FROM project"
                    + " WHERE running_commit IS NOT NULL ORDER BY name",
                row ->
                    new Running(
                        new ProjectName(row.text("name")),
                        row.text("running_commit"),
                        new Digest(row.text("bundle")))))
        .forEach(this::restore);
  }

  private record Running(ProjectName name, String commit, Digest bundle) {}

  private void restore(Running running) {
    try {
      run(Caller.platform("start", running.name()), running.commit(), running.bundle());
    } catch (Problem e) {
      System.getLogger(Projects.class.getName())
          .log(
              System.Logger.Level.ERROR,
              "Project '" + running.name() + "' does not run: " + e.text());
    }
  }

  /// Ends the analytical sessions that nobody has used for so long; they start anew when needed.
  ///
  /// @return whether there was any
  public boolean restIfIdle(Duration idle) {
    boolean hasRested = false;
    for (ActiveProject project : active.values()) {
      hasRested |= project.workbench().restIfIdle(idle);
    }
    return hasRested;
  }

  @Override
  public void close() {
    active.values().forEach(project -> project.workbench().close());
  }
}
