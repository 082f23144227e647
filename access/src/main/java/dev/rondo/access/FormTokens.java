package dev.rondo.access;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Tokens that stand in the forms of pages, against forms of other sites: each is of one user and
/// of this process alone. Thread-safe.
public final class FormTokens {
  private final KeyedDigest digest;

  /// @param key 32 random bytes
  FormTokens(byte[] key) {
    this.digest = new KeyedDigest(key);
  }

  /// The token of the caller's forms: hexadecimal digits.
  public String of(Caller caller) {
    return HexFormat.of().formatHex(digest.of(caller.user()));
  }

  /// @param sent with a form
  /// @throws Problem `forbidden` when it is not the caller's token
  public void require(Caller caller, String sent) {
    boolean isSame =
        MessageDigest.isEqual(
            of(caller).getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    if (!isSame) {
      throw Problem.of(
          ProblemCode.FORBIDDEN,
          "The form's token is not yours, or of an earlier start of the server; open the page anew,"
              + " and fill it in again.");
    }
  }
}
