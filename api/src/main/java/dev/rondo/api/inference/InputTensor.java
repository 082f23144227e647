package dev.rondo.api.inference;

import dev.rondo.kernel.Problem;
import java.util.ArrayList;
import java.util.List;

/// One input of a request, as far as it has been read.
final class InputTensor {
  private static final int DEEPEST = 8;

  String name = "";
  String datatype = "";
  List<Long> shape = new ArrayList<>();
  final FloatList values = new FloatList();
  boolean fractions;
  boolean negatives;
  boolean flags;
  boolean numbers;
  private int depth;
  private int innerStart;
  private long innerLength = -1;
  private boolean ragged;

  void enter() {
    if (++depth > DEEPEST) {
      throw Problem.invalid("The data of input '%s' is nested too deeply.", name);
    }
    innerStart = values.size();
  }

  /// @param leaf whether the list that ends holds values, not lists
  void leave(boolean leaf) {
    depth--;
    if (leaf && depth > 0) {
      long length = values.size() - innerStart;
      ragged |= innerLength >= 0 && innerLength != length;
      innerLength = length;
    }
  }

  boolean isOpen() {
    return depth > 0;
  }

  /// Refuses what does not fit together or not the model.
  void check(InferenceBackend.Tensor wanted) {
    checkShape(wanted);
    long elements = elements();
    if (values.size() != elements) {
      throw Problem.invalid(
          "Input '%s' has %d values, but its shape %s needs %d.",
          name, values.size(), shape, elements);
    }
    if (ragged || (innerLength >= 0 && innerLength != shape.getLast())) {
      throw Problem.invalid(
          "The lists in the data of input '%s' do not have the lengths of its shape %s.",
          name, shape);
    }
    checkType();
  }

  private void checkShape(InferenceBackend.Tensor wanted) {
    boolean fits = shape.size() == wanted.shape().size();
    for (int i = 0; fits && i < shape.size(); i++) {
      long size = shape.get(i);
      fits = size >= 0 && (wanted.shape().get(i) < 0 || wanted.shape().get(i) == size);
    }
    if (!fits) {
      throw Problem.invalid(
          "Input '%s' has the shape %s, but the model takes %s.", name, shape, wanted.shape());
    }
  }

  private long elements() {
    long elements = 1;
    try {
      for (long size : shape) {
        elements = Math.multiplyExact(elements, size);
      }
    } catch (ArithmeticException e) {
      throw tooMany();
    }
    if (elements > Integer.MAX_VALUE) {
      throw tooMany();
    }
    return elements;
  }

  private Problem tooMany() {
    return Problem.invalid(
        "The shape %s of input '%s' causes total element count to exceed maximum size of %d.",
        shape, name, Integer.MAX_VALUE);
  }

  private void checkType() {
    boolean fits =
        switch (datatype) {
          case "FP32", "FP64" -> !flags;
          case "INT8", "INT16", "INT32", "INT64" -> !flags && !fractions;
          case "UINT8", "UINT16", "UINT32", "UINT64" -> !flags && !fractions && !negatives;
          case "BOOL" -> !numbers;
          default -> throw unknownType();
        };
    if (!fits) {
      throw Problem.invalid("The data of input '%s' holds a value that is no %s.", name, datatype);
    }
  }

  private Problem unknownType() {
    return Problem.invalid(
        "Input '%s' has the datatype '%s'; BOOL, the integers, FP32 and FP64 are taken as JSON.",
        name, datatype);
  }
}
