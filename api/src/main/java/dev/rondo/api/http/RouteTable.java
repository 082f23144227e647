package dev.rondo.api.http;

/// The published table of all routes, generated from their declarations.
public final class RouteTable {
  private RouteTable() {}

  /// The table as a Markdown page.
  public static String markdown(Router router) {
    StringBuilder page =
        new StringBuilder(
            """
            # Routes

            Every path that the server answers, generated from the routes' declarations. The others need their
            permission in the project of the request; where `or a level` follows, one with
            [a single thing](../access.md#levels-on-single-things) will do, and the thing is looked at. `open` needs no permission, and `signed
            in` none in any project. Where sign-in is [switched on](../access.md), only `anyone` does without it.

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
        .append(route.entry().text())
        .append(" | ")
        .append(body(route))
        .append(" | ")
        .append(route.summary())
        .append(" |\n");
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
