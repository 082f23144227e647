package dev.rondo.api.openlineage;

import dev.rondo.api.VisibleEvents;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Hands out events to whoever asks.
final class EventRoutes {
  private static final String LINES = "application/x-ndjson";
  private static final int USUAL = 100;

  private final Events events;
  private final RunEvents mapping;

  EventRoutes(Events events, RunEvents mapping) {
    this.events = events;
    this.mapping = mapping;
  }

  void routes(Routes routes) {
    routes
        .get("/api/v1/projects/{project}/openlineage/events")
        .permission(Permission.READ)
        .summary(
            "List what ran as OpenLineage events, oldest first; as lines for `application/x-ndjson`")
        .query(
            "after",
            Schema.integer().range(0, Integer.MAX_VALUE),
            "The `next` of the page before; what is new is asked for in the same way")
        .query(
            "since",
            Schema.text(),
            "Only events of this time or later, such as 2026-01-31T10:00:00Z")
        .query(
            "limit",
            Schema.integer().range(1, 1000),
            "Of how many facts, each of one or two events")
        .returns(
            Schema.object()
                .field("items", Schema.array(Schema.object().extensible()))
                .field("next", Schema.text()))
        .handle(this::list);
  }

  private Response list(Request request) {
    int after = request.query("after", 0);
    Instant since = request.query("since").map(EventRoutes::time).orElse(Instant.EPOCH);
    List<Event> facts =
        events.since(
            request.caller(), RunEvents.FACTS, since, after, request.query("limit", USUAL));
    long next = facts.isEmpty() ? after : facts.getLast().sequence();
    List<ObjectNode> items =
        VisibleEvents.of(request.caller(), facts).stream()
            .flatMap(fact -> mapping.of(fact, request.caller()).stream())
            .map(RunEvent::json)
            .toList();
    boolean asLines = request.header("Accept").filter(text -> text.contains(LINES)).isPresent();
    Response answer = asLines ? lines(items) : page(items, next);
    return answer.header("Link", "<%s?after=%d>; rel=\"next\"".formatted(request.path(), next));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "The parameter 'since' is '"
              + text
              + "', but a time such as 2026-01-31T10:00:00Z is needed.",
          e);
    }
  }

  private static Response lines(List<ObjectNode> items) {
    StringBuilder lines = new StringBuilder();
    items.forEach(item -> lines.append(Json.write(item)).append('\n'));
    return Response.bytes(LINES, lines.toString());
  }

  private static Response page(List<ObjectNode> items, long next) {
    ObjectNode page = Json.object();
    ArrayNode array = page.putArray("items");
    items.forEach(array::add);
    return Response.json(page.put("next", Long.toString(next)));
  }
}
