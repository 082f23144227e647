package dev.rondo.api.rest;

import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.json.Json;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.node.ObjectNode;

/// Health, metrics and the description of the API itself.
public final class RestRoutes {
  private final List<Health> healths;
  private final PrometheusRegistry metrics;
  private final Users users;
  private final String version;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final AtomicReference<byte[]> document = new AtomicReference<>(new byte[0]);

  /// @param version of this server
  public RestRoutes(List<Health> healths, PrometheusRegistry metrics, Users users, String version) {
    this.healths = List.copyOf(healths);
    this.metrics = metrics;
    this.users = users;
    this.version = version;
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get("/health/live")
        .anyone()
        .summary("Say that the server runs")
        .handle(_ -> Response.json(Map.of("status", "up")));
    routes
        .get("/health/ready")
        .anyone()
        .summary("Say whether the server takes requests, and what hinders it")
        .handle(_ -> ready());
    routes
        .get("/metrics")
        .signedIn()
        .summary("Give the server's figures to Prometheus, for administrators of all projects")
        .returnsType("text/plain")
        .handle(this::metrics);
    routes
        .get("/api/v1/openapi.json")
        .open()
        .summary("Describe this API as OpenAPI 3.1")
        .returns(Schema.object().extensible())
        .handle(_ -> Response.jsonBytes(document(routes)));
  }

  private Response ready() {
    Map<String, String> troubles = new TreeMap<>();
    healths.forEach(health -> health.trouble().ifPresent(t -> troubles.put(health.name(), t)));
    ObjectNode answer = Json.object().put("status", troubles.isEmpty() ? "up" : "down");
    troubles.forEach(answer.putObject("troubles")::put);
    return Response.json(answer).status(troubles.isEmpty() ? 200 : 503);
  }

  /// The figures name endpoints and models of every project.
  private Response metrics(Request request) throws IOException {
    users.requireAdministrator(request.caller());
    ExpositionFormatWriter writer = formats.findWriter(request.header("Accept").orElse(""));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 << 10);
    writer.write(bytes, metrics.scrape());
    return Response.bytes(writer.getContentType(), bytes.toByteArray());
  }

  /// Built when it is first asked for: by then all routes have been declared.
  private byte[] document(Routes routes) {
    byte[] known = document.get();
    if (known.length == 0) {
      known = Json.MAPPER.writeValueAsBytes(OpenApi.document(routes.router(), version));
      document.set(known);
    }
    return known;
  }
}
