package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.Run;
import dev.rondo.loop.cause.Cause;
import dev.rondo.loop.cause.CauseFinder;
import dev.rondo.loop.cause.Causes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What changed upstream before something failed.
public final class CauseResource {
  private final CauseFinder finder;

  public CauseResource(CauseFinder finder) {
    this.finder = finder;
  }

  record CauseView(
      double weight,
      String kind,
      String name,
      Optional<String> from,
      Optional<String> to,
      Optional<String> at,
      int distance,
      String sentence) {}

  record CausesView(
      String subject,
      String failure,
      String run,
      Optional<String> lastGoodRun,
      Optional<String> lastGood,
      List<CauseView> causes) {}

  /// Declares the route.
  public void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/causes")
        .permission(Permission.READ)
        .summary("Say what changed upstream before a failure, the likeliest cause first")
        .query(
            "of",
            Schema.text(),
            "A run's or a check's id, model@version, or monitor@day of a window's start")
        .returns(Schema.of(CausesView.class))
        .handle(this::causes);
  }

  private Response causes(Request request) {
    String of =
        request
            .query("of")
            .orElseThrow(() ->
                Problem.invalid(
                    "The query parameter 'of' is needed: a run's or a check's id, a model's version"
                        + " such as 'fares@3', or a monitor's window such as 'fares@2020-03-16'."));
    return Response.json(view(finder.find(request.caller(), of)));
  }

  private static CausesView view(Causes causes) {
    Optional<Run> good = causes.failure().good();
    return new CausesView(
        causes.failure().subject(),
        causes.failure().sentence(),
        causes.failure().run().id().value(),
        good.map(run -> run.id().value()),
        good.map(run -> run.started().toString()),
        causes.causes().stream().map(CauseResource::view).toList());
  }

  private static CauseView view(Cause cause) {
    return new CauseView(
        Math.round(cause.weight() * 1_000) / 1_000.0,
        cause.kind(),
        cause.name(),
        cause.from(),
        cause.to(),
        cause.at().map(Instant::toString),
        cause.distance(),
        cause.sentence());
  }
}
