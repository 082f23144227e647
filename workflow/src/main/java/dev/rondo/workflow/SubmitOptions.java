package dev.rondo.workflow;

import dev.rondo.kernel.Problem;
import java.util.Optional;

/// How to submit.
///
/// @param idempotencyKey a submission with a key that is known already returns the execution of the
///   first one, whatever else it says
/// @param trigger why, for people, such as `drift of trip_distance`
/// @param concurrencyKey of the executions with the same key one runs at a time, in order
/// @param usesCache false runs every step anew
public record SubmitOptions(
    Optional<String> idempotencyKey,
    String trigger,
    Optional<String> concurrencyKey,
    boolean usesCache) {
  /// By hand, without keys.
  public static final SubmitOptions MANUAL =
      new SubmitOptions(Optional.empty(), "manual", Optional.empty(), true);

  private static final int MAX_LENGTH = 250;

  public SubmitOptions {
    check("idempotency key", idempotencyKey.orElse("-"));
    check("trigger", trigger);
    check("concurrency key", concurrencyKey.orElse("-"));
  }

  private static void check(String what, String value) {
    if (value.isBlank() || value.length() > MAX_LENGTH) {
      throw Problem.invalid(
          "The %s must have 1 to %d characters; it has %d.", what, MAX_LENGTH, value.length());
    }
  }

  public SubmitOptions withIdempotencyKey(String value) {
    return new SubmitOptions(Optional.of(value), trigger, concurrencyKey, usesCache);
  }

  public SubmitOptions withTrigger(String value) {
    return new SubmitOptions(idempotencyKey, value, concurrencyKey, usesCache);
  }

  public SubmitOptions withConcurrencyKey(String value) {
    return new SubmitOptions(idempotencyKey, trigger, Optional.of(value), usesCache);
  }

  public SubmitOptions withoutCache() {
    return new SubmitOptions(idempotencyKey, trigger, concurrencyKey, false);
  }
}
