package dev.rondo.web;

import dev.rondo.api.VisibleEvents;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.event.Event;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunQuery;
import dev.rondo.monitoring.Gain;
import dev.rondo.monitoring.Notice;
import dev.rondo.monitoring.WindowResult;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResults;
import dev.rondo.registry.Model;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.serving.ServingMetrics;
import dev.rondo.workflow.ExecutionQuery;
import dev.rondo.workflow.ExecutionStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `/`: the loop as a live map, what needs attention, and what happened.
final class HomePage {
  private static final int RECENT = 3_000;
  private static final int SHOWN = 30;
  private static final int TASKS = 50;
  private static final int NOTICES = 24;
  private static final int NOTICES_SHOWN = 4;

  private final Site site;
  private final Parts parts;

  HomePage(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// One notice, with everyone whom it was sent to.
  ///
  /// @param roles in words, such as `data engineer and data scientist`
  record Told(Notice notice, String roles) {}

  /// @param gain what the loop has been worth; empty before the first compared window
  /// @param moments the events that matter, newest first
  /// @param last the newest event's sequence
  record View(
      LoopMap map,
      Optional<ProjectFacts> project,
      Optional<Gain> gain,
      List<Told> notices,
      List<Event> moments,
      long last) {}

  Response show(Request request) {
    Frame frame = site.frame(request, "The loop", "home", "rondo status");
    Caller caller = request.caller();
    if (request.query("part").filter("map"::equals).isPresent()) {
      return site.page("loopmap.jte", frame, map(caller));
    }
    List<Event> recent = recent(caller);
    View view =
        new View(
            map(caller),
            parts.projects().find(caller),
            gain(caller),
            together(parts.monitoring().openNotices(caller, NOTICES)),
            recent.stream().filter(Feed::matters).limit(SHOWN).toList(),
            recent.isEmpty() ? 0 : recent.getFirst().sequence());
    return site.page("home.jte", frame, view);
  }

  /// What was told to several roles at once stands once.
  private static List<Told> together(List<Notice> notices) {
    Map<String, List<Notice>> same = new LinkedHashMap<>();
    for (Notice notice : notices) {
      String key = notice.subject() + "\n" + notice.title() + "\n" + notice.text();
      same.computeIfAbsent(key, _ -> new ArrayList<>()).add(notice);
    }
    return same.values().stream().limit(NOTICES_SHOWN).map(HomePage::told).toList();
  }

  private static Told told(List<Notice> same) {
    String roles =
        same.stream()
            .map(notice -> Format.words(notice.role()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    return new Told(same.getFirst(), roles);
  }

  private List<Event> recent(Caller caller) {
    return VisibleEvents.of(caller, parts.events().latest(caller, RECENT));
  }

  private LoopMap map(Caller caller) {
    var executions = parts.executions(caller, ExecutionQuery.newest(1));
    var running = ExecutionQuery.newest(100).withStatus(ExecutionStatus.RUNNING);
    var ledger = parts.ledger();
    List<EndpointStatus> endpoints = parts.serving().endpoints(caller);
    List<Model> models = models(caller, endpoints);
    return new LoopMap(
        first(parts.delivery().builds().list(caller, 1)),
        checked(caller),
        features(caller),
        first(executions),
        parts.executions(caller, running).size(),
        first(ledger.assets(caller, Asset.Kind.TRAINING_SET, 1)),
        first(ledger.list(caller, RunQuery.newest(1).withKind("trial"))),
        champion(caller, models),
        candidate(caller, models),
        first(endpoints),
        requests(caller),
        window(caller),
        first(ledger.list(caller, RunQuery.newest(1))));
  }

  private Optional<Run> features(Caller caller) {
    return parts.ledger().list(caller, RunQuery.newest(TASKS).withKind("task")).stream()
        .filter(run -> run.name().startsWith("materialize-"))
        .findFirst();
  }

  private Optional<QualityRecord> checked(Caller caller) {
    QualityResults quality = parts.data().quality();
    return quality.datasets(caller).stream()
        .flatMap(dataset -> quality.results(caller, dataset, 1).stream())
        .max(Comparator.comparing(QualityRecord::at));
  }

  private static <T> Optional<T> first(List<T> all) {
    return all.stream().findFirst();
  }

  /// Those that endpoints serve come first: the others may be anybody's.
  private List<Model> models(Caller caller, List<EndpointStatus> endpoints) {
    return Stream.concat(
            endpoints.stream()
                .flatMap(one -> parts.registry().findModel(caller, one.model()).stream()),
            parts.registry().models(caller, "", 20).stream())
        .toList();
  }

  private Optional<ModelVersion> champion(Caller caller, List<Model> models) {
    return models.stream()
        .filter(model -> model.champion().isPresent())
        .findFirst()
        .flatMap(model -> parts.registry().find(caller, model.name(), model.champion().getAsInt()));
  }

  private Optional<ModelVersion> candidate(Caller caller, List<Model> models) {
    return models.stream()
        .findFirst()
        .map(Model::name)
        .flatMap(model -> first(parts.registry().versions(caller, model, Integer.MAX_VALUE, 1)));
  }

  private long requests(Caller caller) {
    return parts.serving().metrics().models().stream()
        .filter(model -> model.project().equals(caller.project().value()))
        .mapToLong(ServingMetrics.ModelCounters::requests)
        .sum();
  }

  /// Of the monitor with the most outcomes, when the project's metric is the one that is compared.
  private Optional<Gain> gain(Caller caller) {
    return parts.projects().find(caller).stream()
        .filter(project -> project.task().metric().equals("mae"))
        .flatMap(project -> project.monitors().keySet().stream())
        .flatMap(monitor -> parts.monitoring().gain(caller, monitor).stream())
        .max(Comparator.comparingLong(gain -> gain.answered().rows()));
  }

  private Optional<WindowResult> window(Caller caller) {
    return parts.projects().find(caller).stream()
        .flatMap(project -> project.monitors().keySet().stream().sorted())
        .flatMap(monitor -> parts.monitoring().results(caller, monitor, 1).stream())
        .findFirst();
  }
}
