package dev.rondo.cli.mlflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was counted at the source and here, and what could not be brought. Confined to one thread.
public final class ImportReport {
  private static final List<String> KINDS =
      List.of(
          "experiments",
          "runs",
          "params",
          "points",
          "tags",
          "datasets",
          "model uses",
          "logged models",
          "registered models",
          "versions",
          "aliases",
          "traces",
          "spans",
          "assessments",
          "artifacts",
          "bytes");

  private final Map<String, Count> counts = new LinkedHashMap<>();
  private final List<Missing> missing = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /// How many of a kind there are.
  public record Count(String kind, long source, long here) {}

  /// What could not be brought, and why.
  public record Missing(String kind, String name, String reason) {}

  public ImportReport() {
    KINDS.forEach(kind -> counts.put(kind, new Count(kind, 0, 0)));
  }

  void source(String kind, long more) {
    counts.merge(kind, new Count(kind, more, 0), ImportReport::sum);
  }

  void here(String kind, long more) {
    counts.merge(kind, new Count(kind, 0, more), ImportReport::sum);
  }

  private static Count sum(Count a, Count b) {
    return new Count(a.kind(), a.source() + b.source(), a.here() + b.here());
  }

  void missing(String kind, String name, String reason) {
    missing.add(new Missing(kind, name, reason));
  }

  /// What is worth knowing, though nothing is missing.
  void note(String sentence) {
    notes.add(sentence);
  }

  public List<Count> counts() {
    return List.copyOf(counts.values());
  }

  public List<Missing> missing() {
    return List.copyOf(missing);
  }

  public List<String> notes() {
    return List.copyOf(notes);
  }

  /// Whether all that the source has is here.
  public boolean isWhole() {
    return missing.isEmpty()
        && counts.values().stream().allMatch(count -> count.source() == count.here());
  }
}
