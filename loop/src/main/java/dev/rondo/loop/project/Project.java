package dev.rondo.loop.project;

import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.kernel.Place;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.loop.source.Judges;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.monitoring.MonitorDefinition;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.suite.Suite;
import dev.rondo.workflow.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A project as its files at one commit describe it: checked as a whole, every reference resolved.
///
/// @param owners by role
/// @param contracts by path
/// @param suites by name
/// @param training what the examples of a feature service must hold, by the service's name
/// @param places of the parts, as [#place] names them
public record Project(
    ProjectName name,
    String goal,
    Kpi kpi,
    MlTask task,
    ModelPolicy models,
    Map<String, String> owners,
    Map<String, Contract> contracts,
    Map<String, Suite> suites,
    Map<String, SourceDefinition> sources,
    Map<String, FeatureView> views,
    Map<String, FeatureService> services,
    Map<String, Promise> training,
    Map<String, Pipeline> pipelines,
    List<Trigger> triggers,
    Map<String, EndpointFile> endpoints,
    Map<String, MonitorDefinition> monitors,
    Map<String, Place> places) {
  /// Where the pipelines stand; with a name behind it, where one does.
  public static final String PIPELINES = "pipelines/";

  public static final String SOURCES = "sources/";
  public static final String ENDPOINTS = "endpoints/";
  public static final String TRIGGERS = "triggers/";

  /// What decides about versions.
  public static final String EVALUATION = "evaluation";

  public Project {
    owners = Map.copyOf(owners);
    contracts = Map.copyOf(contracts);
    suites = Map.copyOf(suites);
    sources = Map.copyOf(sources);
    views = Map.copyOf(views);
    services = Map.copyOf(services);
    training = Map.copyOf(training);
    pipelines = Map.copyOf(pipelines);
    triggers = List.copyOf(triggers);
    endpoints = Map.copyOf(endpoints);
    monitors = Map.copyOf(monitors);
    places = Map.copyOf(places);
  }

  /// Where a part stands.
  ///
  /// @param part such as [#PIPELINES] with a name, or [#EVALUATION]
  public Place place(String part) {
    return Objects.requireNonNull(places.get(part));
  }

  public SourceDefinition source(String source) {
    return found("source", source, sources);
  }

  public Contract contract(String path) {
    return found("contract", path, contracts);
  }

  public Suite suite(String suite) {
    return found("suite", suite, suites);
  }

  /// What judges a source's rows.
  public Judges judges(SourceDefinition source) {
    return new Judges(
        contract(source.contract()), source.suites().stream().map(this::suite).toList());
  }

  /// What the examples of a feature service must hold.
  public Promise training(FeatureService service) {
    return training.getOrDefault(service.name(), Promise.NONE);
  }

  public FeatureService service(String service) {
    return found("feature service", service, services);
  }

  public Pipeline pipeline(String pipeline) {
    return found("pipeline", pipeline, pipelines);
  }

  public EndpointFile endpoint(String endpoint) {
    return found("endpoint", endpoint, endpoints);
  }

  public MonitorDefinition monitor(String monitor) {
    return found("monitor", monitor, monitors);
  }

  /// The names of the monitors, in alphabetical order.
  public Set<String> monitorNames() {
    return new TreeSet<>(monitors.keySet());
  }

  /// The names of the tables of accepted rows, in alphabetical order.
  public Set<String> datasets() {
    return sources.values().stream()
        .map(SourceDefinition::dataset)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The columns of a table of accepted rows whose values are masked, as its contracts say.
  public Set<String> hidden(String dataset) {
    return hidden(
        sources.values().stream()
            .filter(source -> source.dataset().equals(dataset))
            .map(SourceDefinition::contract));
  }

  /// Which columns of rows that were set aside are masked: the same, and of a data set that has no
  /// source any more all, since nothing says what they hold. Case does not matter.
  public Predicate<String> hiddenAside(String dataset) {
    Set<String> hidden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    hidden.addAll(hidden(dataset));
    return datasets().contains(dataset) ? hidden::contains : _ -> true;
  }

  /// The columns whose values are masked wherever a suite of the project judges rows beside a
  /// contract.
  public Set<String> hiddenBeside(String suite) {
    Stream<String> ofSources =
        sources.values().stream()
            .filter(source -> source.suites().contains(suite))
            .map(SourceDefinition::contract);
    Stream<String> ofExamples =
        training.values().stream()
            .filter(promise -> promise.suites().contains(suite))
            .flatMap(promise -> promise.contract().stream());
    return hidden(Stream.concat(ofSources, ofExamples));
  }

  private Set<String> hidden(Stream<String> paths) {
    return paths
        .map(this::contract)
        .map(Classification::hidden)
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private <T> T found(String kind, String key, Map<String, T> all) {
    T value = all.get(key);
    if (value == null) {
      throw Problem.notFound(
          "Project '%s' has no %s '%s'; it has %s.", name, kind, key, new TreeSet<>(all.keySet()));
    }
    return value;
  }
}
