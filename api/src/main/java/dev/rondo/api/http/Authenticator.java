package dev.rondo.api.http;

import dev.rondo.kernel.Caller;

/// Tells who sent a request, and in which project it acts.
@FunctionalInterface
public interface Authenticator {
  /// @throws dev.rondo.kernel.Problem `unauthenticated` when that cannot be known
  Caller authenticate(Request request);
}
