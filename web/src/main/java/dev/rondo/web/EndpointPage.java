package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.delivery.Release;
import dev.rondo.kernel.Caller;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.serving.ServingMetrics;
import dev.rondo.serving.ServingMetrics.ModelCounters;
import java.util.List;
import java.util.Locale;

/// `/endpoints`: what answers requests, how fast, and how it came there.
final class EndpointPage {
  private static final int SHOWN = 12;

  private final Site site;
  private final Parts parts;

  EndpointPage(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// An endpoint.
  ///
  /// @param counters of the versions that were asked since the server started
  record Row(
      EndpointStatus status,
      List<ModelCounters> counters,
      List<Deployment> deployments,
      List<Release> releases) {

    long requests() {
      return counters.stream().mapToLong(ModelCounters::requests).sum();
    }
  }

  record View(List<Row> rows) {}

  Response show(Request request) {
    Caller caller = request.caller();
    ServingMetrics metrics = parts.serving().metrics();
    List<Row> rows =
        parts.serving().endpoints(caller).stream()
            .map(status -> row(caller, status, metrics))
            .toList();
    Frame frame = site.frame(request, "Endpoints", "endpoints", "rondo endpoints list");
    return site.page("endpoints.jte", frame, new View(rows));
  }

  private Row row(Caller caller, EndpointStatus status, ServingMetrics metrics) {
    return new Row(
        status,
        metrics.models().stream()
            .filter(one ->
                one.requests() > 0
                    && one.project().equals(caller.project().value())
                    && one.endpoint().equals(status.name()))
            .toList(),
        parts.serving().deployments(caller, status.name(), "", SHOWN),
        parts.delivery().releases().list(caller, status.name(), SHOWN));
  }

  /// Within which time a share of the requests was answered, as far as the buckets tell.
  static String latency(ModelCounters counters, double share) {
    long total = counters.latencyCounts().stream().mapToLong(Long::longValue).sum();
    long seen = 0;
    for (int i = 0; i < ServingMetrics.LATENCY_BOUNDS.size() && total > 0; i++) {
      seen += counters.latencyCounts().get(i);
      if (seen >= share * total) {
        return String.format(
            Locale.ROOT, "≤ %s ms", Format.number(1_000 * ServingMetrics.LATENCY_BOUNDS.get(i)));
      }
    }
    return total == 0 ? "–" : "> 1 s";
  }
}
