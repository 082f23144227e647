package dev.rondo.loop.contract;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.AssetName;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.loop.contract.Participant.Evidence;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.step.StepRun;
import dev.rondo.registry.Registry;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.EndpointStatus;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds who brings and who reads what a contract speaks of. The ledger knows what runs have read
/// and written; before the first run, and for what comes next, the project's files say who refers
/// to what. What the files no longer declare has stopped reading, except a version of a model that
/// is in production or behind an endpoint. Thread-safe.
public final class PartyFinder {
  private static final Map<String, String> ROLES =
      Map.of(
          "source", "data-engineer",
          "feature-view", "data-engineer",
          "feature-service", "data-scientist",
          "model", "data-scientist",
          "endpoint", "ml-engineer",
          "callers", "software-engineer");

  /// What the names of those who ask endpoints begin with.
  static final String CALLERS = "callers:";

  /// How much of a version's origins is looked at; of one with more, all is taken to be read.
  private static final int MOST_ORIGINS = 10_000;

  private final Ledger ledger;
  private final Registry registry;
  private final Function<Caller, List<EndpointStatus>> endpoints;

  /// @param endpoints what is served now
  public PartyFinder(
      Ledger ledger, Registry registry, Function<Caller, List<EndpointStatus>> endpoints) {
    this.ledger = ledger;
    this.registry = registry;
    this.endpoints = endpoints;
  }

  /// @param places where the contract stands, as [ContractPlace#text] names it
  Parties find(Caller caller, Project project, Collection<String> places) {
    Found producers = new Found(project);
    Found consumers = new Found(project);
    FileUses files = new FileUses(project);
    for (String place : places) {
      files.readersOf(place).forEach(reader -> consumers.add(reader, Evidence.FILES));
      switch (ContractPlace.parse(place)) {
        case ContractPlace.DataSet set -> {
          sources(caller, project, set.name(), producers);
          readers(caller, project, new AssetName(Asset.Kind.SNAPSHOT, set.name()), consumers);
        }
        case ContractPlace.Examples examples -> {
          producers.add("feature-service:" + examples.service(), Evidence.FILES);
          AssetName sets = new AssetName(Asset.Kind.TRAINING_SET, examples.service());
          readers(caller, project, sets, consumers);
        }
        case ContractPlace.Requests requests -> {
          if (project.endpoints().containsKey(requests.endpoint())) {
            producers.add(CALLERS + requests.endpoint(), Evidence.FILES);
          }
          served(caller, project, requests.endpoint(), consumers);
        }
        case ContractPlace.Answers answers -> {
          if (project.endpoints().containsKey(answers.endpoint())) {
            producers.add("model:" + project.endpoint(answers.endpoint()).model(), Evidence.FILES);
            producers.add("endpoint:" + answers.endpoint(), Evidence.FILES);
          }
          served(caller, project, answers.endpoint(), producers);
        }
      }
    }
    return new Parties(producers.all(), consumers.all());
  }

  private void sources(Caller caller, Project project, String dataset, Found producers) {
    project.sources().values().stream()
        .filter(source -> source.dataset().equals(dataset))
        .map(SourceDefinition::name)
        .forEach(name -> producers.add("source:" + name, Evidence.FILES));
    AssetName snapshots = new AssetName(Asset.Kind.SNAPSHOT, dataset);
    ledger.parameterOfMakers(caller, snapshots, StepRun.SOURCE).stream()
        .filter(project.sources()::containsKey)
        .forEach(name -> producers.add("source:" + name, Evidence.LEDGER));
  }

  private void readers(Caller caller, Project project, AssetName origin, Found consumers) {
    for (AssetName made : ledger.madeOf(caller, origin)) {
      names(project, made).stream()
          .filter(consumers::has)
          .forEach(name -> consumers.add(name, Evidence.LEDGER));
      if (made.kind() == Asset.Kind.MODEL_VERSION) {
        atWork(caller, made.name(), origin, consumers);
      }
    }
  }

