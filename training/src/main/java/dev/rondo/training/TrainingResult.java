package dev.rondo.training;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a training gave. The candidates' files lie in a folder of their own, which closing removes:
/// take what is worth keeping before.
///
/// @param candidates in the order of the request
/// @param matrixDigest of the matrix that was read
public record TrainingResult(List<Candidate> candidates, Digest matrixDigest, Path folder)
    implements AutoCloseable {

  public TrainingResult {
    candidates = List.copyOf(candidates);
  }

  /// @param answers one for each candidate
  static TrainingResult of(TrainingRequest request, Path folder, List<ObjectNode> answers) {
    List<Candidate> candidates = new ArrayList<>();
    for (Plan plan : request.candidates()) {
      candidates.add(candidate(plan, folder, answers.get(candidates.size())));
    }
    Digest matrix = new Digest(answers.getFirst().path("matrix_digest").asString());
    return new TrainingResult(candidates, matrix, folder);
  }

  private static Candidate candidate(Plan plan, Path folder, JsonNode json) {
    Map<String, Errors> errors = new TreeMap<>();
    json.path("errors")
        .forEachEntry((name, value) -> errors.put(name, Json.read(value, Errors.class)));
    Map<String, List<Double>> history = new TreeMap<>();
    json.path("history").forEachEntry((name, values) -> history.put(name, doubles(values)));
    Map<String, Double> importance = new LinkedHashMap<>();
    json.path("importance")
        .forEach(f -> importance.put(f.path("name").asString(), f.path("gain").asDouble()));
    return new Candidate(
        plan,
        folder.resolve(json.path("model").asString()),
        new Digest(json.path("model_digest").asString()),
        folder.resolve(json.path("onnx").asString()),
        new Digest(json.path("onnx_digest").asString()),
        errors,
        history,
        importance,
        Duration.ofMillis(json.path("millis").asLong()));
  }

  private static List<Double> doubles(JsonNode array) {
    List<Double> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asDouble()));
    return values;
  }

  @Override
  public void close() {
    delete(folder);
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
