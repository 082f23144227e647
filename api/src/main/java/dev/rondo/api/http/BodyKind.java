package dev.rondo.api.http;

/// Which content a route accepts. Browsers send some types across sites without asking first, so
/// every change demands its type.
public enum BodyKind {
  /// `application/json` alone.
  JSON,
  /// JSON, also without a content type: clients of the inference protocol leave it out.
  JSON_OR_UNTYPED,
  /// A page's form; only from our own pages.
  FORM,
  /// `application/octet-stream`.
  BYTES,
  /// Whatever the handler checks by itself.
  ANY
}
