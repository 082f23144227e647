package dev.rondo.loop.project;

import dev.rondo.features.FeatureParser;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.source.SourceParser;
import dev.rondo.monitoring.MonitorDefinition;
import dev.rondo.monitoring.MonitorParser;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.LeakageCheck;
import dev.rondo.quality.suite.Suite;
import dev.rondo.workflow.Pipeline;
import dev.rondo.workflow.PipelineParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads a whole project from its files and reports every mistake in all of them. What a folder
/// holds is known by its name: `sources`, `contracts`, `suites`, `features`, `services`,
/// `pipelines`, `endpoints`, `monitors`, beside `project.yaml` and `triggers.yaml`.
public final class ProjectParser {
  private final Map<String, byte[]> files;
  private final Set<String> steps;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();

  private ProjectParser(Map<String, byte[]> files, Set<String> steps) {
    this.files = new TreeMap<>(files);
    this.steps = steps;
  }

  /// Reads the project.
  ///
  /// @param files by path
  /// @param steps that pipelines may use
  /// @throws Problem `invalid-file` with every mistake
  public static Project parse(Map<String, byte[]> files, Set<String> steps) {
    return new ProjectParser(files, steps).parse();
  }

  private Project parse() {
    Map<String, Contract> contracts = contracts();
    Map<String, Suite> suites = suites();
    HandOvers handOvers = new HandOvers(contracts, suites);
    Map<String, SourceDefinition> sources =
        named(
            Project.SOURCES,
            yaml -> handOvers.checked(yaml, SourceParser.parse(yaml, this::text)),
            SourceDefinition::name);
    Map<String, FeatureView> views =
        named(
            "features/",
            yaml -> FeatureParser.view(yaml, file -> text("features/" + file)),
            FeatureView::name);
    Map<String, Promise> training = new HashMap<>();
    Map<String, FeatureService> services =
        named(
            "services/",
            yaml -> {
              FeatureService service = FeatureParser.service(yaml, views);
              training.put(service.name(), handOvers.training(yaml, service));
              return service;
            },
            FeatureService::name);
    Map<String, Pipeline> pipelines =
        named(Project.PIPELINES, new PipelineParser(steps)::parse, Pipeline::name);
    Map<String, EndpointFile> endpoints =
        named(
            Project.ENDPOINTS,
            yaml -> handOvers.endpoint(yaml, services.keySet()),
            EndpointFile::name);
    Map<String, MonitorDefinition> monitors =
        named("monitors/", MonitorParser::parse, MonitorDefinition::name);
    refuseLeaks(contracts, sources, services);
    List<Trigger> triggers = triggers(pipelines);
    Optional<Fields> head = head();
    refuse();
    Fields fields = head.orElseThrow();
    return new Project(
        new ProjectName(fields.text("name")),
        fields.text("goal"),
        kpi(fields),
        task(fields),
        ModelPolicy.of(fields),
        fields.textMap("owners"),
        contracts,
        suites,
        sources,
        views,
        services,
        training,
        pipelines,
        triggers,
        endpoints,
        monitors,
        places);
  }

  private void refuse() {
    if (!mistakes.isEmpty()) {
      throw Problem.invalidFile(mistakes);
    }
  }

  private Optional<Fields> head() {
    return read(
        "project.yaml",
        yaml -> {
          Fields fields =
              Fields.of(yaml)
                  .only("name", "goal", "kpi", "task", "evaluation", "approval", "card", "owners");
          fields.tried("name", () -> new ProjectName(fields.text("name")));
          fields.text("goal");
          kpi(fields);
          task(fields);
          ModelPolicy.of(fields);
          places.put(
              Project.EVALUATION,
              fields.place(fields.has("evaluation") ? "evaluation" : "approval"));
          fields.textMap("owners");
          fields.finish();
          return fields;
        });
  }

  private static Kpi kpi(Fields fields) {
    Fields kpi = fields.object("kpi").only("name", "meaning", "value-per-unit", "currency");
    return new Kpi(
        kpi.text("name"),
        kpi.prose("meaning"),
        kpi.real("value-per-unit"),
        kpi.text("currency", "USD"));
  }

  private static MlTask task(Fields fields) {
    Fields task = fields.object("task").only("type", "target", "unit", "metric");
    return new MlTask(
        task.text("type"), task.text("target"), task.prose("unit"), task.text("metric"));
  }

  private Map<String, Contract> contracts() {
    Map<String, Contract> contracts = new HashMap<>();
    for (String path : paths("contracts/")) {
      collecting(() -> ContractParser.parse(path, text(path).orElse("")))
          .ifPresent(contract -> contracts.put(path, contract));
    }
    return contracts;
  }

