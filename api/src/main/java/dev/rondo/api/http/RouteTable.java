package dev.rondo.api.http;

import dev.rondo.kernel.Permission;
import java.util.Locale;

/// The published table of all routes, generated from their declarations.
public final class RouteTable {
  private RouteTable() {}

  /// The table as a Markdown page.
  public static String markdown(Router router) {
    StringBuilder page =
        new StringBuilder(
            """
            # Routes

            Every path that the server answers, generated from the routes' declarations. `open` needs no
            permission; the others need theirs in the project of the request.

            | method | path | permission | body | what it does |
            |---|---|---|---|---|
            """);
    router.routes().forEach(route -> row(page, route));
    return page.toString();
  }

  private static void row(StringBuilder page, Route route) {
    page.append("| ")
        .append(route.method())
        .append(" | `")
        .append(route.pattern())
        .append("` | ")
        .append(route.permission().map(RouteTable::text).orElse("open"))
        .append(" | ")
        .append(body(route))
        .append(" | ")
        .append(route.summary())
        .append(" |\n");
  }

  private static String text(Permission permission) {
    return permission.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String body(Route route) {
    if (!route.method().changes()) {
      return "";
    }
    String kind =
        switch (route.content().kind()) {
          case JSON, JSON_OR_UNTYPED -> "JSON";
          case FORM -> "form";
          case BYTES -> "bytes";
          case ANY -> "own";
        };
    long most =
        route.content().maxBody() > 0 ? route.content().maxBody() : Limits.DEFAULT.bodyBytes();
    if (most == Declaration.ANY_SIZE) {
      return kind + ", any size";
    }
    return kind + ", " + (most >= 1 << 20 ? (most >> 20) + " MiB" : (most >> 10) + " KiB");
  }
}
