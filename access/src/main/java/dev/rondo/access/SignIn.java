package dev.rondo.access;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks credentials. Clients send theirs with every request, so those that were right are known
/// for a while: by a digest under a key of this process alone, and only as long as the user keeps
/// the password. Thread-safe.
final class SignIn {
  private static final String DIGEST = "HmacSHA256";
  private static final Duration KNOWN_FOR = Duration.ofMinutes(5);
  private static final int MOST_KNOWN = 10_000;

  private final Passwords passwords;
  private final Attempts attempts;
  private final InstantSource clock;
  private final SecretKeySpec key;
  private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();

  /// @param hash that the password was compared with
  private record Known(String hash, Instant until) {}

  /// @param clock system time
  SignIn(Passwords passwords, InstantSource clock) {
    this.passwords = passwords;
    this.attempts = new Attempts(clock);
    this.clock = clock;
    this.key = new SecretKeySpec(passwords.key(), DIGEST);
  }

  /// @param user the one of the name, if there is one
  /// @throws Problem `unauthenticated`, with the same words for an unknown user as for a wrong
  ///   password
  Holdings check(Credentials credentials, Optional<Holdings> user) {
    ByteBuffer digest = digest(credentials);
    Known before = known.get(digest);
    if (before != null
        && user.isPresent()
        && before.hash.equals(user.get().hash())
        && clock.instant().isBefore(before.until)) {
      return user.get();
    }
    attempts.check(credentials.user());
    String hash = user.map(Holdings::hash).orElse(passwords.nobodys());
    boolean isRight = passwords.matches(credentials.password(), hash);
    if (!isRight || user.isEmpty()) {
      attempts.failed(credentials.user());
      throw wrong();
    }
    attempts.succeeded(credentials.user());
    remember(digest, hash);
    return user.get();
  }

  static Problem wrong() {
    return Problem.of(ProblemCode.UNAUTHENTICATED, "The user name or the password is wrong.");
  }

  private void remember(ByteBuffer digest, String hash) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(digest, new Known(hash, clock.instant().plus(KNOWN_FOR)));
  }

  private ByteBuffer digest(Credentials credentials) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      mac.update(credentials.user().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(credentials.password().getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "This machine has no " + DIGEST + ".", e);
    }
  }
}
