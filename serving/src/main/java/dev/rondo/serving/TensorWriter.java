package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/// Receives the elements of one input tensor, in row-major order, straight into the buffer that the
/// model reads. Confined to the request that made it.
public final class TensorWriter {
  private final String name;
  private final String datatype;
  private final FloatBuffer rows;
  private final int offset;
  private final int stride;
  private final int count;
  private int written;

  TensorWriter(String name, String datatype, FloatBuffer rows, int offset, int stride, int count) {
    this.name = name;
    this.datatype = datatype;
    this.rows = rows;
    this.offset = offset;
    this.stride = stride;
    this.count = count;
  }

  /// How many elements the shape announces.
  public int count() {
    return count;
  }

  /// Takes the next element. NaN is a missing value.
  public void put(double value) {
    float narrowed = (float) value;
    if (Float.isInfinite(narrowed)) {
      throw Problem.invalid(
          "The input '%s' holds %s at element %d: finite 32-bit numbers are needed.",
          name, value, written);
    }
    add(narrowed);
  }

  /// Takes the next element of an integer tensor.
  public void put(long value) {
    add((float) value);
  }

  private void add(float value) {
    if (written >= count) {
      throw Problem.invalid(
          "The input '%s' has more elements than its shape announces, which are %d.", name, count);
    }
    rows.put(offset + written++ * stride, value);
  }

  /// Takes all elements as the binary tensor extension has them: little-endian, without padding.
  public void putAll(ByteBuffer content) {
    int size = Datatypes.size(datatype);
    if (content.remaining() != (long) size * count) {
      throw Problem.invalid(
          "unexpected size for input '%s': it has %d bytes, and %d elements of %s are %d.",
          name, content.remaining(), count, datatype, (long) size * count);
    }
    ByteBuffer elements = content.slice().order(ByteOrder.LITTLE_ENDIAN);
    while (elements.hasRemaining()) {
      put(Datatypes.next(datatype, elements));
    }
  }

  /// Says that the tensor is complete.
  ///
  /// @throws Problem when elements are missing
  public void end() {
    if (written != count) {
      throw Problem.invalid(
          "The input '%s' has %d elements, and its shape announces %d.", name, written, count);
    }
  }
}
