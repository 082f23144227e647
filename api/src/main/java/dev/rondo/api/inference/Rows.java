package dev.rondo.api.inference;

import dev.rondo.kernel.Problem;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/// Joins a request's inputs to rows.
final class Rows {
  private Rows() {}

  static InferenceBackend.Rows of(
      String id, List<InputTensor> inputs, InferenceBackend.Metadata metadata) {
    List<InputTensor> ordered = order(inputs, metadata);
    InputTensor first = ordered.getFirst();
    int rows = Math.toIntExact(first.shape.isEmpty() ? 1 : first.shape.getFirst());
    if (rows == 0) {
      throw Problem.invalid("The request holds no row.");
    }
    if (ordered.size() == 1) {
      return new InferenceBackend.Rows(id, rows, first.values.size() / rows, first.values.buffer());
    }
    return new InferenceBackend.Rows(id, rows, ordered.size(), interleave(ordered, rows));
  }

  /// The inputs in the model's order, each checked; none may be missing, twice there or unknown.
  private static List<InputTensor> order(
      List<InputTensor> inputs, InferenceBackend.Metadata metadata) {
    List<InputTensor> ordered = new ArrayList<>(metadata.inputs().size());
    for (InferenceBackend.Tensor wanted : metadata.inputs()) {
      InputTensor input = find(inputs, wanted.name(), metadata);
      input.check(wanted);
      ordered.add(input);
    }
    if (ordered.size() != inputs.size()) {
      throw Problem.invalid(
          "Model '%s' takes the inputs %s, each once, but the request has %s.",
          metadata.name(),
          metadata.inputs().stream().map(InferenceBackend.Tensor::name).toList(),
          inputs.stream().map(input -> input.name).toList());
    }
    return ordered;
  }

  private static InputTensor find(
      List<InputTensor> inputs, String name, InferenceBackend.Metadata metadata) {
    for (InputTensor input : inputs) {
      if (input.name.equals(name)) {
        return input;
      }
    }
    throw Problem.invalid(
        "Input '%s' of model '%s' is missing; the request has %s.",
        name, metadata.name(), inputs.stream().map(input -> input.name).toList());
  }

  private static FloatBuffer interleave(List<InputTensor> columns, int rows) {
    float[] values = new float[Math.multiplyExact(rows, columns.size())];
    for (int column = 0; column < columns.size(); column++) {
      FloatList of = columns.get(column).values;
      if (of.size() != rows) {
        throw Problem.invalid(
            "Input '%s' has %d values, but '%s' has %d.",
            columns.get(column).name, of.size(), columns.getFirst().name, rows);
      }
      for (int row = 0; row < rows; row++) {
        values[row * columns.size() + column] = of.at(row);
      }
    }
    return FloatBuffer.wrap(values);
  }
}
