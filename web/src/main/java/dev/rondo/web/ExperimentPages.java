package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentActivity;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.ExperimentSearch;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunResults;
import dev.rondo.ledger.RunSearch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// `/experiments`, and the runs of one.
final class ExperimentPages {
  private static final int OFFERED = 200;

  private final Site site;
  private final Parts parts;

  ExperimentPages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// @param activity of each that was found
  record ListView(Found<Experiment> found, Map<ExperimentId, ExperimentActivity> activity) {
    ExperimentActivity of(Experiment experiment) {
      return Objects.requireNonNull(activity.get(experiment.id()));
    }
  }

  /// @param columns that are shown
  /// @param offered all that one can choose
  record RunsView(
      ExperimentHead head,
      Found<RunRow> found,
      List<RunColumn> columns,
      List<RunColumn> offered,
      Instant now) {}

  Response list(Request request) {
    Caller caller = request.caller();
    Experiments experiments = parts.ledger().experiments();
    Asked asked = Asked.of(request, "/experiments");
    Found<Experiment> found =
        Found.of(asked, limit -> experiments.search(caller, search(asked, limit)));
    List<ExperimentId> ids = found.rows().stream().map(Experiment::id).toList();
    ListView view = new ListView(found, experiments.activity(caller, ids));
    Frame frame = site.frame(request, "Experiments", "experiments", "");
    return found.with(site.page("experiments.jte", frame, view));
  }

  private static ExperimentSearch search(Asked asked, int limit) {
    return new ExperimentSearch(
        asked.conditions(ExperimentSearch.VOCABULARY),
        asked.orders(ExperimentSearch.VOCABULARY),
        asked.view(),
        asked.from(),
        limit);
  }

  /// The experiment that an address names.
  static ExperimentHead head(Parts parts, Request request, String tab) {
    Experiments experiments = parts.ledger().experiments();
    String number = request.parameter("experiment");
    Optional<Experiment> experiment =
        number.matches("[0-9]{1,18}")
            ? experiments.find(request.caller(), ExperimentId.parse(number))
            : Optional.empty();
    return experiment
        .map(one ->
            new ExperimentHead(
                one,
                Objects.requireNonNull(
                    experiments.activity(request.caller(), List.of(one.id())).get(one.id())),
                tab))
        .orElseThrow(() -> Problem.notFound("There is no experiment '%s'.", number));
  }

  Response runs(Request request) {
    ExperimentHead head = head(parts, request, "runs");
    ExperimentId id = head.experiment().id();
    Asked asked = Asked.of(request, Addresses.experiment(id));
    Found<RunData> found = Found.of(asked, limit -> search(request.caller(), id, asked, limit));
    List<RunColumn> offered = RunColumn.of(found.rows());
    RunsView view =
        new RunsView(
            head,
            found.map(asked.order().isEmpty() ? RunRow::nested : RunRow::flat),
            columns(asked, offered),
            offered.stream().limit(OFFERED).toList(),
            parts.clock().instant());
    Frame frame = site.frame(request, head.experiment().name(), "experiments", "");
    return found.with(site.page("experiment.jte", frame, view));
  }

  private Slice<RunData> search(Caller caller, ExperimentId id, Asked asked, int limit) {
    List<RunData> runs = new ArrayList<>();
    RunSearch search =
        new RunSearch(
            List.of(id),
            asked.conditions(RunSearch.VOCABULARY),
            asked.orders(RunSearch.VOCABULARY),
            asked.view(),
            asked.from(),
            limit);
    RunResults found = parts.ledger().runs().search(caller, search);
    found.forEach(runs::add);
    return new Slice<>(runs, found.hasMore());
  }

  private static List<RunColumn> columns(Asked asked, List<RunColumn> offered) {
    return asked.columns().isEmpty()
        ? RunColumn.usual(offered)
        : asked.columns().stream()
            .flatMap(text -> RunColumn.parse(text).stream())
            .distinct()
            .limit(OFFERED)
            .toList();
  }
}
