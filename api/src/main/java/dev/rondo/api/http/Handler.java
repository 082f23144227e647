package dev.rondo.api.http;

/// Answers a request on a virtual thread of its own, so that it may block. It throws a
/// [dev.rondo.kernel.Problem] for what the caller must be told.
@FunctionalInterface
public interface Handler {
  Response handle(Request request) throws Exception;
}