  /// The versions of a model that work now and were made of the data; archived ones read no more.
  private void atWork(Caller caller, String model, AssetName origin, Found consumers) {
    registry
        .champion(caller, model)
        .filter(champion -> isMadeOf(caller, champion.asset(), origin))
        .ifPresent(champion ->
            consumers.add("model:" + model, "version " + champion.version() + " is in production"));
    for (EndpointStatus endpoint : endpoints.apply(caller)) {
      endpoint
          .active()
          .map(Deployment::model)
          .filter(served -> served.model().equals(model))
          .flatMap(served -> registry.find(caller, model, served.version()))
          .filter(version -> isMadeOf(caller, version.asset(), origin))
          .ifPresent(
              version -> serves(endpoint.name(), version.model(), version.version(), consumers));
    }
  }

  private static void serves(String endpoint, String model, int version, Found found) {
    found.add("model:" + model, "version " + version + " answers at endpoint:" + endpoint);
    found.add("endpoint:" + endpoint, "it serves version " + version + " of model:" + model);
  }

  private boolean isMadeOf(Caller caller, Asset version, AssetName origin) {
    if (ledger.asset(caller, version.kind(), version.name(), version.version()).isEmpty()) {
      return false;
    }
    LineageGraph graph = ledger.lineage(caller, version, Direction.UPSTREAM, MOST_ORIGINS);
    return !graph.isComplete()
        || graph.assets().stream()
            .map(AssetRecord::asset)
            .anyMatch(one -> one.kind() == origin.kind() && one.name().equals(origin.name()));
  }

  /// What people call the thing that an asset belongs to.
  private static List<String> names(Project project, AssetName asset) {
    return switch (asset.kind()) {
      case SNAPSHOT ->
          project.views().values().stream()
              .filter(view -> view.table().equals(asset.name()))
              .map(view -> "feature-view:" + view.name())
              .toList();
      case TRAINING_SET -> List.of("feature-service:" + asset.name());
      case MODEL_VERSION -> List.of("model:" + asset.name());
      case DEPLOYMENT -> List.of("endpoint:" + asset.name());
      default -> List.of();
    };
  }

  /// The model that answers an endpoint's requests, when it was deployed there; also at one that
  /// the files no longer declare, while it still answers.
  private void served(Caller caller, Project project, String name, Found found) {
    EndpointFile endpoint = project.endpoints().get(name);
    if (endpoint == null) {
      endpoints.apply(caller).stream()
          .filter(one -> one.name().equals(name))
          .flatMap(one -> one.active().stream())
          .map(Deployment::model)
          .forEach(model -> serves(name, model.model(), model.version(), found));
      return;
    }
    AssetName versions = new AssetName(Asset.Kind.MODEL_VERSION, endpoint.model());
    if (ledger.madeOf(caller, versions).contains(new AssetName(Asset.Kind.DEPLOYMENT, name))) {
      found.add("model:" + endpoint.model(), Evidence.LEDGER);
      found.add("endpoint:" + name, Evidence.LEDGER);
    }
  }

  /// The person who answers for a participant by its kind; empty when the project names none.
  static String owner(Project project, String name) {
    return project.owners().getOrDefault(role(name), "");
  }

  private static String role(String name) {
    return ROLES.getOrDefault(name.substring(0, Math.max(0, name.indexOf(':'))), "");
  }

  /// Collects names with how each is known.
  private static final class Found {
    private final Map<String, Set<Evidence>> evidence = new TreeMap<>();
    private final Map<String, Set<String>> work = new HashMap<>();
    private final Project project;

    Found(Project project) {
      this.project = project;
    }

    void add(String name, Evidence how) {
      evidence.computeIfAbsent(name, _ -> EnumSet.noneOf(Evidence.class)).add(how);
    }

    /// What works is known by the ledger.
    void add(String name, String what) {
      add(name, Evidence.LEDGER);
      work.computeIfAbsent(name, _ -> new TreeSet<>()).add(what);
    }

    boolean has(String name) {
      return evidence.containsKey(name);
    }

    List<Participant> all() {
      return evidence.entrySet().stream()
          .map(entry ->
              new Participant(
                  entry.getKey(),
                  owner(entry.getKey()),
                  entry.getValue(),
                  String.join(", ", work.getOrDefault(entry.getKey(), Set.of()))))
          .toList();
    }

    private String owner(String name) {
      String person = PartyFinder.owner(project, name);
      return person.isEmpty() ? "" : person + ", " + role(name).replace('-', ' ');
    }
  }

  /// The names alone.
  static Set<String> names(Collection<Participant> participants) {
    return participants.stream()
        .map(Participant::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
