package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.monitoring.Alert;
import dev.rondo.monitoring.Drift;
import dev.rondo.monitoring.Notice;
import dev.rondo.monitoring.WindowResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// `/monitoring`: error against what was expected, drift, alerts and what became of them.
final class MonitoringPage {
  private static final int WINDOWS = 200;
  private static final int NOTICES = 50;
  private static final String NOT_JUDGED = " (not judged)";
  private static final double STRONG = 0.5;

  private final Site site;
  private final Parts parts;

  MonitoringPage(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// A window that crossed a threshold.
  ///
  /// @param successor the version that took over in a later window
  record Crossing(WindowResult result, OptionalInt successor) {}

  /// @param monitor the one that is shown; empty when the project has none
  /// @param results newest first
  record View(
      List<String> monitors,
      String monitor,
      List<WindowResult> results,
      List<Crossing> crossings,
      Optional<Chart> error,
      Optional<Chart> drift,
      List<Notice> notices,
      String unit) {}

  Response show(Request request) {
    Caller caller = request.caller();
    Optional<ProjectFacts> project = parts.projects().find(caller);
    List<String> monitors =
        project
            .map(facts -> facts.monitors().keySet().stream().sorted().toList())
            .orElse(List.of());
    String monitor = request.query("monitor").orElse(monitors.isEmpty() ? "" : monitors.getFirst());
    if (!monitor.isEmpty() && !monitors.contains(monitor)) {
      throw Problem.notFound("There is no monitor '%s'.", monitor);
    }
    List<WindowResult> results =
        monitor.isEmpty() ? List.of() : parts.monitoring().results(caller, monitor, WINDOWS);
    String unit = project.map(one -> one.task().unit()).orElse("");
    View view =
        new View(
            monitors,
            monitor,
            results,
            crossings(results, running(caller, project, monitor)),
            results.isEmpty()
                ? Optional.empty()
                : Optional.of(error(results.reversed(), first(caller, monitor, results), unit)),
            results.isEmpty() ? Optional.empty() : Optional.of(drift(results.reversed())),
            parts.monitoring().notices(caller, "", NOTICES),
            unit);
    String command = monitor.isEmpty() ? "" : "rondo status";
    Frame frame = site.frame(request, "Monitoring", "monitoring", command);
    return site.page("monitoring.jte", frame, view);
  }

  /// The version that answers now; 0 when none does.
  private int running(Caller caller, Optional<ProjectFacts> project, String monitor) {
    String endpoint = project.map(facts -> facts.monitors().getOrDefault(monitor, "")).orElse("");
    return parts.serving().endpoints(caller).stream()
        .filter(status -> status.name().equals(endpoint))
        .flatMap(status -> status.active().stream())
        .mapToInt(deployment -> deployment.model().version())
        .findFirst()
        .orElse(0);
  }

  private static List<Crossing> crossings(List<WindowResult> newestFirst, int running) {
    List<Crossing> crossings = new ArrayList<>();
    OptionalInt later = OptionalInt.empty();
    int laterVersion = running;
    for (WindowResult result : newestFirst) {
      if (version(result) != laterVersion) {
        later = laterVersion == 0 ? OptionalInt.empty() : OptionalInt.of(laterVersion);
        laterVersion = version(result);
      }
      if (result.outcome() != WindowResult.Outcome.QUIET) {
        crossings.add(new Crossing(result, later));
      }
    }
    return crossings;
  }

  /// What crossed a threshold, each named once.
  static String crossed(WindowResult result) {
    return result.alerts().stream()
        .map(alert -> alert.kind() == Alert.Kind.ERROR ? "error" : alert.column())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static int version(WindowResult result) {
    return result.window().modelVersion();
  }

  /// A change of the version between windows is a promotion, or a rollback when it falls.
  private static Chart error(List<WindowResult> oldestFirst, List<double[]> first, String unit) {
    List<double[]> error = new ArrayList<>();
    List<double[]> expected = new ArrayList<>();
    Chart chart = Chart.overTime(unit);
    int version = version(oldestFirst.getFirst());
    for (WindowResult result : oldestFirst) {
      double at = result.window().start().value().toEpochMilli();
      result.error().mean().ifPresent(mean -> error.add(new double[] {at, mean}));
      expected.add(new double[] {at, result.expectedMae()});
      if (version(result) != version) {
        Tone tone = version(result) > version ? Tone.GOOD : Tone.BAD;
        version = version(result);
        chart.mark(at, "v" + version, tone);
      }
    }
    chart.line("error", error, false).line("expected", expected, true);
    return first.isEmpty() ? chart : chart.line("the first model alone", first, false);
  }

  /// What the first model alone would have come to in the shown windows.
  private List<double[]> first(Caller caller, String monitor, List<WindowResult> shown) {
    EventTime oldest = shown.getLast().window().start();
    return parts.monitoring().comparisons(caller, monitor, WINDOWS).reversed().stream()
        .filter(comparison -> !comparison.start().isBefore(oldest))
        .map(comparison ->
            new double[] {
              comparison.start().value().toEpochMilli(), comparison.first().mean().orElse(0)
            })
        .toList();
  }

  private static Chart drift(List<WindowResult> oldestFirst) {
    LinkedHashSet<String> features = new LinkedHashSet<>();
    oldestFirst.forEach(result -> result.drift().forEach(drift -> features.add(drift.column())));
    oldestFirst.forEach(result -> features.add(result.prediction().column()));
    Set<String> ignored = ignored(oldestFirst);
    List<String> rows =
        features.stream()
            .sorted(Comparator.comparing(ignored::contains))
            .map(name -> ignored.contains(name) ? name + NOT_JUDGED : name)
            .toList();
    List<String> columns = new ArrayList<>();
    List<double[]> cells = new ArrayList<>();
    for (WindowResult result : oldestFirst) {
      int column = columns.size();
      columns.add(result.window().start().day().toString());
      result.drift().forEach(drift -> cells.add(cell(column, rows, drift)));
      cells.add(cell(column, rows, result.prediction()));
    }
    return Chart.heat("PSI", columns, rows, cells, STRONG);
  }

  /// The columns that the rules leave out: over their threshold at some time, and never judged so.
  private static Set<String> ignored(List<WindowResult> results) {
    Set<String> over = new HashSet<>();
    Set<String> judged = new HashSet<>();
    for (WindowResult result : results) {
      for (Drift drift : result.drift()) {
        if (drift.psi() >= drift.psiThreshold()) {
          (drift.hasDrifted() ? judged : over).add(drift.column());
        }
      }
    }
    over.removeAll(judged);
    return over;
  }

  private static double[] cell(int column, List<String> rows, Drift drift) {
    double psi = Math.round(drift.psi() * 1_000) / 1_000.0;
    int row = rows.indexOf(drift.column());
    return new double[] {column, row < 0 ? rows.indexOf(drift.column() + NOT_JUDGED) : row, psi};
  }
}
