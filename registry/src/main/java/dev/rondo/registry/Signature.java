package dev.rondo.registry;

import dev.rondo.kernel.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a model takes and gives, in order.
public record Signature(List<Field> inputs, List<Field> outputs) {

  /// One column.
  ///
  /// @param type a datatype of the Open Inference Protocol, such as `FP32`
  public record Field(String name, String type) {}

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    requireNames("input", inputs);
    requireNames("output", outputs);
  }

  /// A model of `FP32` columns with one `FP32` output.
  public static Signature floats(List<String> inputs, String output) {
    return new Signature(
        inputs.stream().map(name -> new Field(name, "FP32")).toList(),
        List.of(new Field(output, "FP32")));
  }

  /// The names of the inputs, in order.
  public List<String> inputNames() {
    return inputs.stream().map(Field::name).toList();
  }

  private static void requireNames(String side, List<Field> fields) {
    if (fields.isEmpty()) {
      throw Problem.invalid("A signature needs at least one %s.", side);
    }
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (field.name().isBlank() || !seen.add(field.name())) {
        throw Problem.invalid(
            "The %s '%s' of the signature has no name or stands there twice.", side, field.name());
      }
    }
  }
}