  /// Features may read of a row only what is known when the request is made.
  private void refuseLeaks(
      Map<String, Contract> contracts,
      Map<String, SourceDefinition> sources,
      Map<String, FeatureService> services) {
    for (FeatureService service : services.values()) {
      Place place = new Place("services/" + service.name() + ".yaml", 1, 1, "/request");
      List<LeakageCheck.Use> uses =
          service.requestFields().stream()
              .map(field ->
                  new LeakageCheck.Use(field, "feature service '" + service.name() + "'", place))
              .toList();
      sources.values().stream()
          .filter(source -> source.dataset().equals(service.spine().dataset()))
          .map(source -> contracts.get(source.contract()))
          .filter(Objects::nonNull)
          .forEach(contract -> mistakes.addAll(LeakageCheck.mistakes(contract, uses)));
    }
  }

  private List<Trigger> triggers(Map<String, Pipeline> pipelines) {
    if (!files.containsKey("triggers.yaml")) {
      return List.of();
    }
    return read(
            "triggers.yaml",
            yaml -> {
              Fields fields = Fields.of(yaml).only("triggers");
              Map<String, Trigger> triggers = new LinkedHashMap<>();
              for (Fields item : fields.objects("triggers")) {
                keep(triggers, item, trigger(item, pipelines));
              }
              fields.finish();
              return List.copyOf(triggers.values());
            })
        .orElse(List.of());
  }

  private void keep(Map<String, Trigger> triggers, Fields item, Trigger trigger) {
    places.put(Project.TRIGGERS + trigger.name(), item.place());
    if (triggers.putIfAbsent(trigger.name(), trigger) != null && item.has("name")) {
      item.mistake("name", "Another trigger is named '" + trigger.name() + "' too.");
    }
  }

  private static Trigger trigger(Fields fields, Map<String, Pipeline> pipelines) {
    fields.only("name", "pipeline", "every", "offset", "event");
    String name = fields.text("name");
    String pipeline = fields.reference("pipeline", "pipeline", pipelines.keySet());
    if (fields.has("every") == fields.has("event")) {
      fields.mistake("name", "The trigger '" + name + "' needs either 'every' or 'event'.");
    }
    if (fields.has("event")) {
      return new Trigger.On(name, pipeline, fields.text("event"));
    }
    Duration every = fields.duration("every", Duration.ofDays(1));
    if (every.toMinutes() < 1) {
      fields.mistake("every", "A trigger starts once a minute at the most.");
    }
    return new Trigger.Every(name, pipeline, every, fields.duration("offset", Duration.ZERO));
  }

  /// Suites have two forms, of which one is JSON; so they read their text by themselves.
  private Map<String, Suite> suites() {
    Map<String, Suite> suites = new TreeMap<>();
    for (String path : paths("suites/")) {
      collecting(() -> Suite.parse(path, text(path).orElse("")))
          .ifPresent(suite -> keep(suites, path, suite.name(), suite));
    }
    return suites;
  }

  private <T> Map<String, T> named(
      String folder, Function<Yaml, T> parse, Function<T, String> name) {
    Map<String, T> all = new TreeMap<>();
    for (String path : paths(folder)) {
      read(path, parse)
          .ifPresent(value -> {
            places.put(folder + name.apply(value), new Place(path, 1, 1, ""));
            keep(all, path, name.apply(value), value);
          });
    }
    return all;
  }

  private <T> void keep(Map<String, T> all, String path, String name, T value) {
    if (all.putIfAbsent(name, value) != null) {
      mistakes.add(new Mistake(path, 1, 1, "", "Another file has the name '" + name + "' too."));
    }
  }

  private <T> Optional<T> read(String path, Function<Yaml, T> parse) {
    Optional<String> text = text(path);
    if (text.isEmpty()) {
      mistakes.add(new Mistake(path, 0, 0, "", "The project needs this file."));
      return Optional.empty();
    }
    return collecting(() -> parse.apply(Yaml.parse(path, text.get())));
  }

  private <T> Optional<T> collecting(Supplier<T> parse) {
    try {
      return Optional.of(parse.get());
    } catch (Problem e) {
      if (e.mistakes().isEmpty()) {
        mistakes.add(new Mistake("", 0, 0, "", e.text()));
      }
      mistakes.addAll(e.mistakes());
      return Optional.empty();
    }
  }

  private List<String> paths(String folder) {
    return files.keySet().stream()
        .filter(path -> path.startsWith(folder))
        .filter(path -> path.endsWith(".yaml") || path.endsWith(".yml"))
        .toList();
  }

  /// The text of a file; empty when it is missing; a file that is not UTF-8 is a mistake.
  private Optional<String> text(String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      mistakes.add(new Mistake(path, 0, 0, "", "The file is not UTF-8: save it as UTF-8."));
      return Optional.of("");
    }
  }
}
