package dev.rondo.api.mlflow;

import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.MetricPage;
import dev.rondo.ledger.MetricSample;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunMetric;
import dev.rondo.ledger.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `metrics/…`.
final class MetricResource {
  private static final Pattern POSITION =
      Pattern.compile("([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,16})\\.([01])");
  private static final int PAGE = 25_000;
  private static final int RUNS = 100;
  private static final int STEPS = 2_500;

  private final Runs runs;
  private final Experiments experiments;

  MetricResource(Ledger ledger) {
    this.runs = ledger.runs();
    this.experiments = ledger.experiments();
  }

  void routes(MlflowDeclarations routes) {
    String root = "/mlflow/metrics/";
    routes
        .get(root + "get-history", "List the points of a metric")
        .permission(Permission.READ)
        .handle(this::history);
    routes
        .get(root + "get-history-bulk-interval", "Choose points of a metric of several runs")
        .permission(Permission.READ)
        .handle(this::sample);
    routes
        .ofPages(
            Method.GET, root + "get-history-bulk", "List the points of a metric of several runs")
        .permission(Permission.READ)
        .handle(this::bulk);
  }

  private Response history(Request request) {
    Message asked = Message.ofQuery(request);
    String key = asked.fullText("metric_key");
    int size = Page.size(asked, PAGE, PAGE);
    String run = RunIds.text(asked);
    PageToken tokens = PageToken.of("history", run, key);
    Optional<MetricPage.Place> after =
        tokens.position(asked.findText("page_token"), POSITION).map(at -> place(key, at));
    MetricPage page =
        RunId.find(run)
            .map(id -> runs.history(request.caller(), id, key, after, size))
            .orElse(new MetricPage(List.of(), Optional.empty()));
    return JsonAnswer.of(json -> {
      if (!page.points().isEmpty()) {
        RunWriter writer = new RunWriter(json, request.caller(), experiments);
        json.writeArrayPropertyStart("metrics");
        page.points().forEach(writer::metric);
        json.writeEndArray();
      }
      page.next()
          .ifPresent(
              next -> json.writeStringProperty("next_page_token", tokens.after(position(next))));
    });
  }

  /// A point's time, step and value, all by their bits, and whether pages go by step.
  private static String position(MetricPage.Place place) {
    Metric point = place.point();
    return "%x.%x.%x.%d"
        .formatted(
            point.timestamp().toEpochMilli(),
            point.step(),
            Double.doubleToLongBits(point.value()),
            place.isByStep() ? 1 : 0);
  }

  private static MetricPage.Place place(String key, Matcher position) {
    return new MetricPage.Place(
        new Metric(
            key,
            Double.longBitsToDouble(bits(position.group(3))),
            Instant.ofEpochMilli(bits(position.group(1))),
            bits(position.group(2))),
        position.group(4).equals("1"));
  }

  private static long bits(String hex) {
    return Long.parseUnsignedLong(hex, 16);
  }

  private Response sample(Request request) {
    Message asked = Message.ofQuery(request);
    List<RunId> ids = runs(asked, "run_ids");
    String key = asked.fullText("metric_key");
    int steps = asked.findSmallNumber("max_results").orElse(STEPS);
    if (steps < 1 || steps > STEPS) {
      throw Message.invalid("max_results", steps, "it must be 1 to " + STEPS);
    }
    boolean isBounded = asked.has("start_step");
    if (isBounded != asked.has("end_step")) {
      throw Problem.invalid(
          "If either start step or end step are specified, both must be specified.");
    }
    long first = asked.number("start_step", Long.MIN_VALUE);
    long last = asked.number("end_step", Long.MAX_VALUE);
    if (first > last) {
      throw Problem.invalid(
          "end_step must be greater than start_step. Found start_step=%d and end_step=%d.",
          first, last);
    }
    return answer(
        request, runs.sample(request.caller(), new MetricSample(ids, key, first, last, steps)));
  }

  private Response bulk(Request request) {
    Message asked = Message.ofQuery(request);
    List<RunId> ids = runs(asked, "run_id");
    String key = asked.fullText("metric_key");
    int left = Math.clamp(asked.findSmallNumber("max_results").orElse(PAGE), 1, PAGE);
    List<RunMetric> points = new ArrayList<>();
    for (RunId id : ids.stream().sorted(Comparator.comparing(RunId::value)).toList()) {
      if (points.size() < left) {
        runs.history(request.caller(), id, key, Optional.empty(), left - points.size())
            .points()
            .forEach(point -> points.add(new RunMetric(id, point)));
      }
    }
    return answer(request, points);
  }

  /// Those that can be of this server; the others have no points.
  private static List<RunId> runs(Message asked, String name) {
    List<String> ids = asked.texts(name);
    if (ids.isEmpty()) {
      throw Message.missing(name);
    }
    if (ids.size() > RUNS) {
      throw Message.invalid(name, ids.size() + " ids", "it must hold 1 to " + RUNS + " ids");
    }
    return ids.stream().distinct().flatMap(id -> RunId.find(id).stream()).toList();
  }

  private Response answer(Request request, List<RunMetric> points) {
    return JsonAnswer.of(json -> {
      if (!points.isEmpty()) {
        RunWriter writer = new RunWriter(json, request.caller(), experiments);
        json.writeArrayPropertyStart("metrics");
        points.forEach(point -> writer.metric(point.metric(), Optional.of(point.run())));
        json.writeEndArray();
      }
    });
  }
}
