package dev.rondo.workflow;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Reads pipelines from YAML. Immutable.
public final class PipelineParser {
  private final Set<String> steps;

  /// @param steps the names that `uses` may hold
  public PipelineParser(Set<String> steps) {
    this.steps = Set.copyOf(steps);
  }

  /// The pipeline of a file.
  ///
  /// @throws Problem `invalid-file` with every mistake and its place
  public Pipeline parse(Yaml yaml) {
    List<Mistake> mistakes = new ArrayList<>();
    Pipeline pipeline = parse(yaml, mistakes);
    if (!mistakes.isEmpty()) {
      throw Problem.of(ProblemCode.INVALID_FILE, mistakes.getFirst().toString(), mistakes);
    }
    return pipeline;
  }

  /// The same, but mistakes are added to a list, so that the mistakes of many files can be reported
  /// together; the pipeline must not be used when there are any.
  public Pipeline parse(Yaml yaml, List<Mistake> mistakes) {
    List<Mistake> found = new ArrayList<>();
    Pipeline pipeline =
        PipelineForm.read(
            yaml.root(), (place, message) -> found.add(yaml.place(place).mistake(message)));
    Set<String> known =
        found.stream().map(Mistake::path).collect(java.util.stream.Collectors.toSet());
    PipelineCheck.check(
        pipeline,
        steps,
        (place, message) -> {
          boolean isToldAlready = known.contains(place) || known.contains(parent(place));
          if (!isToldAlready) {
            found.add(yaml.place(place).mistake(message));
          }
        });
    found.sort(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column));
    mistakes.addAll(found);
    return pipeline;
  }

  private static String parent(String place) {
    return place.substring(0, Math.max(0, place.lastIndexOf('/')));
  }
}
