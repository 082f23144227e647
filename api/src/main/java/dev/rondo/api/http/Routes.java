package dev.rondo.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Collects the declarations of all routes, before the server starts. Confined to the thread that
/// assembles the server.
public final class Routes {
  private final List<Declaration> declarations = new ArrayList<>();
  private final Map<String, ErrorForm> forms = new TreeMap<>();

  public Declaration get(String pattern) {
    return add(Method.GET, pattern);
  }

  public Declaration post(String pattern) {
    return add(Method.POST, pattern);
  }

  public Declaration put(String pattern) {
    return add(Method.PUT, pattern);
  }

  public Declaration patch(String pattern) {
    return add(Method.PATCH, pattern);
  }

  public Declaration delete(String pattern) {
    return add(Method.DELETE, pattern);
  }

  /// How problems are told under a prefix such as `/v2`; the longest prefix counts, and
  /// [ProblemJson] where there is none.
  public Routes errors(String prefix, ErrorForm form) {
    forms.put(prefix, form);
    return this;
  }

  /// A route of any method.
  public Declaration add(Method method, String pattern) {
    Declaration declaration = new Declaration(method, pattern);
    declarations.add(declaration);
    return declaration;
  }

  /// The finished routes.
  ///
  /// @throws dev.rondo.kernel.Problem when a declaration is incomplete, or two are of one path
  public Router router() {
    return new Router(declarations.stream().map(Declaration::finish).toList(), forms);
  }
}
