package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "predict",
    description = "Ask an endpoint for a prediction.",
    footer = {
      "",
      "Example: rondo predict trip-duration request_id=a-1 pickup_datetime=2020-07-01T08:30:00",
      "           pickup_location_id=161 dropoff_location_id=236 trip_distance=2.1"
    })
final class PredictCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint's name.")
  private String endpoint = "";

  @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "The request's fields.")
  private List<String> fields = List.of();

  @Option(names = "--file", paramLabel = "FILE", description = "Read the request from a JSON file.")
  private @Nullable Path file;

  @Override
  void run(Api api) {
    JsonNode request = file == null ? object(fields) : read(file);
    String path = Api.path("endpoints", endpoint, "predict");
    showObject(api.post(path + "?project=" + Api.escape(project(api)), request));
  }

  private JsonNode read(Path source) {
    if (!fields.isEmpty()) {
      throw Problem.invalid("Give the request's fields or --file, not both.");
    }
    try {
      return Json.parse(Files.readString(source));
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "'" + source + "' cannot be read: " + e.getMessage(), e);
    }
  }
}
