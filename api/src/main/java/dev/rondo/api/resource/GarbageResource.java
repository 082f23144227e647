package dev.rondo.api.resource;

import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Durations;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.BlobCollector;
import dev.rondo.kernel.blob.BlobCollector.Garbage;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Removals.Count;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// Garbage collection: what was deleted long ago in a project, and the contents that nothing in any
/// project points at.
public final class GarbageResource {
  private static final Count NONE = new Count(0, 0, 0);

  private final Ledger ledger;
  private final BlobCollector blobs;
  private final Users users;

  public GarbageResource(Ledger ledger, BlobCollector blobs, Users users) {
    this.ledger = ledger;
    this.blobs = blobs;
    this.users = users;
  }

  record GarbageView(
      boolean removed,
      long runs,
      long experiments,
      long models,
      long blobs,
      long bytes,
      long unusedBlobs,
      long unusedBytes) {}

  /// Declares the route.
  public void routes(Routes routes) {
    routes
        .post("/api/v1/garbage")
        .permission(Permission.ADMINISTER)
        .summary("Find, or remove for good, what was deleted long ago and files without an owner")
        .query("project", Schema.text(), "The project, when the server has more than one")
        .accepts(
            Schema.object().optional("remove", Schema.flag()).optional("olderThan", Schema.text()))
        .returns(Schema.of(GarbageView.class))
        .handle(this::collect);
  }

  /// Contents are of all projects, and so only for whoever administers all.
  private Response collect(Request request) {
    users.requireAdministrator(request.caller());
    ObjectNode asked = request.json();
    boolean removes = asked.path("remove").asBoolean(false);
    Count count =
        asked.has("olderThan")
            ? deleted(request.caller(), age(asked.path("olderThan").asString()), removes)
            : NONE;
    Garbage found = removes ? blobs.remove() : blobs.find();
    return Response.json(
        new GarbageView(
            removes,
            count.runs(),
            count.experiments(),
            count.models(),
            found.blobs(),
            found.bytes(),
            found.unused(),
            found.unusedBytes()));
  }

  private static Duration age(String text) {
    return Durations.parse(text)
        .filter(age -> !age.isNegative())
        .orElseThrow(
            () -> Problem.invalid("'%s' is not a span of time; 30d, 12h or 4w are.", text));
  }

  private Count deleted(Caller caller, Duration age, boolean removes) {
    return removes ? ledger.removals().remove(caller, age) : ledger.removals().find(caller, age);
  }
}
