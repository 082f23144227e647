package dev.rondo.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rondo.app.Examples;
import dev.rondo.app.ServerOptions;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.Components;
import dev.rondo.loop.endpoint.EndpointGuards;
import dev.rondo.loop.feature.Materialize;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.source.DataStores;
import dev.rondo.loop.source.Ingest;
import dev.rondo.loop.step.BuiltInSteps;
import dev.rondo.quality.Contract;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.Step;
import dev.rondo.workflow.StepContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The loop by its steps alone, each run by somebody who may do what the step says that it asks
/// for, and nothing else.
class StepRightsTest {
  private static final String GOOD = "{rounds: 20, eta: 0.3, max_depth: 5, max_bin: 64}";
  private static final String BAD = "{rounds: 1, eta: 0.01, max_depth: 1, max_bin: 16}";
  private static final String MODEL = "trip-duration";

  @TempDir Path folder;
  private final Set<String> seen = new TreeSet<>();
  private TaxiServer taxi;
  private Map<String, Step> steps;

  @Test
  void whatAStepSaysThatItAsksForIsAllThatItTakes() throws Exception {
    Path data = folder.resolve("data");
    Simulator.write(data, 7, 3, 1_500);
    Path work = folder.resolve("work");
    Examples.copy(TaxiServer.EXAMPLE, work);
    Files.delete(work.resolve("triggers.yaml"));
    try (TaxiServer server = TaxiServer.start(new ServerOptions(folder.resolve("home"), 0), data)) {
      taxi = server;
      assertThat(taxi.push(work).message()).isEmpty();
      steps = steps();
      loop(new TripFiles(components().sql(), data));
    }
    assertThat(seen).isEqualTo(new TreeSet<>(BuiltInSteps.names()));
  }

  private void loop(TripFiles trips) throws Exception {
    move("2019-12-01");
    run("materialize-offline", "{service: trip_duration, until: '2019-12-01'}");
    JsonNode set =
        run(
                "build-training-set",
                "{service: trip_duration, until: '2019-12-01', holdout: 14d, windows: [30d]}")
            .path("set");
    assertThat(gate(set, GOOD).path("promoted").asBoolean()).isTrue();
    assertThat(gate(set, BAD).path("promoted").asBoolean()).isFalse();

    ask(trips, "2019-12-01", "2019-12-08");
    assertThat(judge("2019-12-08")).isNotEqualTo("nothing");
    int bad = register(set, choice(set, BAD)).path("version").asInt();
    components().registry().promote(TaxiServer.CALLER, MODEL, bad, "It is tried.");
    components().events().awaitSettled(TaxiServer.PATIENCE);
    ask(trips, "2019-12-08", "2019-12-15");
    assertThat(judge("2019-12-15")).isEqualTo("rolled-back");
  }

  private void move(String day) throws Exception {
    run("ingest", "{source: trips, until: '%s'}".formatted(day));
    run("materialize-online", "{service: trip_duration, moment: '%s'}".formatted(day));
  }

  /// What passengers ask until a day, which then begins.
  private void ask(TripFiles trips, String from, String until) throws Exception {
    Map<LocalDate, List<Trip>> days = trips.requests(YearMonth.parse(from.substring(0, 7)));
    try (PredictClient client = new PredictClient(taxi.server().port(), Demo.ENDPOINT)) {
      for (LocalDate day = LocalDate.parse(from);
          day.isBefore(LocalDate.parse(until));
          day = day.plusDays(1)) {
        client.ask(days.getOrDefault(day, List.of()));
      }
      assertThat(client.failed()).isZero();
    }
    move(until);
  }

  private String judge(String until) throws Exception {
    String parameters = "{monitor: trip-duration, service: trip_duration, until: '%s'}";
    JsonNode judged = run("judge-window", parameters.formatted(until));
    components().events().awaitSettled(TaxiServer.PATIENCE);
    return judged.path("outcome").asString();
  }

  private JsonNode choice(JsonNode set, String parameters) throws Exception {
    ObjectNode asked = yaml("{seed: 7, trials: 0, base: %1$s, final: %1$s}".formatted(parameters));
    JsonNode found = run("search-model", asked.set("examples", set)).path("choice");
    return run(
            "validate-model", Json.object().<ObjectNode>set("examples", set).set("choice", found))
        .path("choice");
  }

