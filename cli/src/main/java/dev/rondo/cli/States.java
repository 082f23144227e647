package dev.rondo.cli;

import dev.rondo.cli.Terminal.Colour;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The colours of the words that tell a state.
final class States {
  private States() {}

  static @Nullable Colour colour(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "succeeded", "finished", "ready", "ok", "passed", "production", "healthy" ->
          Colour.GREEN;
      case "failed", "error", "rejected", "broken", "unhealthy" -> Colour.RED;
      case "running", "queued", "waiting", "canary", "shadow" -> Colour.BLUE;
      case "cancelled", "skipped", "warning", "drifting", "retrying" -> Colour.YELLOW;
      default -> null;
    };
  }
}
