package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds the route of a request. Immutable.
public final class Router {
  /// A route with the values of its path's parameters, in the order of the pattern.
  record Match(Route route, List<String> values) {}

  private final List<Route> routes;
  private final PathTree tree = new PathTree();
  private final List<Map.Entry<String, ErrorForm>> forms;

  Router(List<Route> routes, Map<String, ErrorForm> forms) {
    this.routes =
        routes.stream()
            .sorted(Comparator.comparing(Route::pattern).thenComparing(Route::method))
            .toList();
    this.routes.forEach(tree::add);
    this.forms =
        forms.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
            .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
            .toList();
  }

  /// Every route, by path.
  public List<Route> routes() {
    return routes;
  }

  Match match(String method, String rawPath) {
    PathTree.Found found = tree.find(rawPath);
    if (found.routes().isEmpty()) {
      if (PathSegments.of(rawPath).isEmpty()) {
        throw Problem.invalid("Invalid path: '%s' has a segment that is not plain.", rawPath);
      }
      throw Problem.notFound("There is nothing at '%s'.", rawPath);
    }
    Route route = found.routes().get(method.equals("HEAD") ? "GET" : method);
    if (route == null) {
      throw Problem.of(
          ProblemCode.METHOD_NOT_ALLOWED,
          "'%s' does not take %s; it takes %s.",
          rawPath,
          method,
          allowed(found));
    }
    return new Match(route, found.values());
  }

  /// The methods of a path, for the `Allow` header; empty when there is nothing at it.
  String allowed(String rawPath) {
    return allowed(tree.find(rawPath));
  }

  private static String allowed(PathTree.Found found) {
    return found.routes().keySet().stream()
        .flatMap(m -> m.equals("GET") ? List.of("GET", "HEAD").stream() : List.of(m).stream())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  ErrorForm errorForm(String rawPath) {
    for (Map.Entry<String, ErrorForm> entry : forms) {
      if (rawPath.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return ProblemJson::render;
  }
}
