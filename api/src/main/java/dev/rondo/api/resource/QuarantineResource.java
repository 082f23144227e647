package dev.rondo.api.resource;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.Loop;
import dev.rondo.loop.WayBack;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.loop.source.Quarantine.Entry;
import dev.rondo.loop.source.Quarantine.Resolution;
import dev.rondo.loop.source.Quarantine.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Rows that were set aside, and how they come back.
public final class QuarantineResource {
  private static final String ROOT = "/api/v1/projects/{project}/datasets/{dataset}/quarantine";
  private static final long LARGEST_FILE = 32L << 20;

  private final Loop loop;

  public QuarantineResource(Loop loop) {
    this.loop = loop;
  }

  record CountsView(
      long rows, long open, long reingested, long discarded, Map<String, Long> breaches) {}

  /// @param resolution empty while the row is open
  record EntryView(
      String id,
      String state,
      String batch,
      List<String> broken,
      ObjectNode content,
      Optional<ResolutionView> resolution) {}

  /// @param snapshot that has the row now, such as `trips@12`; empty for a discarded one
  record ResolutionView(String user, Instant at, String reason, String snapshot) {}

  /// @param open rows that were judged and stay
  record OutcomeView(
      long judged, long accepted, long open, long resolvedBefore, List<String> snapshots) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get(ROOT)
        .permission(Permission.READ)
        .summary(
            "Count the quarantined rows of a data set by what became of them and by broken rule")
        .returns(Schema.of(CountsView.class))
        .handle(this::counts);
    routes
        .get(ROOT + "/entries")
        .permission(Permission.READ)
        .summary(
            "List quarantined rows as they came, oldest first, with the rules that they break;"
                + " who may not write data sees classified values masked")
        .query("state", Schema.oneOf(states()), "What became of them (default: open)")
        .query("limit", Schema.integer().range(1, 1000), "How many")
        .query("after", Schema.text(), "Continue where an earlier list ended")
        .returns(Page.schema(entrySchema()))
        .handle(this::entries);
    routes
        .get(ROOT + "/export")
        .permission(Permission.WRITE_DATA)
        .summary("Hand out the open rows as CSV, to be corrected")
        .returnsType("text/csv; charset=utf-8")
        .handle(this::export);
    routes
        .post(ROOT + "/reingest")
        .permission(Permission.WRITE_DATA)
        .summary("Judge corrected rows, sent as CSV, and ingest those that break no rule on rows")
        .accepts(BodyKind.BYTES)
        .maxBody(LARGEST_FILE)
        .returns(Schema.of(OutcomeView.class))
        .handle(request ->
            outcome(wayBack().reingest(caller(request), dataset(request), request.bytes())));
    routes
        .post(ROOT + "/retry")
        .permission(Permission.WRITE_DATA)
        .summary("Judge every open row anew by the contract and suites as they are now")
        .accepts(Schema.object())
        .returns(Schema.of(OutcomeView.class))
        .handle(request -> outcome(wayBack().retry(caller(request), dataset(request))));
    routes
        .post(ROOT + "/discard")
        .permission(Permission.WRITE_DATA)
        .summary("Give rows up; they stay in quarantine with the reason")
        .accepts(
            Schema.object()
                .field("ids", Schema.array(Schema.text()))
                .field("reason", Schema.text()))
        .returns(Schema.object().field("discarded", Schema.integer()))
        .handle(this::discard);
  }

  private static String[] states() {
    return Stream.of(State.values()).map(State::text).toArray(String[]::new);
  }

  private static Schema entrySchema() {
    return Schema.object()
        .field("id", Schema.text())
        .field("state", Schema.text())
        .field("batch", Schema.text())
        .field("broken", Schema.array(Schema.text()))
        .field("content", Schema.any())
        .optional("resolution", Schema.of(ResolutionView.class).orNull());
  }

  private WayBack wayBack() {
    return loop.wayBack();
  }

  private static Caller caller(Request request) {
    return request.caller();
  }

  private static String dataset(Request request) {
    return request.parameter("dataset");
  }

  private Response counts(Request request) {
    Quarantine.Counts counts = known(request);
    return Response.json(
        new CountsView(
            counts.all(),
            counts.open(),
            counts.reingested(),
            counts.discarded(),
            loop.quarantine().breaches(caller(request), dataset(request))));
  }

  /// What no longer stands in the project's files is still known by the rows that it left.
  private Quarantine.Counts known(Request request) {
    Quarantine.Counts counts = loop.quarantine().counts(caller(request), dataset(request));
    Set<String> known =
        loop.projects()
            .find(caller(request))
            .map(active -> active.project().datasets())
            .orElse(Set.of());
    if (counts.all() == 0 && !known.contains(dataset(request))) {
      throw Problem.notFound(
          "There is no data set '%s' in project '%s'; there are %s.",
          dataset(request), caller(request).project(), known);
    }
    return counts;
  }

  private Response entries(Request request) {
    known(request);
    int limit = request.query("limit", 100);
    State state =
        request
            .query("state")
            .map(word -> State.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(State.OPEN);
    long after = Page.after(request).map(QuarantineResource::id).orElse(0L);
    List<Entry> found =
        loop.quarantine().entries(caller(request), dataset(request), state, after, limit);
    return Response.json(
        Page.of(
            found,
            limit,
            entry -> Long.toString(entry.number()),
            entry -> view(dataset(request), seen(request, entry))));
  }

  /// Who may not hand rows out does not see what their contract classifies.
  private Entry seen(Request request, Entry entry) {
    return caller(request).permissions().contains(Permission.WRITE_DATA)
        ? entry
        : entry.masked(
            loop.projects()
                .find(caller(request))
                .map(active -> active.project().hiddenAside(dataset(request)))
                .orElse(_ -> true));
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Problem.invalid("'%s' is not the number of a quarantined row.", text);
    }
  }

  private static EntryView view(String dataset, Entry entry) {
    return new EntryView(
        Long.toString(entry.number()),
        entry.state().text(),
        entry.batch(),
        entry.broken(),
        entry.content(),
        entry.resolution().map(resolution -> view(dataset, resolution)));
  }

  private static ResolutionView view(String dataset, Resolution resolution) {
    String snapshot =
        resolution.snapshot().isPresent() ? dataset + "@" + resolution.snapshot().getAsLong() : "";
    return new ResolutionView(resolution.user(), resolution.at(), resolution.reason(), snapshot);
  }

  private Response export(Request request) {
    known(request);
    return Response.stream(
        "text/csv; charset=utf-8", out -> wayBack().export(caller(request), dataset(request), out));
  }

  private static Response outcome(WayBack.Outcome outcome) {
    return Response.json(
        new OutcomeView(
            outcome.judged(),
            outcome.accepted(),
            outcome.judged() - outcome.accepted(),
            outcome.resolvedBefore(),
            outcome.snapshots()));
  }

  private Response discard(Request request) {
    ObjectNode body = request.json();
    Set<Long> ids =
        body.path("ids")
            .valueStream()
            .map(JsonNode::asString)
            .map(QuarantineResource::id)
            .collect(Collectors.toSet());
    int discarded =
        wayBack().discard(caller(request), dataset(request), ids, body.path("reason").asString());
    return Response.json(Map.of("discarded", discarded));
  }
}
