package dev.rondo.kernel.search;

import java.util.List;

/// What a condition compares with.
public sealed interface Operand {
  record Text(String value) implements Operand {}

  record Number(double value) implements Operand {}

  record Texts(List<String> values) implements Operand {
    public Texts {
      values = List.copyOf(values);
    }
  }

  /// For [Operator#OF_PRESENCE].
  record Nothing() implements Operand {}
}
