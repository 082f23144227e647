package dev.rondo.api.http;

import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import java.util.List;
import java.util.Optional;

/// One route as it was declared.
///
/// @param pattern such as `/api/v1/projects/{project}/runs`; `{name...}` at the end takes the rest
/// @param entry who may call it
/// @param anyProject whether a request that names no project is good for any
/// @param parameters those of the path first, in its order
public record Route(
    Method method,
    String pattern,
    Entry entry,
    boolean anyProject,
    String summary,
    List<Parameter> parameters,
    Content content,
    Handler handler) {

  /// A declared parameter in the path or the query.
  public record Parameter(String name, boolean inPath, Schema schema, String description) {}

  /// What goes in and out.
  ///
  /// @param maxBody in bytes after decompression; 0 means the server's default
  /// @param accepts the shape of a JSON body, which is checked before the handler sees it
  /// @param returns the shape of the answer
  /// @param status of an answer that is no problem
  public record Content(
      BodyKind kind,
      long maxBody,
      Optional<Schema> accepts,
      Optional<Schema> returns,
      String returnsType,
      int status) {}

  public Route {
    parameters = List.copyOf(parameters);
  }

  /// What its caller needs; empty for a route that needs none.
  public Optional<Permission> permission() {
    return switch (entry) {
      case Entry.Permitted(Permission needed) -> Optional.of(needed);
      case Entry.Granted(Permission needed) -> Optional.of(needed);
      case Entry.Anyone _, Entry.Open _, Entry.SignedIn _ -> Optional.empty();
    };
  }

  /// `GET /path`, for people.
  @Override
  public String toString() {
    return method + " " + pattern;
  }
}
