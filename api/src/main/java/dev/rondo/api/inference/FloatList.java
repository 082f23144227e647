package dev.rondo.api.inference;

import java.nio.FloatBuffer;
import java.util.Arrays;

/// Floats in an array that grows.
final class FloatList {
  private float[] values = new float[64];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  float at(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  FloatBuffer buffer() {
    return FloatBuffer.wrap(values, 0, size);
  }
}
