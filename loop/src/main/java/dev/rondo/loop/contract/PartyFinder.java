package dev.rondo.loop.contract;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.AssetName;
import dev.rondo.ledger.Ledger;
import dev.rondo.loop.contract.Participant.Evidence;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.loop.step.StepRun;
import dev.rondo.registry.Registry;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds who brings and who reads what a contract speaks of. The ledger knows what runs have read
/// and written; before the first run, and for what comes next, the project's files say who refers
/// to what. What the files no longer declare has stopped reading, except a model that is still in
/// production. Thread-safe.
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

  private final Ledger ledger;
  private final Registry registry;

  public PartyFinder(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
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
          .filter(name -> consumers.has(name) || isModelAtWork(caller, name))
          .forEach(name -> consumers.add(name, Evidence.LEDGER));
    }
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

  private boolean isModelAtWork(Caller caller, String name) {
    return name.startsWith("model:")
        && registry.champion(caller, name.substring("model:".length())).isPresent();
  }

  /// The model that answers an endpoint's requests, when it was deployed there.
  private void served(Caller caller, Project project, String name, Found found) {
    EndpointFile endpoint = project.endpoints().get(name);
    if (endpoint == null) {
      return;
    }
    AssetName versions = new AssetName(Asset.Kind.MODEL_VERSION, endpoint.model());
    if (ledger.madeOf(caller, versions).contains(new AssetName(Asset.Kind.DEPLOYMENT, name))) {
      found.add("model:" + endpoint.model(), Evidence.LEDGER);
      found.add("endpoint:" + name, Evidence.LEDGER);
    }
  }

  /// Collects names with how each is known.
  private static final class Found {
    private final Map<String, Set<Evidence>> evidence = new TreeMap<>();
    private final Project project;

    Found(Project project) {
      this.project = project;
    }

    void add(String name, Evidence how) {
      evidence.computeIfAbsent(name, _ -> EnumSet.noneOf(Evidence.class)).add(how);
    }

    boolean has(String name) {
      return evidence.containsKey(name);
    }

    List<Participant> all() {
      return evidence.entrySet().stream()
          .map(entry -> new Participant(entry.getKey(), owner(entry.getKey()), entry.getValue()))
          .toList();
    }

    private String owner(String name) {
      String role = ROLES.getOrDefault(name.substring(0, name.indexOf(':')), "");
      String person = project.owners().getOrDefault(role, "");
      return person.isEmpty() ? "" : person + ", " + role.replace('-', ' ');
    }
  }

  /// The names alone.
  static Set<String> names(Collection<Participant> participants) {
    return participants.stream()
        .map(Participant::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
