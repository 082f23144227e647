package dev.rondo.loop;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Direction;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LineageGraph;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.loop.VersionFacts.Part;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.Signature;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Says what changed between two versions of a model: what the registry knows of each, the run that
/// made it, and what that was made of. Thread-safe.
public final class VersionComparison {
  private static final int MOST_ORIGINS = 10_000;

  private final Ledger ledger;
  private final Registry registry;

  public VersionComparison(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  /// @throws dev.rondo.kernel.Problem `not-found` when there is no such version
  public List<VersionDifference> compare(Caller caller, String model, int from, int to) {
    return VersionDifference.between(
        facts(caller, registry.load(caller, model, from)),
        facts(caller, registry.load(caller, model, to)));
  }

  private VersionFacts facts(Caller caller, ModelVersion version) {
    Collected facts = new Collected();
    version.findContent().ifPresent(content -> content(content, facts));
    version
        .scan()
        .ifPresent(scan -> {
          facts.put(Part.MODEL, "format", scan.format());
          facts.put(Part.MODEL, "flavors", String.join(", ", scan.flavors()));
          facts.put(Part.MODEL, "signature", scan.signature());
          facts.put(Part.MODEL, "size", Long.toString(scan.size()));
        });
    facts.put(Part.MODEL, "digest", version.digest().brief());
    registry
        .evaluations(caller, version.model(), version.version())
        .forEach(one ->
            one.evaluation()
                .metrics()
                .forEach((name, value) ->
                    facts.put(
                        Part.METRICS,
                        name + " on " + one.evaluation().dataset().name(),
                        value.toString())));
    maker(caller, version).ifPresent(run -> run(caller, run, facts));
    origins(caller, version, facts);
    return new VersionFacts(version.version(), facts.parts);
  }

  private static void content(ModelContent content, Collected facts) {
    facts.put(Part.MODEL, "format", content.format());
    facts.put(Part.MODEL, "size", Long.toString(content.size()));
    for (Signature.Field field : content.signature().inputs()) {
      facts.put(Part.FEATURES, field.name(), field.type());
    }
  }

  private Optional<Run> maker(Caller caller, ModelVersion version) {
    return version.run().flatMap(RunId::find).flatMap(id -> ledger.find(caller, id));
  }

  private void run(Caller caller, Run run, Collected facts) {
    ledger
        .parameters(caller, run.id())
        .forEach(one -> facts.put(Part.PARAMETERS, one.key(), one.value()));
    ledger
        .metrics(caller, run.id())
        .forEach(one -> facts.put(Part.METRICS, one.key(), Double.toString(one.value())));
    Environment environment = run.environment();
    RunEnvironment.facts(ledger, caller, run)
        .forEach((name, value) -> facts.put(Part.ENVIRONMENT, name, value));
    environment.seed().ifPresent(seed -> facts.put(Part.ENVIRONMENT, "seed", Long.toString(seed)));
    facts.put(Part.CODE, "command", environment.command());
    environment.commit().ifPresent(commit -> facts.put(Part.CODE, "commit", commit));
  }

  /// Files come by the hundred: how many there are says more than their names.
  private void origins(Caller caller, ModelVersion version, Collected facts) {
    Asset asset = version.asset();
    if (ledger.asset(caller, asset.kind(), asset.name(), asset.version()).isEmpty()) {
      return;
    }
    LineageGraph trace = ledger.lineage(caller, asset, Direction.UPSTREAM, MOST_ORIGINS);
    List<Asset> assets = trace.assets().stream().map(AssetRecord::asset).toList();
    Origins.newest(assets.stream().filter(one -> one.kind() == Asset.Kind.SNAPSHOT))
        .forEach(one -> facts.put(Part.DATA, "snapshot " + one.name(), text(one)));
    long files = assets.stream().filter(one -> one.kind() == Asset.Kind.SOURCE_FILE).count();
    if (files > 0) {
      facts.put(Part.DATA, "source files", Long.toString(files));
    }
    for (Asset one : assets) {
      switch (one.kind()) {
        case TRAINING_SET -> facts.put(Part.DATA, "training set " + one.name(), text(one));
        case FEATURE_VIEW -> facts.put(Part.FEATURES, "view " + one.name(), text(one));
        case BUNDLE -> facts.put(Part.CODE, "bundle " + one.name(), text(one));
        default -> {
          // Everything else is said by another part, or by what it was made of.
        }
      }
    }
  }

  private static String text(Asset asset) {
    return asset.version() + " (" + asset.digest().brief() + ")";
  }

  /// Facts while they are found; the first of a name counts. Confined to one thread.
  private static final class Collected {
    private final Map<Part, SortedMap<String, String>> parts = new EnumMap<>(Part.class);

    void put(Part part, String name, String value) {
      if (!value.isEmpty()) {
        parts.computeIfAbsent(part, _ -> new TreeMap<>()).putIfAbsent(name, value);
      }
    }
  }
}
