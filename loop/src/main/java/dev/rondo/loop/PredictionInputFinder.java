package dev.rondo.loop;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.features.FeatureService;
import dev.rondo.features.FeatureView;
import dev.rondo.features.ViewFeatures;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunSearch;
import dev.rondo.ledger.View;
import dev.rondo.loop.project.EndpointFile;
import dev.rondo.loop.project.Project;
import dev.rondo.serving.Prediction;
import dev.rondo.serving.PredictionBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Finds what a prediction was computed from: the logged inputs of the model, and by a scan the
/// source's rows that were behind the online values. The latter by the ledger's record of the run
/// that brought them online before the request, and by the present definition of the endpoint; told
/// only where they give the very values once more.
final class PredictionInputFinder {
  private static final int PAGE = 200;
  private static final int RUNS = 5_000;

  private final Components components;
  private final Projects projects;

  PredictionInputFinder(Components components, Projects projects) {
    this.components = components;
    this.projects = projects;
  }

  PredictionInputs find(Caller caller, Prediction prediction) {
    Map<String, Float> features = features(caller, prediction);
    return new PredictionInputs(
        features,
        projects
            .find(caller)
            .map(active -> rows(caller, active.project(), prediction, features))
            .orElse(List.of()));
  }

  /// The last answer to the request of this id at that moment, as [Prediction] is.
  private Map<String, Float> features(Caller caller, Prediction prediction) {
    EventTime at = prediction.eventTime();
    PredictionBlock block =
        components.serving().read(caller, prediction.endpoint(), at, at.plus(Duration.ofMillis(1)));
    Map<String, Float> features = new LinkedHashMap<>();
    for (int row = 0; row < block.rows(); row++) {
      boolean isIt =
          block.requestIds()[row].equals(prediction.requestId())
              && block.versions()[row] == prediction.model().version()
              && block.values()[row] == prediction.value();
      for (int i = 0; isIt && i < block.columns().length; i++) {
        features.put(block.features().get(i), block.columns()[i][row]);
      }
    }
    return features;
  }

  private List<PredictionInputs.Rows> rows(
      Caller caller, Project project, Prediction prediction, Map<String, Float> features) {
    if (!project.endpoints().containsKey(prediction.endpoint())) {
      return List.of();
    }
    EndpointFile endpoint = project.endpoint(prediction.endpoint());
    FeatureService service = project.service(endpoint.service());
    Optional<RunData> online = online(caller, service.name(), prediction.eventTime());
    if (online.isEmpty()) {
      return List.of();
    }
    List<Asked> asked =
        service.views().stream()
            .flatMap(use ->
                service
                    .keys(use, features, endpoint.eventTime(), prediction.eventTime())
                    .flatMap(keys -> asked(caller, use, keys, online.get()))
                    .stream())
            .toList();
    return rows(caller, asked, features, online.get());
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

  private List<PredictionInputs.Rows> rows(
      Caller caller, List<Asked> asked, Map<String, Float> features, RunData online) {
    EventTime to = moment(online);
    Map<Asked, String> scans = scans(caller, asked, to);
    List<PredictionInputs.Rows> rows = new ArrayList<>();
    try (SqlSession session = components.sql().open(List.of(components.tables().folder(caller)))) {
      for (Asked one : asked) {
        String scan = Objects.requireNonNull(scans.get(one));
        ViewRows made =
            ViewRows.of(session, one.use(), scan, one.own(), one.keys(), one.from(to), to);
        if (made.gives(features)) {
          rows.add(rows(one, to, online, made.count()));
        }
      }
    }
    return rows;
  }

  /// Told only where the view makes the very values of its rows once more: else the model was given
  /// those of another moment.
  private static PredictionInputs.Rows rows(Asked one, EventTime to, RunData online, long count) {
    return new PredictionInputs.Rows(
        one.use().view().name(),
        one.own(),
        one.dataset(),
        one.from(to),
        to,
        online.run().id().value(),
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

  /// The last run before a request that brought the service's values online.
  private Optional<RunData> online(Caller caller, String service, EventTime request) {
    var experiment = components.ledger().experiments().find(caller, Experiment.DEFAULT);
    AtomicReference<Optional<RunData>> found = new AtomicReference<>(Optional.empty());
    int size = experiment.isEmpty() ? 0 : PAGE;
    for (int offset = 0; size == PAGE && offset < RUNS; offset += PAGE) {
      RunSearch search =
          new RunSearch(
              List.of(experiment.get().id()),
              FilterText.parse(
                  RunSearch.VOCABULARY,
                  "run_name = 'materialize-online' AND status = 'FINISHED' AND params.service = '%s'"
                      .formatted(service)),
              List.of(),
              View.ACTIVE,
              offset,
              PAGE);
      var page = components.ledger().runs().search(caller, search);
      page.forEach(run -> {
        if (found.get().isEmpty() && moment(run).compareTo(request) <= 0) {
          found.set(Optional.of(run));
        }
      });
      size = found.get().isPresent() ? 0 : page.size();
    }
    return found.get();
  }

  private static EventTime moment(RunData run) {
    return run.parameters().stream()
        .filter(one -> one.key().equals("moment"))
        .map(Parameter::value)
        .map(EventTime::parse)
        .findFirst()
        .orElseThrow();
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
