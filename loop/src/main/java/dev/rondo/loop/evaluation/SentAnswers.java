package dev.rondo.loop.evaluation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.registry.evaluation.Answers;
import dev.rondo.registry.evaluation.Features;
import dev.rondo.registry.evaluation.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a model answered elsewhere to labelled rows: how versions are evaluated that this server
/// cannot ask, and classifications.
///
/// @param dataset the name of the rows, for people
record SentAnswers(String dataset, Answers answers, Features features) {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_FEATURES = 200;

  /// Reads `task`, `dataset`, `labels`, `scores` (one list, or one for each class) and `features`
  /// (lists by name; null for a missing value).
  ///
  /// @throws Problem `invalid-request`
  static SentAnswers of(JsonNode json) {
    String dataset = json.path("dataset").asString("");
    if (dataset.isBlank() || dataset.length() > LONGEST_NAME) {
      throw Problem.invalid(
          "The answers need the name of their rows, 'dataset', of up to %d characters.",
          LONGEST_NAME);
    }
    JsonNode scores = json.path("scores");
    double[][] columns =
        scores.path(0).isArray()
            ? scores.valueStream().map(one -> numbers("scores", one)).toArray(double[][]::new)
            : new double[][] {numbers("scores", scores)};
    double[] labels = numbers("labels", json.path("labels"));
    Answers answers = new Answers(Task.parse(json.path("task").asString("")), labels, columns);
    return new SentAnswers(dataset, answers, features(json.path("features"), labels.length));
  }

  static SentAnswers parse(byte[] bytes) {
    return of(Json.parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  private static double[] numbers(String what, JsonNode list) {
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!list.path(i).isNumber()) {
        throw Problem.invalid("'%s' has %s at %d; a number is needed.", what, list.path(i), i);
      }
      numbers[i] = list.path(i).asDouble();
    }
    return numbers;
  }

  private static Features features(JsonNode json, int rows) {
    List<String> names = new ArrayList<>();
    List<float[]> columns = new ArrayList<>();
    if (json instanceof ObjectNode object) {
      for (var feature : object.properties()) {
        names.add(feature.getKey());
        columns.add(column(feature.getKey(), feature.getValue(), rows));
      }
    }
    if (names.size() > MOST_FEATURES) {
      throw Problem.invalid("%d features are sent; %d are the most.", names.size(), MOST_FEATURES);
    }
    return new Features(names, columns.toArray(float[][]::new));
  }

  private static float[] column(String name, JsonNode list, int rows) {
    if (list.size() != rows) {
      throw Problem.invalid(
          "The feature '%s' has %d values for %d labels; as many are needed.",
          name, list.size(), rows);
    }
    float[] column = new float[rows];
    for (int i = 0; i < rows; i++) {
      JsonNode value = list.path(i);
      if (!value.isNumber() && !value.isNull()) {
        throw Problem.invalid(
            "The feature '%s' has %s at %d; a number or null is needed.", name, value, i);
      }
      column[i] = value.isNull() ? Float.NaN : (float) value.asDouble();
    }
    return column;
  }
}
