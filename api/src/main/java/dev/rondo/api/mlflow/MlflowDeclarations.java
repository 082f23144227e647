package dev.rondo.api.mlflow;

import dev.rondo.api.http.BodyKind;
import dev.rondo.api.http.Declaration;
import dev.rondo.api.http.Handler;
import dev.rondo.api.http.Method;
import dev.rondo.api.http.Routes;
import dev.rondo.kernel.Permission;
import java.util.List;

/// Declares each route twice: under `/api` for programs, under `/ajax-api` for pages. Both share
/// one declaration, so that neither is ever less guarded than the other.
final class MlflowDeclarations {
  private static final List<String> PREFIXES = List.of("/api/", "/ajax-api/");

  private final Routes routes;

  MlflowDeclarations(Routes routes) {
    this.routes = routes;
  }

  /// The same route in several places.
  record Everywhere(List<Declaration> declarations) {
    /// A level on a single thing will do, since all that is called here looks at the thing.
    Everywhere permission(Permission needed) {
      declarations.forEach(one -> one.permissionOrLevel(needed));
      return this;
    }

    Everywhere signedIn() {
      declarations.forEach(Declaration::signedIn);
      return this;
    }

    Everywhere accepts(BodyKind kind) {
      declarations.forEach(one -> one.accepts(kind));
      return this;
    }

    /// The largest body in bytes.
    Everywhere maxBody(long bytes) {
      declarations.forEach(one -> one.maxBody(bytes));
      return this;
    }

    /// The answer is no JSON.
    Everywhere returnsType(String type) {
      declarations.forEach(one -> one.returnsType(type));
      return this;
    }

    Everywhere anyProject() {
      declarations.forEach(Declaration::anyProject);
      return this;
    }

    void handle(Handler handler) {
      declarations.forEach(one -> one.handle(handler));
    }
  }

  /// @param path after the version
  Everywhere get(String path, String summary) {
    return add(Method.GET, "2.0", path, summary);
  }

  Everywhere post(String path, String summary) {
    return add(Method.POST, "2.0", path, summary);
  }

  Everywhere patch(String path, String summary) {
    return add(Method.PATCH, "2.0", path, summary);
  }

  Everywhere delete(String path, String summary) {
    return add(Method.DELETE, "2.0", path, summary);
  }

  Everywhere put(String path, String summary) {
    return add(Method.PUT, "2.0", path, summary);
  }

  /// A route that pages alone call.
  Everywhere ofPages(Method method, String path, String summary) {
    return new Everywhere(List.of(routes.add(method, "/ajax-api/2.0" + path).summary(summary)));
  }

  /// @param version of the protocol, 2.0 or 3.0
  Everywhere add(Method method, String version, String path, String summary) {
    return new Everywhere(
        PREFIXES.stream()
            .map(prefix ->
                routes.add(method, prefix + version + path).summary(summary).accepts(kind(method)))
            .toList());
  }

  /// Clients send PATCH and DELETE also without a type, which no page of another site can do.
  private static BodyKind kind(Method method) {
    return method == Method.PATCH || method == Method.DELETE
        ? BodyKind.JSON_OR_UNTYPED
        : BodyKind.JSON;
  }
}
