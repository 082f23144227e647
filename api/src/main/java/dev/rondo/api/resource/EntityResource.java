package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.entity.EntityFinder;
import dev.rondo.loop.entity.EntityKey;
import dev.rondo.loop.entity.EntityRows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Where the rows of one entity are. The key comes in the body, since addresses are logged.
public final class EntityResource {
  private final EntityFinder finder;

  public EntityResource(EntityFinder finder) {
    this.finder = finder;
  }

  record TableView(String name, long rows, String firstSnapshot, String newestSnapshot) {}

  record SetView(String name, String version, long rows) {}

  record VersionView(String model, String version) {}

  record EntityView(
      List<String> columns,
      List<TableView> tables,
      List<SetView> trainingSets,
      List<VersionView> models,
      Map<String, Map<String, Long>> quarantine,
      Map<String, Long> predictions,
      List<RunResource.AssetView> unknown) {}

  /// Declares the route.
  public void routes(Routes routes) {
    routes
        .post("/api/v1/projects/{project}/entities/search")
        .permission(Permission.WRITE_DATA)
        .summary("Find where the rows of one entity are, and which models learned from them")
        .accepts(Schema.object().field("key", Schema.map(Schema.any())))
        .returns(Schema.of(EntityView.class))
        .handle(this::find);
  }

  private Response find(Request request) {
    TreeMap<String, String> values = new TreeMap<>();
    request
        .json()
        .path("key")
        .properties()
        .forEach(one -> values.put(one.getKey(), value(one.getKey(), one.getValue())));
    return Response.json(view(finder.find(request.caller(), new EntityKey(values))));
  }

  private static String value(String column, JsonNode value) {
    if (!value.isValueNode() || value.isNull()) {
      throw Problem.invalid(
          "The value of '%s' is %s; a text, a number or a flag is needed.", column, value);
    }
    return value.asString();
  }

  private static EntityView view(EntityRows rows) {
    return new EntityView(
        rows.columns(),
        rows.tables().stream()
            .map(one ->
                new TableView(
                    one.name(), one.rows(), one.first().version(), one.newest().version()))
            .toList(),
        rows.trainingSets().stream()
            .map(one -> new SetView(one.asset().name(), one.asset().version(), one.rows()))
            .toList(),
        rows.models().stream().map(one -> new VersionView(one.name(), one.version())).toList(),
        Map.copyOf(rows.quarantine()),
        rows.predictions(),
        rows.unknown().stream().map(RunResource::view).toList());
  }
}
