package dev.rondo.loop;

import dev.rondo.access.Access;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.Releases;
import dev.rondo.delivery.repository.Repositories;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.event.Event;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.contract.Contracts;
import dev.rondo.loop.contract.PartyFinder;
import dev.rondo.loop.endpoint.EndpointGuards;
import dev.rondo.loop.evaluation.Evaluations;
import dev.rondo.loop.evaluation.VersionPapers;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.project.Trigger;
import dev.rondo.loop.rebuild.Reproduction;
import dev.rondo.loop.source.Ingest;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.loop.step.StepRun;
import dev.rondo.monitoring.FeedbackRoute;
import dev.rondo.workflow.Engine;
import dev.rondo.workflow.EngineOptions;
import dev.rondo.workflow.Execution;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.ExecutionStatus;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.SubmitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What joins the components: projects and their pipelines, triggers by time and by event, and the
/// routes by which what happens in one component reaches the others. Thread-safe.
public final class Loop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /// The kinds of runs that only this process works on.
  private static final List<String> KINDS =
      List.of(
          StepRun.TASK,
          StepRun.TRIAL,
          Rollout.RELEASE,
          WayBack.RUN,
          Reproduction.RUN,
          Evaluations.RUN);

  private final Components components;
  private final AuditTrail trail;
  private final Projects projects;
  private final Timeline timeline;
  private final Engine engine;
  private final Rollout rollout;
  private final Builds builds;
  private final Quarantine quarantine;
  private final Contracts contracts;
  private final EndpointGuards guards;
  private final WayBack wayBack;
  private final Evaluations evaluations;
  private final VersionPapers papers;

  /// @param releases how a promoted version reaches its endpoint
  /// @param access says what those who started a pipeline may do by now, and records every change
  ///   of what runs
  public Loop(
      Components components,
      Repositories repositories,
      Builds builds,
      Releases releases,
      Access access) {
    this.components = components;
    this.trail = new AuditTrail(access.audit());
    this.quarantine = new Quarantine(components.database());
    Path staging = components.home().resolve("staging");
    Ingest ingest =
        new Ingest(
            components.database(), components.stores(quarantine), components.clock(), staging);
    this.guards = new EndpointGuards(components.quality(), components.clock());
    this.projects = new Projects(components, repositories, builds, staging, guards);
    this.contracts =
        new Contracts(
            components.publications(),
            new PartyFinder(
                components.ledger(), components.registry(), components.serving()::endpoints),
            builds,
            caller -> projects.find(caller).map(ActiveProject::project));
    this.evaluations =
        new Evaluations(components, caller -> projects.active(caller).project().models());
    this.papers =
        new VersionPapers(
            components.registry(),
            components.blobs(),
            releases,
            caller -> projects.find(caller).map(ActiveProject::project));
    this.timeline = new Timeline(components.database());
    this.wayBack = new WayBack(components, projects, quarantine, timeline::now);
    this.engine =
        new Engine(
            components.database(),
            components.events(),
            components.ids(),
            components.clock(),
            BuiltInSteps.of(
                components,
                ingest,
                new Materialize(components.tables(), components.features()),
                guards,
                context -> projects.active(context.caller())),
            access::now,
            EngineOptions.DEFAULT);
    this.rollout = new Rollout(components, releases);
    this.builds = builds;
  }

  /// Takes up what was under way, and listens.
  public void start() {
    projects.names().forEach(this::recover);
    projects.restore();
    for (ProjectName project : projects.names()) {
      Caller caller = Caller.platform("start", project);
      projects.find(caller).ifPresent(active -> contracts.adopt(caller, active));
    }
    components.registry().follow(new ModelLineage(components.ledger(), components.clock()));
    engine.start();
    trail.listen(components.events());
    contracts.listen(components.events());
    components
        .events()
        .subscribe(
            "ledger-executions", Set.of("execution.started", "execution.finished"), this::record);
    components.events().subscribe("loop-delivery", Set.of("build.succeeded"), this::delivered);
    components.events().subscribe("loop-release", Set.of("model.promoted"), rollout::release);
    components.events().subscribe("loop-rollback", Set.of("model.rolled-back"), rollout::rollBack);
    components
        .events()
        .subscribe(
            "loop-feedback",
            Set.of("monitor.threshold-crossed", "monitor.model-aged"),
            this::feedback);
    new DecisionLineage(components.ledger(), components.registry()).listen(components.events());
    new BuildLineage(components.ledger(), builds).listen(components.events());
    new ApprovedVersions(components.registry()).listen(components.events());
    new QualityNotices(components.monitoring()).listen(components.events());
  }

  /// Ends what a stop of the process left open and nobody goes on with.
  private void recover(ProjectName project) {
    Caller caller = Caller.platform("start", project);
    for (String kind : KINDS) {
      components.ledger().endAbandoned(caller, kind);
    }
    components.serving().recover(caller);
    rollout.recover(caller);
  }

  /// The projects.
  public Projects projects() {
    return projects;
  }

  /// The project of clients that name none.
  public DefaultProject defaultProject() {
    return new DefaultProject(components, projects);
  }

  /// The engine that runs pipelines.
  public Engine engine() {
    return engine;
  }

  /// How well versions do, by what the project says of its models.
  public Evaluations evaluations() {
    return evaluations;
  }

  /// What there is to say of versions.
  public VersionPapers papers() {
    return papers;
  }

  /// Rows that broke their contracts.
  public Quarantine quarantine() {
    return quarantine;
  }

  /// The contracts, their versions, and who is concerned.
  public Contracts contracts() {
    return contracts;
  }

  /// How they come back.
  public WayBack wayBack() {
    return wayBack;
  }

  /// The moment that the caller's project has come to; empty before its first.
  public Optional<EventTime> now(Caller caller) {
    return timeline.now(caller);
  }

  /// Moves event time forward: everything that is due until then runs, in order, and what follows
  /// from it is done too (training, promotion, deployment), before this returns. Doing it again,
  /// also after a crash in the middle, repeats nothing.
  ///
  /// @throws Problem what made a due pipeline fail
  public void advance(Caller caller, EventTime to) {
    caller.require(Permission.RUN_PIPELINES);
    ActiveProject active = projects.active(caller);
    Schedule schedule = new Schedule(active.project().triggers());
    for (Schedule.Due due : schedule.due(timeline.now(caller), to)) {
      for (Trigger.Every trigger : due.triggers()) {
        String key = "trigger/" + trigger.name() + "/" + due.at();
        run(caller, trigger.pipeline(), due.at(), trigger.name(), key);
        components.events().awaitSettled(PATIENCE);
      }
      timeline.moved(caller, due.at());
    }
    timeline.moved(caller, to);
  }

  /// Starts a pipeline by hand, at the project's moment.
  ///
  /// @throws Problem `forbidden` to whoever may not do what its tasks do
  public ExecutionId start(Caller caller, String pipeline, Map<String, JsonNode> parameters) {
    Pipeline defined = projects.active(caller).project().pipeline(pipeline);
    requireRights(caller, defined);
    Map<String, JsonNode> given = new HashMap<>(parameters);
    if (defined.parameters().containsKey("now") && !given.containsKey("now")) {
      EventTime now =
          timeline.now(caller).orElseGet(() -> new EventTime(components.clock().instant()));
      given.put("now", JsonNodeFactory.instance.stringNode(now.toString()));
    }
    return engine.submit(
        caller, defined, given, SubmitOptions.MANUAL.withTrigger("by " + caller.user()));
  }

  /// A pipeline that could not go to its end is not begun.
  private static void requireRights(Caller caller, Pipeline pipeline) {
    String lacking =
        BuiltInSteps.permissions(pipeline).stream()
            .filter(one -> !caller.maySomewhere(one))
            .sorted()
            .map(Permission::text)
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "Pipeline '%s' takes the permission to %s, which '%s' lacks in project '%s': let somebody start it who may.",
          pipeline.name(),
          lacking,
          caller.user(),
          caller.project());
    }
  }

  private ExecutionId run(
      Caller caller, String pipeline, EventTime at, String trigger, String key) {
    ExecutionId id =
        engine.submit(
            Caller.platform("trigger", caller.project()),
            projects.active(caller).project().pipeline(pipeline),
            Map.of("now", JsonNodeFactory.instance.stringNode(at.toString())),
            SubmitOptions.MANUAL.withTrigger(trigger).withIdempotencyKey(key));
    Execution ended = engine.await(caller, id, PATIENCE);
    if (ended.status() != ExecutionStatus.SUCCEEDED) {
      throw Problem.conflict(
          "The pipeline '%s' at %s ended as %s; see: rondo runs show %s",
          pipeline, at, ended.status().name().toLowerCase(Locale.ROOT), id.value());
    }
    return id;
  }

  /// A crossed threshold or an old model starts what the project's triggers say.
  private void feedback(Event event) {
    Caller caller = Caller.platform("feedback", event.project());
    Optional<ActiveProject> active = projects.find(caller);
    if (active.isEmpty() || !goesToScheduler(event)) {
      return;
    }
    EventTime at = EventTime.parse(event.data().path("end").asString());
    for (Trigger trigger : active.get().project().triggers()) {
      if (trigger instanceof Trigger.On on && on.event().equals(event.type())) {
        runQuietly(caller, on, at, event);
      }
    }
  }

  /// Whether the monitor's routes lead to the pipelines, and not to people alone.
  private static boolean goesToScheduler(Event event) {
    return event
        .data()
        .path("routes")
        .valueStream()
        .anyMatch(route -> route.asString().equals(FeedbackRoute.SCHEDULER.text()));
  }

  /// A pipeline that fails has said so itself; the loop goes on. A task that was killed after it
  /// told of a moment tells of it again: a trigger answers a moment once.
  private void runQuietly(Caller caller, Trigger.On on, EventTime at, Event event) {
    try {
      String key = "event/%s/%s/%s".formatted(on.name(), event.subject(), at);
      ExecutionId id = run(caller, on.pipeline(), at, on.name(), key);
      causes(caller, id, event, at);
    } catch (Problem e) {
      System.getLogger(Loop.class.getName()).log(System.Logger.Level.WARNING, e.text());
    }
  }

  /// Notes which alerts started an execution.
  private void causes(Caller caller, ExecutionId id, Event event, EventTime at) {
    Optional<Execution> execution = engine.find(caller, id);
    execution.ifPresent(one -> {
      RunId run = begin(caller, one).id();
      for (JsonNode reason : event.data().path("reasons")) {
        Asset alert = AlertAsset.of(event.subject(), at, reason.asString());
        components.ledger().recordInput(caller, run, alert, Map.of("sentence", reason.asString()));
      }
    });
  }

  private void delivered(Event event) {
    Caller caller = Caller.platform("delivery", event.project());
    projects.activate(caller, event.data().path("commit").asString());
    components
        .registry()
        .papers()
        .setApprover(caller, projects.active(caller).project().models().approver());
  }

  /// An execution is a run too: the parent of its tasks' runs.
  private void record(Event event) {
    Caller caller = Caller.platform("ledger", event.project());
    Optional<Execution> found = engine.find(caller, new ExecutionId(event.subject()));
    if (found.isEmpty()) {
      return;
    }
    RunId id = begin(caller, found.get()).id();
    if (event.type().equals("execution.finished")) {
      components.ledger().finish(caller, id, status(found.get().status()));
    }
  }

  private Run begin(Caller caller, Execution execution) {
    Environment here = Environment.here("pipeline " + execution.pipeline());
    RunStart start =
        RunStart.of("pipeline", execution.pipeline())
            .withId(new RunId(execution.id().value()))
            .withUser(execution.user())
            .withEnvironment(
                projects.find(caller).map(active -> here.withCommit(active.commit())).orElse(here));
    return components.ledger().start(caller, start);
  }

  private static RunStatus status(ExecutionStatus status) {
    return switch (status) {
      case SUCCEEDED -> RunStatus.FINISHED;
      case CANCELLED -> RunStatus.KILLED;
      default -> RunStatus.FAILED;
    };
  }

  /// Keeps what endpoints have refused so far, so that a kill loses no more than what they refuse
  /// after this. What cannot be written now is written the next time.
  public void keepRefusals() {
    projects.names().forEach(this::keepRefusals);
  }

  private void keepRefusals(ProjectName project) {
    try {
      Caller caller = Caller.platform("endpoints", project);
      guards.keep(caller, moment(caller));
    } catch (Problem e) {
      System.getLogger(Loop.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "What the endpoints of project '%s' refused is not kept yet: %s"
                  .formatted(project, e.text()));
    }
  }

  /// What endpoints have counted since their last window is kept.
  private void keepCounts(ProjectName project) {
    Caller caller = Caller.platform("stop", project);
    guards.close(caller, moment(caller));
  }

  private EventTime moment(Caller caller) {
    return timeline.now(caller).orElseGet(() -> new EventTime(components.clock().instant()));
  }

  @Override
  public void close() {
    engine.close();
    projects.names().forEach(this::keepCounts);
    projects.close();
  }
}
