package dev.rondo.cli.mlflow;

import dev.rondo.kernel.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// The points of one metric, one a line: time, value, step; of a logged model also the run, and the
/// dataset with its digest.
final class MetricFile {
  private MetricFile() {}

  /// One line.
  record Point(long time, double value, long step, String run, String dataset, String digest) {
    ObjectNode ofModel(String key) {
      ObjectNode json = Json.object().put("key", key).put("step", step).put("timestamp", time);
      if (Double.isFinite(value)) {
        json.put("value", value);
      } else {
        json.put("value", Double.toString(value));
      }
      json.put("run_id", run);
      return dataset.isEmpty()
          ? json
          : json.put("dataset_name", dataset).put("dataset_digest", digest);
    }
  }

  /// Each point once, since a line that stands twice is one point everywhere else. A line that is
  /// none is told.
  static Set<Point> read(Path file, ImportReport report) {
    Set<Point> points = new LinkedHashSet<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Optional<Point> point = point(line);
        point.ifPresent(points::add);
        if (point.isEmpty() && !line.isBlank()) {
          report.source("points", 1);
          report.missing("point", file + ":" + number, "The line is not 'time value step'.");
        }
      }
    } catch (IOException e) {
      report.missing("metric", file.toString(), Folders.unreadable(file, e).text());
    }
    return points;
  }

  private static Optional<Point> point(String line) {
    String[] parts = line.strip().split(" ");
    try {
      return Optional.of(
          new Point(
              Long.parseLong(parts[0]),
              value(parts[1]),
              parts.length > 2 ? Long.parseLong(parts[2]) : 0,
              parts.length > 3 ? parts[3] : "",
              parts.length > 5 ? parts[4] : "",
              parts.length > 5 ? parts[5] : ""));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static double value(String text) {
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
