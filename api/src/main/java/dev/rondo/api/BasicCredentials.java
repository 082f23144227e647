package dev.rondo.api;

import dev.rondo.access.Credentials;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The credentials of the header `Authorization`, in the form of HTTP Basic (RFC 7617).
final class BasicCredentials {
  private static final String SCHEME = "Basic ";

  private BasicCredentials() {}

  /// @param from the address that the header came from
  /// @throws Problem `unauthenticated` for another scheme, and for what is malformed
  static Credentials parse(String header, String from) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw Problem.of(
          ProblemCode.UNAUTHENTICATED,
          "This server takes a user name and a password, in the form of HTTP Basic.");
    }
    String pair = decode(header.substring(SCHEME.length()).strip());
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw malformed();
    }
    return new Credentials(pair.substring(0, colon), pair.substring(colon + 1), from);
  }

  private static String decode(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed();
    }
  }

  private static Problem malformed() {
    return Problem.of(
        ProblemCode.UNAUTHENTICATED,
        "The header 'Authorization' is not 'Basic' with user:password in Base64 after it.");
  }
}
