package dev.rondo.api.http;

import dev.rondo.kernel.Caller;

/// Tells who sent a request, and in which project it acts.
@FunctionalInterface
public interface Authenticator {
  /// @throws dev.rondo.kernel.Problem `unauthenticated` when that cannot be known
  Caller authenticate(Request request);

  /// Lets in who calls a route that needs no permission anywhere.
  ///
  /// @throws dev.rondo.kernel.Problem `unauthenticated` when they have to sign in, or what they
  ///   sent is wrong
  default void admit(Request request) {}
}
