package dev.rondo.loop.cause;

import java.util.List;

/// What may be why something failed.
///
/// @param causes the likeliest first
public record Causes(Failure failure, List<Cause> causes) {
  public Causes {
    causes = List.copyOf(causes);
  }
}
