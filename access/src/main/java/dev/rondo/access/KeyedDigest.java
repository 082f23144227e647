package dev.rondo.access;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Digests of texts that nobody makes without the key: HMAC-SHA-256. Thread-safe.
final class KeyedDigest {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /// @param key 32 random bytes
  KeyedDigest(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// @param parts none of which holds a NUL but the last one
  byte[] of(String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "This machine has no " + ALGORITHM + ".", e);
    }
  }
}
