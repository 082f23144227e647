package dev.rondo.web;

import dev.rondo.registry.evaluation.Difference;
import dev.rondo.registry.evaluation.Figure;
import dev.rondo.registry.evaluation.GateResult;
import dev.rondo.registry.evaluation.Interval;
import dev.rondo.registry.evaluation.Measure;
import dev.rondo.registry.evaluation.Part;
import dev.rondo.registry.evaluation.Plot;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.registry.evaluation.Subject;
import java.util.List;
import java.util.Optional;

/// An evaluation as a page shows it.
record ReportView(Report report) {

  /// Which rows.
  String grounds() {
    var grounds = report.question().grounds();
    return "%s %s, rows %s to %s"
        .formatted(
            grounds.name(),
            grounds.version(),
            Format.count(grounds.from() + 1L),
            Format.count(grounds.to()));
  }

  Optional<Subject> baseline() {
    return report.question().baseline();
  }

  /// The measure that slices are compared by.
  Measure first() {
    return report.question().task().measures().getFirst();
  }

  static Optional<Difference> difference(Part part, String metric) {
    return part.difference(Measure.parse(metric));
  }

  static String text(Optional<Interval> interval) {
    return interval
        .map(one -> Format.number(one.low()) + " to " + Format.number(one.high()))
        .orElse("–");
  }

  static String signed(double value) {
    return (value > 0 ? "+" : "") + Format.number(value).replace('-', '−');
  }

  static Tone tone(Difference difference) {
    return switch (difference.sense()) {
      case "better" -> Tone.GOOD;
      case "worse" -> Tone.BAD;
      default -> Tone.IDLE;
    };
  }

  static Tone tone(GateResult gate) {
    return switch (gate.verdict()) {
      case GateResult.PASSED -> Tone.GOOD;
      case GateResult.FAILED -> Tone.BAD;
      default -> Tone.IDLE;
    };
  }

  /// The greatest value of the slices' first measure; what bars are drawn against.
  double most() {
    return report.slices().stream()
        .flatMap(part -> part.figure(first()).stream())
        .mapToDouble(Figure::value)
        .max()
        .orElse(1);
  }

  /// A plot by its name, drawn.
  static Chart chart(Plot plot) {
    return switch (plot.name()) {
      case "residual_histogram" -> bars(plot);
      case "residuals" -> Chart.scatter(plot.columns(), plot.rows());
      case "confusion" -> confusion(plot);
      case "roc" -> curve(plot, "at random");
      default -> curve(plot, "exact");
    };
  }

  private static Chart bars(Plot plot) {
    List<String> names =
        plot.rows().stream()
            .map(row -> Format.number(Math.rint((row.get(0) + row.get(1)) * 50) / 100))
            .toList();
    return Chart.bars("rows", names, plot.rows().stream().map(List::getLast).toList());
  }

  private static Chart confusion(Plot plot) {
    double top = plot.rows().stream().mapToDouble(List::getLast).max().orElse(1);
    int classes = (int) plot.rows().stream().mapToDouble(List::getFirst).max().orElse(0) + 1;
    List<String> answers =
        java.util.stream.IntStream.range(0, classes).mapToObj(k -> "answer " + k).toList();
    List<String> labels =
        java.util.stream.IntStream.range(0, classes).mapToObj(k -> "label " + k).toList();
    List<double[]> cells =
        plot.rows().stream().map(row -> new double[] {row.get(1), row.get(0), row.get(2)}).toList();
    return Chart.heat("", answers, labels, cells, Math.max(1, top));
  }

  private static Chart curve(Plot plot, String diagonal) {
    List<double[]> points =
        plot.rows().stream().map(row -> new double[] {row.get(0), row.get(1)}).toList();
    return Chart.overSteps(plot.columns().get(1).replace('_', ' '))
        .line(plot.name(), points, false)
        .line(diagonal, List.of(new double[] {0, 0}, new double[] {1, 1}), true);
  }

  /// What a plot is called on the page.
  static String title(Plot plot) {
    return switch (plot.name()) {
      case "residual_histogram" -> "Residuals: label less prediction";
      case "residuals" -> "Residual against prediction";
      case "confusion" -> "Answers by label";
      case "roc" -> "ROC curve";
      default -> "Calibration";
    };
  }
}
