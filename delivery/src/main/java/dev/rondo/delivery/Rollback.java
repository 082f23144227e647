package dev.rondo.delivery;

/// Says that an endpoint went back to an earlier version of its model.
///
/// @param from the version that served until then
/// @param to the version that serves now
/// @param reason why, for people
public record Rollback(String endpoint, String model, String from, String to, String reason) {

  public Rollback {
    ReleaseRequest.check("endpoint", endpoint, 200);
    ReleaseRequest.check("model", model, 200);
    ReleaseRequest.check("version before", from, 200);
    ReleaseRequest.check("version", to, 200);
    ReleaseRequest.check("reason", reason, 2_000);
  }
}
