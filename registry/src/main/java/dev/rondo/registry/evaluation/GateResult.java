package dev.rondo.registry.evaluation;

/// How a gate was kept.
///
/// @param verdict [#PASSED], [#FAILED], or [#SKIPPED] when there is no baseline to compare with
/// @param text why, in whole sentences
public record GateResult(String name, String verdict, String text) {
  public static final String PASSED = "passed";
  public static final String FAILED = "failed";
  public static final String SKIPPED = "skipped";

  public boolean hasFailed() {
    return verdict.equals(FAILED);
  }
}
