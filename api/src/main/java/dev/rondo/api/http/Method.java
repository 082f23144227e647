package dev.rondo.api.http;

/// What a request asks for. `HEAD` is answered by the `GET` route.
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /// Whether a request of this kind may change something, so that browsers' rules apply to it.
  public boolean changes() {
    return this != GET;
  }
}
