package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.DatasetInput;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.ModelUse;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunQuery;
import dev.rondo.registry.ModelVersion;
import java.util.List;

/// Reads what is noted on a run.
final class RunReader {
  static final int TRACES = 20;
  static final int METRICS = 1_000;
  private static final int NESTED = 200;
  private static final int MODELS = 50;

  private final Parts parts;

  RunReader(Parts parts) {
    this.parts = parts;
  }

  /// @param request may name metrics to draw, and a folder to show
  RunView.Notes of(Request request, RunId id) {
    Caller caller = request.caller();
    Ledger ledger = parts.ledger();
    RunData data = ledger.runs().load(caller, id);
    List<ModelVersion> registered = parts.registry().versionsOfRun(caller, id.value());
    return new RunView.Notes(
        data,
        new Curves(ledger.runs())
            .of(caller, List.of(data), request.queries().getOrDefault("metric", List.of())),
        others(ledger.inputs(caller, id), data, registered),
        others(ledger.outputs(caller, id), data, registered),
        FileList.of(
            ledger.files(),
            caller,
            ArtifactRoot.of(id),
            Addresses.run(id.value()),
            request.query("folder").orElse("")),
        ledger.list(caller, RunQuery.newest(NESTED).withParent(id)),
        new RunView.Models(registered, models(caller, data.wrote()), models(caller, data.read())),
        ledger.traces().ofRun(caller, id, TRACES));
  }

  /// Those that do not stand on the page already, with more told of them.
  private static List<AssetRecord> others(
      List<AssetRecord> all, RunData data, List<ModelVersion> registered) {
    return all.stream().filter(one -> !isTold(one.asset(), data, registered)).toList();
  }

  private static boolean isTold(Asset asset, RunData data, List<ModelVersion> registered) {
    return switch (asset.kind()) {
      case MODEL -> LoggedModelId.isOne(asset.version());
      case MODEL_VERSION ->
          registered.stream()
              .anyMatch(one ->
                  one.model().equals(asset.name())
                      && Integer.toString(one.version()).equals(asset.version()));
      case DATASET ->
          data.datasets().stream()
              .map(DatasetInput::dataset)
              .anyMatch(
                  one -> one.name().equals(asset.name()) && one.digest().equals(asset.version()));
      default -> false;
    };
  }

  private List<LoggedModel> models(Caller caller, List<ModelUse> uses) {
    return uses.stream()
        .map(use -> use.model().value())
        .distinct()
        .limit(MODELS)
        .flatMap(id -> LoggedModelPages.find(parts.ledger(), caller, id).stream())
        .toList();
  }
}
