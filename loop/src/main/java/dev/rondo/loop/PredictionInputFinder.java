package dev.rondo.loop;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.features.ViewFeatures;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operand;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Sort;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunSearch;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.View;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.loop.step.StepRun;
import dev.rondo.serving.LoggedPrediction;
import dev.rondo.serving.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds what a prediction was computed from: the logged inputs of the model, and by a scan the
/// source's rows that were behind the online values. The latter by the ledger's record of the run
/// that brought them online before the request, and by the present definition of the endpoint; told
/// only where they give the very values once more.
final class PredictionInputFinder {
  private static final int RUNS = 16;

  /// The parameter of runs that bring values online.
  private static final String MOMENT = "moment";

  private final Components components;
  private final Projects projects;

  PredictionInputFinder(Components components, Projects projects) {
    this.components = components;
    this.projects = projects;
  }

  PredictionInputs find(Caller caller, LoggedPrediction logged) {
    return new PredictionInputs(
        logged.features(),
        projects
            .find(caller)
            .map(active -> rows(caller, active.project(), logged.prediction(), logged.features()))
            .orElse(List.of()));
  }

  private List<PredictionInputs.Rows> rows(
      Caller caller, Project project, Prediction prediction, Map<String, Float> features) {
    if (!project.endpoints().containsKey(prediction.endpoint())) {
      return List.of();
    }
    EndpointFile endpoint = project.endpoint(prediction.endpoint());
    FeatureService service = project.service(endpoint.service());
    Optional<Online> online = online(caller, service.name(), prediction.eventTime());
    if (online.isEmpty()) {
      return List.of();
    }
    List<Asked> asked =
        service.views().stream()
            .flatMap(use ->
                service
                    .keys(use, features, endpoint.eventTime(), prediction.eventTime())
                    .flatMap(keys -> asked(caller, use, keys, online.get().run()))
                    .stream())
            .toList();
    return thatGive(caller, asked, features, online.get());
  }

  /// What a view's values were made of.
  ///
  /// @param keys that the values are of
  private record Asked(ViewFeatures use, Map<String, Long> keys, Snapshot dataset) {
    /// Where its rows lie.
    Place place() {
      return new Place(dataset, use.view().timeColumn());
    }

    EventTime from(EventTime to) {
      return to.minus(use.view().lookback());
    }

    /// Which rows the view may depend on; empty for all.
    Map<String, Long> own() {
      return use.view().ownRowsOnly() ? keys : Map.of();
    }
  }

  private record Place(Snapshot dataset, String timeColumn) {}

  /// Nothing when the run has read no state of the source that is still there.
  private Optional<Asked> asked(
      Caller caller, ViewFeatures use, Map<String, Long> keys, RunData online) {
    return source(caller, use.view(), online).map(dataset -> new Asked(use, keys, dataset));
  }

  /// Told only where the view makes the very values of its rows once more: else the model was given
  /// those of another moment.
  private List<PredictionInputs.Rows> thatGive(
      Caller caller, List<Asked> asked, Map<String, Float> features, Online online) {
    EventTime to = online.moment();
    Map<Asked, String> scans = scans(caller, asked, to);
    List<PredictionInputs.Rows> rows = new ArrayList<>();
    try (SqlSession session = components.sql().open(List.of(components.tables().folder(caller)))) {
      for (Asked one : asked) {
        String scan = Objects.requireNonNull(scans.get(one));
        ViewRows made =
            ViewRows.of(session, one.use(), scan, one.own(), one.keys(), one.from(to), to);
        if (made.gives(features)) {
          rows.add(told(one, online, made.count()));
        }
      }
    }
    return rows;
  }

  private static PredictionInputs.Rows told(Asked one, Online online, long count) {
    return new PredictionInputs.Rows(
        one.use().view().name(),
        one.own(),
        one.dataset(),
        one.from(online.moment()),
        online.moment(),
        online.run().run().id().value(),
        count);
  }

  private Map<Asked, String> scans(Caller caller, List<Asked> asked, EventTime to) {
    Map<Asked, String> scans = new HashMap<>();
    asked.stream()
        .collect(Collectors.groupingBy(Asked::place))
        .forEach((place, together) -> {
          List<String> each =
              components
                  .tables()
                  .scans(
                      caller,
                      place.dataset(),
                      place.timeColumn(),
                      together.stream().map(one -> one.from(to).value()).toList(),
                      to.value());
          for (int i = 0; i < each.size(); i++) {
            scans.put(together.get(i), each.get(i));
          }
        });
    return scans;
  }

  /// A run that brought a service's values of a moment online.
  private record Online(RunData run, EventTime moment) {
    /// Nothing for a run of which no moment is known.
    static Optional<Online> of(RunData run) {
      return run.parameters().stream()
          .filter(one -> one.key().equals(MOMENT))
          .findFirst()
          .flatMap(one -> EventTime.find(one.value()))
          .map(moment -> new Online(run, moment));
    }
  }

  /// That of the last moment before a request.
  private Optional<Online> online(Caller caller, String service, EventTime request) {
    List<Online> near = new ArrayList<>();
    components
        .ledger()
        .experiments()
        .find(caller, Experiment.DEFAULT)
        .map(experiment -> last(experiment, service, request))
        .ifPresent(search ->
            components
                .ledger()
                .runs()
                .search(caller, search)
                .forEach(run -> Online.of(run).ifPresent(near::add)));
    return near.stream()
        .filter(online -> !request.isBefore(online.moment()))
        .max(Comparator.comparing(Online::moment));
  }

  /// The last by their moments, which are texts here: those of one second, where some have a
  /// fraction, are in no order. A run of this kind is the platform's, whoever else calls one so.
  private static RunSearch last(Experiment experiment, String service, EventTime request) {
    String secondAfter = request.plus(Duration.ofSeconds(1)).toString();
    return new RunSearch(
        List.of(experiment.id()),
        List.of(
            equal(RunSearch.PARAMS, "service", service),
            equal(Vocabulary.ATTRIBUTES, "run_name", "materialize-online"),
            equal(Vocabulary.ATTRIBUTES, RunSearch.KIND, StepRun.TASK),
            equal(Vocabulary.ATTRIBUTES, "status", RunStatus.FINISHED.name()),
            new Condition(RunSearch.PARAMS, MOMENT, Operator.LESS, new Operand.Text(secondAfter))),
        List.of(new Sort(RunSearch.PARAMS, MOMENT, false)),
        View.ACTIVE,
        0,
        RUNS);
  }

  private static Condition equal(String entity, String key, String text) {
    return new Condition(entity, key, Operator.EQUAL, new Operand.Text(text));
  }

  private Optional<Snapshot> source(Caller caller, FeatureView view, RunData online) {
    return online.inputs().stream()
        .filter(read -> read.kind() == Asset.Kind.SNAPSHOT && read.name().equals(view.source()))
        .flatMap(read ->
            components
                .tables()
                .at(caller, read.name(), Long.parseLong(read.version()))
                .filter(snapshot -> snapshot.asset().equals(read))
                .stream())
        .findFirst();
  }
}
