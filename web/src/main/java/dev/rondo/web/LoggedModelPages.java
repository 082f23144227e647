package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.LoggedModelSearch;
import dev.rondo.ledger.ModelMetric;
import dev.rondo.ledger.RunId;
import dev.rondo.registry.ModelVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The models that clients have logged: those of an experiment, and one.
final class LoggedModelPages {
  private final Site site;
  private final Parts parts;

  LoggedModelPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// @param registered the versions that were made of each, by its id
  record ListView(
      ExperimentHead head,
      Found<LoggedModel> found,
      Map<String, List<ModelVersion>> registered,
      KnownRuns runs) {
    List<ModelVersion> of(LoggedModel model) {
      return registered.getOrDefault(model.id().value(), List.of());
    }
  }

  /// @param runs that made or measured it
  record ModelView(
      LoggedModel model,
      Experiment experiment,
      KnownRuns runs,
      FileList files,
      List<ModelVersion> registered) {}

  Response list(Request request) {
    Caller caller = request.caller();
    ExperimentHead head = ExperimentPages.head(parts, request, "models");
    ExperimentId id = head.experiment().id();
    Asked asked = Asked.of(request, Addresses.experiment(id) + "/models");
    Found<LoggedModel> found = Found.of(asked, limit -> search(caller, id, asked, limit));
    Frame frame = site.frame(request, head.experiment().name() + ": models", "experiments", "");
    ListView view =
        new ListView(head, found, registered(caller, found.rows()), makers(caller, found.rows()));
    return found.with(site.page("logged.jte", frame, view));
  }

  private Slice<LoggedModel> search(Caller caller, ExperimentId id, Asked asked, int limit) {
    LoggedModelSearch search =
        new LoggedModelSearch(
            List.of(id),
            asked.conditions(LoggedModelSearch.VOCABULARY),
            List.of(),
            orders(asked),
            asked.from(),
            limit);
    return parts.ledger().models().search(caller, search);
  }

  private static List<LoggedModelSearch.Order> orders(Asked asked) {
    return asked.orders(LoggedModelSearch.VOCABULARY).stream()
        .map(sort -> new LoggedModelSearch.Order(sort, new LoggedModelSearch.Dataset("", "")))
        .toList();
  }

  private Map<String, List<ModelVersion>> registered(Caller caller, List<LoggedModel> models) {
    List<String> ids = models.stream().map(model -> model.id().value()).toList();
    return parts.registry().versionsOfLogged(caller, ids).stream()
        .collect(Collectors.groupingBy(one -> one.source().loggedModel().orElse("")));
  }

  /// One that is not deleted.
  ///
  /// @param id whatever somebody gave for one
  static Optional<LoggedModel> find(Ledger ledger, Caller caller, String id) {
    return Optional.of(id)
        .filter(LoggedModelId::isOne)
        .flatMap(one -> ledger.models().find(caller, new LoggedModelId(one)))
        .filter(model -> model.times().deleted().isEmpty());
  }

  Response show(Request request) {
    Caller caller = request.caller();
    Ledger ledger = parts.ledger();
    String id = request.parameter("id");
    LoggedModel model =
        find(ledger, caller, id)
            .orElseThrow(() -> Problem.notFound("There is no logged model '%s'.", id));
    ModelView view =
        new ModelView(
            model,
            ledger.experiments().load(caller, model.experiment()),
            runs(caller, model),
            FileList.of(
                ledger.files(),
                caller,
                ArtifactRoot.of(model.id()),
                Addresses.loggedModel(model.id()),
                request.query("folder").orElse("")),
            parts.registry().versionsOfLogged(caller, List.of(id)));
    Frame frame = site.frame(request, Format.name(model.draft().name()), "experiments", "");
    return site.page("loggedmodel.jte", frame, view);
  }

  private KnownRuns makers(Caller caller, List<LoggedModel> models) {
    return KnownRuns.of(
        parts.ledger(),
        caller,
        models.stream().flatMap(model -> model.draft().sourceRun().stream()).map(RunId::value));
  }

  private KnownRuns runs(Caller caller, LoggedModel model) {
    Stream<RunId> measured = model.metrics().stream().map(ModelMetric::run);
    return KnownRuns.of(
        parts.ledger(),
        caller,
        Stream.concat(model.draft().sourceRun().stream(), measured).map(RunId::value));
  }
}
