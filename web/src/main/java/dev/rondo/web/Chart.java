package dev.rondo.web;

import dev.rondo.kernel.json.Json;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The data of a chart, which the pages' script draws in the colours of the page.
final class Chart {
  private static final int MOST_POINTS = 600;

  private final ObjectNode json = Json.object();

  private Chart(String kind) {
    json.put("kind", kind);
    json.putArray("series");
    json.putArray("marks");
  }

  /// Lines over numbers, such as steps.
  static Chart overSteps(String unit) {
    return new Chart("steps").unit(unit);
  }

  /// Lines over time, in epoch milliseconds.
  static Chart overTime(String unit) {
    return new Chart("time").unit(unit);
  }

  /// A map of values by column and row.
  ///
  /// @param unit of the values; may be empty
  /// @param cells `[column, row, value]`
  /// @param top the value of the strongest colour
  static Chart heat(
      String unit, List<String> columns, List<String> rows, List<double[]> cells, double top) {
    Chart chart = new Chart("heat").unit(unit);
    chart.json.set("columns", Json.MAPPER.valueToTree(columns));
    chart.json.set("rows", Json.MAPPER.valueToTree(rows));
    chart.json.set("cells", Json.MAPPER.valueToTree(cells));
    chart.json.put("top", top);
    return chart;
  }

  /// Bars over named places.
  static Chart bars(String unit, List<String> places, List<Double> values) {
    Chart chart = new Chart("bars").unit(unit);
    chart.json.set("columns", Json.MAPPER.valueToTree(places));
    chart.json.set("values", Json.MAPPER.valueToTree(values));
    return chart;
  }

  /// Points.
  ///
  /// @param axes what the first and the second number of each point is
  static Chart scatter(List<String> axes, List<List<Double>> points) {
    Chart chart = new Chart("scatter");
    chart.json.set("columns", Json.MAPPER.valueToTree(axes));
    chart.json.set("points", Json.MAPPER.valueToTree(points));
    return chart;
  }

  private Chart unit(String unit) {
    json.put("unit", unit);
    return this;
  }

  /// Adds a line. More points than can be seen are thinned to the least and greatest of each span.
  Chart line(String name, List<double[]> points, boolean isDashed) {
    ObjectNode series = ((ArrayNode) json.path("series")).addObject();
    series.put("name", name).put("dashed", isDashed);
    ArrayNode all = series.putArray("points");
    thinned(points).forEach(point -> all.addArray().add(point[0]).add(point[1]));
    return this;
  }

  private static List<double[]> thinned(List<double[]> points) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    int span = Math.ceilDiv(2 * points.size(), MOST_POINTS);
    return IntStream.iterate(0, i -> i < points.size(), i -> i + span)
        .mapToObj(i -> extremes(points.subList(i, Math.min(i + span, points.size()))))
        .flatMap(List::stream)
        .toList();
  }

  private static List<double[]> extremes(List<double[]> span) {
    double[] least = span.getFirst();
    double[] most = span.getFirst();
    for (double[] point : span) {
      least = point[1] < least[1] ? point : least;
      most = point[1] > most[1] ? point : most;
    }
    if (least == most) {
      return List.of(least);
    }
    return least[0] < most[0] ? List.of(least, most) : List.of(most, least);
  }

  /// Says its name beside it: no legend, and each line's name at its end where there are several.
  Chart compact() {
    json.put("compact", true);
    return this;
  }

  /// Adds a vertical line.
  Chart mark(double at, String name, Tone tone) {
    ((ArrayNode) json.path("marks"))
        .addObject()
        .put("at", at)
        .put("name", name)
        .put("tone", tone.css());
    return this;
  }

  /// For the attribute of the page.
  String text() {
    return Json.write(json);
  }
}
