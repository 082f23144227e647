package dev.rondo.quality.profile;

import java.util.Optional;
import java.util.function.BinaryOperator;

/// What merging of parts has in common.
final class Merges {
  private Merges() {}

  static <T> Optional<T> either(Optional<T> here, Optional<T> there, BinaryOperator<T> merge) {
    return here.isPresent() && there.isPresent()
        ? Optional.of(merge.apply(here.get(), there.get()))
        : here.or(() -> there);
  }
}
