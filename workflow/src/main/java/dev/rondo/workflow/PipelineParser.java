package dev.rondo.workflow;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Fields;
import dev.rondo.kernel.json.Yaml;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads pipelines from YAML. Immutable.
public final class PipelineParser {
  private final Set<String> steps;

  /// @param steps the names that `uses` may hold
  public PipelineParser(Set<String> steps) {
    this.steps = Set.copyOf(steps);
  }

  /// The pipeline of a file. What is wrong with it as a whole is told unless it may follow from
  /// what is told of its fields.
  ///
  /// @throws Problem `invalid-file` with every mistake and its place
  public Pipeline parse(Yaml yaml) {
    Fields fields = Fields.of(yaml);
    Pipeline pipeline = PipelineForm.read(fields);
    Set<String> told = fields.mistakes().stream().map(Mistake::path).collect(Collectors.toSet());
    PipelineCheck.check(
        pipeline,
        steps,
        (place, message) -> {
          if (!told.contains(place) && !told.contains(parent(place))) {
            fields.add(yaml.place(place).mistake(message));
          }
        });
    fields.finish();
    return pipeline;
  }

  private static String parent(String place) {
    return place.substring(0, Math.max(0, place.lastIndexOf('/')));
  }
}
