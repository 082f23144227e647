package dev.rondo.api.http;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;

/// Who may call a route.
public sealed interface Entry {
  /// Everyone, also who has not signed in: for health, and where the address holds a secret.
  record Anyone() implements Entry {}

  /// Everyone who reaches the server, and has signed in where that is asked for.
  record Open() implements Entry {}

  /// Like [Open], and the handler is told who it is; they may have no rights anywhere.
  record SignedIn() implements Entry {}

  /// Who has the permission in the project of the request.
  record Permitted(Permission permission) implements Entry {}

  /// Who has the permission in the project, or with any single thing in it: what is asked for looks
  /// at the thing itself.
  record Granted(Permission permission) implements Entry {}

  /// For the published table.
  default String text() {
    return switch (this) {
      case Anyone _ -> "anyone";
      case Open _ -> "open";
      case SignedIn _ -> "signed in";
      case Permitted(Permission permission) -> permission.text();
      case Granted(Permission permission) -> permission.text() + ", or a level";
    };
  }

  /// Refuses a caller who may not come in.
  default void check(Caller caller) {
    switch (this) {
      case Anyone _, Open _, SignedIn _ -> {}
      case Permitted(Permission permission) -> caller.require(permission);
      case Granted(Permission permission) -> {
        if (!caller.maySomewhere(permission)) {
          throw caller.refusal(permission);
        }
      }
    }
  }
}
