package dev.rondo.api.http;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.Locale;
import java.util.Set;

/// The rules against other sites: the `Host` must be one of ours on every request (a rebound DNS
/// name is not), and a change must come from our own pages or from no page, with the content type
/// that its route names.
final class Guard {
  private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

  private final Set<String> names;

  Guard(Set<String> names) {
    this.names = names;
  }

  void checkHost(ServerRequestHeaders headers) {
    String authority = headers.first(HeaderNames.HOST).orElse("");
    if (!names.contains(host(authority))) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "This server does not answer to the host '%s'; call it by localhost or by a name that it"
              + " was started with.",
          authority);
    }
  }

  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }

  void checkChange(ServerRequestHeaders headers, Route route) {
    checkOrigin(headers);
    checkType(headers, route.content().kind());
    if (route.content().kind() == BodyKind.FORM) {
      checkPage(headers);
    }
  }

  private static void checkOrigin(ServerRequestHeaders headers) {
    String origin = headers.first(HeaderNames.ORIGIN).orElse("");
    String authority = headers.first(HeaderNames.HOST).orElse("");
    boolean ours =
        origin.isEmpty()
            ? !headers.first(SEC_FETCH_SITE).orElse("").equals("cross-site")
            : origin.equals("http://" + authority) || origin.equals("https://" + authority);
    if (!ours) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "A page of '%s' may not change anything here.",
          origin.isEmpty() ? "another site" : origin);
    }
  }

  /// Browsers send a form across sites without asking first.
  private static void checkPage(ServerRequestHeaders headers) {
    boolean isPage =
        headers.contains(HeaderNames.ORIGIN)
            || headers.first(SEC_FETCH_SITE).orElse("").equals("same-origin");
    if (!isPage) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "A form is taken from our own pages alone, and this request does not tell its page by"
              + " 'Origin'.");
    }
  }

  private static void checkType(ServerRequestHeaders headers, BodyKind kind) {
    String type = type(headers);
    boolean fits =
        switch (kind) {
          case JSON -> isJson(type);
          case JSON_OR_UNTYPED -> type.isEmpty() || isJson(type);
          case FORM -> type.equals("application/x-www-form-urlencoded");
          case BYTES -> type.equals("application/octet-stream");
          case ANY -> true;
        };
    if (!fits) {
      throw Problem.of(
          ProblemCode.UNSUPPORTED_MEDIA_TYPE,
          "The content type is '%s', but %s is needed here.",
          type,
          wanted(kind));
    }
  }

  private static String type(ServerRequestHeaders headers) {
    String type = headers.first(HeaderNames.CONTENT_TYPE).orElse("");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String type) {
    return type.equals("application/json");
  }

  private static String wanted(BodyKind kind) {
    return switch (kind) {
      case JSON, JSON_OR_UNTYPED -> "application/json";
      case FORM -> "application/x-www-form-urlencoded";
      case BYTES -> "application/octet-stream";
      case ANY -> "any";
    };
  }
}
