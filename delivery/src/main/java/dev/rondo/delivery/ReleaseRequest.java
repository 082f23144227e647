package dev.rondo.delivery;

import dev.rondo.kernel.Problem;

/// Asks that an endpoint serve a model's version.
///
/// @param reason why, for people
/// @param key names the request, so that its repetition releases nothing twice: the id of the event
///   or of the run that asks
public record ReleaseRequest(
    String endpoint, String model, String version, String reason, String key) {

  public ReleaseRequest {
    check("endpoint", endpoint, 200);
    check("model", model, 200);
    check("version", version, 200);
    check("key", key, 200);
    check("reason", reason, 2_000);
  }

  static void check(String what, String value, int limit) {
    if (value.isBlank() || value.length() > limit) {
      throw Problem.invalid(
          "The %s of a release has %d characters; 1 to %d are needed.",
          what, value.isBlank() ? 0 : value.length(), limit);
    }
  }
}
