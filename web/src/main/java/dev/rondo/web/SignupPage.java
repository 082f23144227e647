package dev.rondo.web;

import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `/signup`: the form by which an administrator makes a user. A form is taken only with the token
/// that its page was given, which is of that administrator and of this process alone.
final class SignupPage {
  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final Site site;
  private final Users users;
  private final SecretKeySpec key;

  SignupPage(Site site, Users users) {
    this.site = site;
    this.users = users;
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, MAC);
  }

  /// @param name as it was sent, when that failed
  /// @param mistake why it failed
  /// @param made the name of the user who was made
  record View(String token, String name, Optional<String> mistake, Optional<String> made) {}

  Response show(Request request) {
    users.requireAdministrator(request.caller());
    return page(request, new View(token(request.caller()), "", Optional.empty(), Optional.empty()));
  }

  /// Makes the user, or shows the form again with what is wrong.
  Response create(Request request) {
    Caller caller = request.caller();
    users.requireAdministrator(caller);
    String token = token(caller);
    Map<String, String> form = form(request.text());
    String name = form.getOrDefault("username", "");
    requireSame(token, form.getOrDefault("csrf_token", ""));
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

  private static void requireSame(String token, String sent) {
    boolean isSame =
        MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    if (!isSame) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "The form's token is not of this page; open /signup anew, and fill it in again.");
    }
  }

  private String token(Caller caller) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(caller.user().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "This machine has no " + MAC + ".", e);
    }
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
