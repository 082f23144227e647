package dev.rondo.api.openlineage;

import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.json.Json;

/// The standard's way in, `POST /api/v1/lineage`.
final class ReceiverRoutes {
  private final LineageReceiver receiver;

  ReceiverRoutes(LineageReceiver receiver) {
    this.receiver = receiver;
  }

  void routes(Routes routes) {
    routes
        .post("/api/v1/lineage")
        .permission(Permission.WRITE_RUNS)
        .summary("Take an OpenLineage event of a run of another system into the ledger")
        .accepts(Schema.object().extensible())
        .returns(201, Schema.object())
        .handle(request -> {
          receiver.accept(request.caller(), request.json());
          return Response.json(Json.object()).status(201);
        });
  }
}
