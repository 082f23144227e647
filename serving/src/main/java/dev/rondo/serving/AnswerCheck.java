package dev.rondo.serving;

import dev.rondo.kernel.Mistake;
import java.util.List;

/// Holds an answer against what is promised of it, before it is given. Implementations are
/// thread-safe.
@FunctionalInterface
public interface AnswerCheck {
  /// Nothing is promised.
  AnswerCheck NONE = (_, _, _, _) -> List.of();

  /// Every promise that the answer breaks; empty when it is good.
  List<Mistake> check(String requestId, long eventMillis, int version, float value);
}
