package dev.rondo.web;

import dev.rondo.access.Access;
import dev.rondo.access.FormTokens;
import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// `/signup`: the form by which an administrator makes a user.
final class SignupPage {
  private final Site site;
  private final Users users;
  private final FormTokens tokens;

  SignupPage(Site site, Access access) {
    this.site = site;
    this.users = access.users();
    this.tokens = access.forms();
  }

  /// @param name as it was sent, when that failed
  /// @param mistake why it failed
  /// @param made the name of the user who was made
  record View(String token, String name, Optional<String> mistake, Optional<String> made) {}

  Response show(Request request) {
    users.requireAdministrator(request.caller());
    return page(
        request, new View(tokens.of(request.caller()), "", Optional.empty(), Optional.empty()));
  }

  /// Makes the user, or shows the form again with what is wrong.
  Response create(Request request) {
    Caller caller = request.caller();
    users.requireAdministrator(caller);
    String token = tokens.of(caller);
    Map<String, String> form = form(request.text());
    String name = form.getOrDefault("username", "");
    tokens.require(caller, form.getOrDefault("csrf_token", ""));
    try {
      users.create(caller, name, form.getOrDefault("password", ""));
      return page(request, new View(token, "", Optional.empty(), Optional.of(name)));
    } catch (Problem e) {
      return page(request, new View(token, name, Optional.of(e.text()), Optional.empty()))
          .status(e.code().status());
    }
  }

  private Response page(Request request, View view) {
    return site.page("signup.jte", site.frame(request, "Sign up", "", ""), view);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&")) {
      int split = pair.indexOf('=');
      if (split > 0) {
        form.put(decoded(pair.substring(0, split)), decoded(pair.substring(split + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          "The form is not as browsers write it: " + e.getMessage(),
          e);
    }
  }
}
