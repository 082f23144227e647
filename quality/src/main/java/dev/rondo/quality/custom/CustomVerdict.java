package dev.rondo.quality.custom;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expectation of the user's own finds.
///
/// @param observed what it judged by; a number has a history. Null for nothing
/// @param details more for people: texts, numbers, truth values, lists and maps
public record CustomVerdict(
    boolean success, @Nullable Object observed, Map<String, Object> details) {
  public CustomVerdict {
    details = Map.copyOf(details);
  }

  public static CustomVerdict of(boolean success, @Nullable Object observed) {
    return new CustomVerdict(success, observed, Map.of());
  }
}
