package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;

/// A version of a prompt that an application used.
public record PromptVersion(String name, String version) {
  private static final int MOST = 500;

  public PromptVersion {
    if (name.isBlank() || version.isBlank() || name.length() > MOST || version.length() > MOST) {
      throw Problem.invalid("A prompt is named by its name and its version.");
    }
  }
}