  private JsonNode register(JsonNode set, JsonNode choice) throws Exception {
    ObjectNode of = Json.object().put("model", MODEL);
    of.set("examples", set);
    of.set("choice", choice);
    return run("register-model", of.set("fit", run("fit-model", of.deepCopy()).path("model")))
        .path("version");
  }

  /// Learns a model and lets it be decided about.
  private JsonNode gate(JsonNode set, String parameters) throws Exception {
    JsonNode choice = choice(set, parameters);
    ObjectNode of = Json.object().put("model", MODEL);
    of.set("registered", register(set, choice));
    of.set("examples", set);
    JsonNode decided = run("promote-if-better", of.set("choice", choice));
    components().events().awaitSettled(TaxiServer.PATIENCE);
    return decided;
  }

  private JsonNode run(String step, String parameters) throws Exception {
    return run(step, yaml(parameters));
  }

  private JsonNode run(String step, ObjectNode parameters) throws Exception {
    Set<Permission> permissions = BuiltInSteps.permissions(step);
    if (seen.add(step)) {
      permissions.forEach(one -> refuses(step, parameters, permissions, one));
    }
    Attempt attempt = new Attempt(permissions, parameters);
    JsonNode outputs = Objects.requireNonNull(steps.get(step)).run(attempt).outputs();
    assertThat(attempt.lines).as(step).noneMatch(line -> line.contains("may not"));
    return outputs;
  }

  private void refuses(
      String step, ObjectNode parameters, Set<Permission> permissions, Permission lacking) {
    Set<Permission> rest = EnumSet.copyOf(permissions);
    rest.remove(lacking);
    Step one = Objects.requireNonNull(steps.get(step));
    Problem problem =
        catchThrowableOfType(Problem.class, () -> one.run(new Attempt(rest, parameters)));
    assertThat(problem.code()).as(step).isEqualTo(ProblemCode.FORBIDDEN);
    assertThat(problem.text()).contains(lacking.text());
  }

  private static ObjectNode yaml(String text) {
    return (ObjectNode) Yaml.parse("step", text).root();
  }

  private Components components() {
    return taxi.server().components();
  }

  private Map<String, Step> steps() {
    Components parts = components();
    var stores =
        new DataStores(
            parts.tables(), taxi.server().loop().quarantine(), parts.quality(), parts.profiles());
    var ingest =
        new Ingest(parts.database(), stores, parts.clock(), parts.home().resolve("staging"));
    var projects = taxi.server().loop().projects();
    EndpointGuards guards = guards(projects.active(TaxiServer.CALLER).project());
    return BuiltInSteps.of(
        parts,
        ingest,
        new Materialize(parts.tables(), parts.features()),
        guards,
        context -> projects.active(context.caller()));
  }

  /// They have something to keep, and an answer's contract to judge by.
  private EndpointGuards guards(Project project) {
    EndpointGuards guards = new EndpointGuards(components().quality(), components().clock());
    EndpointFile endpoint = project.endpoint(Demo.ENDPOINT);
    guards
        .requests(TaxiServer.CALLER, endpoint.name(), project.contract(endpoint.contract()))
        .check(Json.object());
    Optional<Contract> answers = endpoint.answers().map(project::contract);
    guards.answers(TaxiServer.CALLER, endpoint.name(), answers, endpoint.output());
    return guards;
  }

  /// An attempt in the name of somebody who may do so much.
  private final class Attempt implements StepContext {
    private final Caller caller;
    private final ObjectNode parameters;
    private final String id = components().ids().next();
    private final String execution = components().ids().next();
    private final List<String> lines = new ArrayList<>();

    Attempt(Set<Permission> permissions, ObjectNode parameters) {
      Set<Permission> all = EnumSet.of(Permission.READ, Permission.RUN_PIPELINES);
      all.addAll(permissions);
      this.caller = new Caller("ann", Demo.PROJECT, all);
      this.parameters = parameters;
    }

    @Override
    public Caller caller() {
      return caller;
    }

    @Override
    public ExecutionId executionId() {
      return new ExecutionId(execution);
    }

    @Override
    public String taskId() {
      return "task";
    }

    @Override
    public String attemptId() {
      return id;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public ObjectNode parameters() {
      return parameters.deepCopy();
    }

    @Override
    public void log(String text) {
      lines.add(text);
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public String idempotencyKey() {
      return id;
    }
  }
}
