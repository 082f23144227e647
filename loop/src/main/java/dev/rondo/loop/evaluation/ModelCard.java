package dev.rondo.loop.evaluation;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.project.Project;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.VersionNotes;
import dev.rondo.registry.evaluation.Figure;
import dev.rondo.registry.evaluation.GateResult;
import dev.rondo.registry.evaluation.Measure;
import dev.rondo.registry.evaluation.Part;
import dev.rondo.registry.evaluation.Report;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Writes a version's card from what is known of it, in the sections of Mitchell et al., "Model
/// Cards for Model Reporting" (2019).
final class ModelCard {
  private static final int WORST = 5;

  private final ModelVersion version;
  private final Optional<VersionNotes> notes;
  private final Optional<Report> report;
  private final Optional<Project> project;
  private final StringBuilder text = new StringBuilder();

  /// @param notes what people said of the version beside a card
  ModelCard(
      ModelVersion version,
      Optional<VersionNotes> notes,
      Optional<Report> report,
      Optional<Project> project) {
    this.version = version;
    this.notes = notes;
    this.report = report;
    this.project = project;
  }

  String text(BlobStore blobs) {
    line("# %s version %d".formatted(version.model(), version.version()));
    line(version.description());
    use();
    data(blobs);
    features();
    report.ifPresent(this::evaluation);
    limits();
    contact();
    return text.toString();
  }

  private void line(String line) {
    if (!line.isBlank()) {
      text.append(line.strip()).append("\n\n");
    }
  }

  private void item(String name, String value) {
    if (!value.isBlank()) {
      text.append("- **").append(name).append("**: ").append(flat(value)).append('\n');
    }
  }

  /// A text of one line, in which a bar ends no cell.
  private static String flat(String value) {
    return value.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }

  private String said(String key) {
    return project.map(one -> one.models().card().getOrDefault(key, "")).orElse("");
  }

  private void use() {
    line("## Intended use");
    line(
        said("intended-use").isEmpty()
            ? project.map(Project::goal).orElse("")
            : said("intended-use"));
    project.ifPresent(one -> {
      item("Task", one.task().type());
      item("Target", one.task().target() + ", in " + one.task().unit());
      text.append('\n');
    });
  }

  private void data(BlobStore blobs) {
    line("## Data");
    version
        .findContent()
        .map(content -> content.artifacts().get("training"))
        .ifPresent(digest -> period(facts(blobs, digest)));
    report.ifPresent(one -> {
      var grounds = one.question().grounds();
      item("Training set", "%s %s".formatted(grounds.name(), grounds.version()));
      item("Judged on", "%,d rows that were held out, the newest".formatted(grounds.rows()));
    });
    item("Source", version.source().isOurs() ? "" : version.source().source());
    text.append('\n');
  }

  private static ObjectNode facts(BlobStore blobs, Digest digest) {
    return Json.parseObject(new String(blobs.load(digest), StandardCharsets.UTF_8));
  }

  private void period(ObjectNode facts) {
    String until = facts.path("until").asString("");
    item("Period", "the last %s before %s".formatted(facts.path("window").asString(""), until));
  }

  private void features() {
    version
        .findContent()
        .ifPresent(content -> {
          line("## Features");
          line("`" + String.join("`, `", content.signature().inputNames()) + "`");
        });
  }

  private void evaluation(Report measured) {
    line("## Evaluation");
    line(
        "Intervals hold %.0f %% of the resamples."
            .formatted(100 * measured.question().method().level()));
    cells("metric", "value", "interval");
    cells("---", "---", "---");
    measured.whole().figures().forEach(figure -> row(figure.metric(), figure));
    text.append('\n');
    for (GateResult gate : measured.gates()) {
      item(gate.name() + " " + gate.verdict(), gate.text());
    }
    text.append('\n');
  }

  private void row(String name, Figure figure) {
    String interval =
        figure.interval().map(one -> number(one.low()) + " to " + number(one.high())).orElse("");
    cells(flat(name), number(figure.value()), interval);
  }

  private void cells(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private void limits() {
    line("## Limits");
    line(said("limits"));
    report.ifPresent(this::worst);
  }

  /// Where it does worst, and where too few rows tell.
  private void worst(Report measured) {
    Measure measure = measured.question().task().measures().getFirst();
    boolean isLow = measure.good() == Measure.Good.LOW;
    Comparator<Part> byValue =
        Comparator.comparingDouble(
            part -> part.figure(measure).map(Figure::value).orElse(Double.NaN));
    List<Part> worst =
        measured.slices().stream()
            .filter(part -> !part.small() && part.figure(measure).isPresent())
            .sorted(isLow ? byValue.reversed() : byValue)
            .limit(WORST)
            .toList();
    if (!worst.isEmpty()) {
      line("It does worst on these slices:");
      cells("slice", measure.text(), "interval");
      cells("---", "---", "---");
      worst.forEach(
          part -> row(part.column() + " " + part.label(), part.figure(measure).orElseThrow()));
      text.append('\n');
    }
    long small = measured.slices().stream().filter(Part::small).count();
    if (small > 0) {
      line("%d slices have fewer than %d rows, which tell little.".formatted(small, Part.FEW));
    }
  }

  private void contact() {
    line("## Owner and contact");
    item("Owner", notes.map(VersionNotes::owner).orElse(""));
    item("Licence", notes.map(VersionNotes::licence).orElse(""));
    item("Contact", said("contact"));
    project.ifPresent(one -> new TreeMap<>(one.owners()).forEach((role, name) -> item(role, name)));
    item("Registered by", version.user());
  }
}
