package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.RunData;
import dev.rondo.ledger.RunId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// `/runs/compare`: runs side by side.
final class ComparePage {
  private static final int MOST = 10;

  private final Site site;
  private final Parts parts;

  ComparePage(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// @param address of this very page, to which the name of a metric can be added
  record View(Comparison comparison, Curves.Drawn curves, String address, Instant now) {}

  Response show(Request request) {
    Caller caller = request.caller();
    List<String> ids =
        request.queries().getOrDefault("run", List.of()).stream().distinct().toList();
    if (ids.size() < 2 || ids.size() > MOST) {
      throw Problem.invalid(
          "%s chosen; 2 to %d runs can be compared: tick them in the list of an experiment's runs.",
          ids.size() == 1 ? "1 run is" : ids.size() + " runs are", MOST);
    }
    List<RunData> runs = ids.stream().map(id -> load(caller, id)).toList();
    View view =
        new View(
            Comparison.of(runs),
            new Curves(parts.ledger().runs())
                .of(caller, runs, request.queries().getOrDefault("metric", List.of())),
            address(ids),
            parts.clock().instant());
    Frame frame = site.frame(request, "Comparison of " + runs.size() + " runs", "experiments", "");
    return site.page("compare.jte", frame, view);
  }

  static String address(List<String> runs) {
    return runs.stream()
        .map(id -> "run=" + Addresses.part(id))
        .collect(Collectors.joining("&", "/runs/compare?", ""));
  }

  private RunData load(Caller caller, String id) {
    if (!RunPages.isId(id) || parts.ledger().find(caller, new RunId(id)).isEmpty()) {
      throw RunPages.unknown(id);
    }
    return parts.ledger().runs().load(caller, new RunId(id));
  }
}
