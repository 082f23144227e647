package dev.rondo.access;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Checks credentials. Clients send theirs with every request, so those that were right are known
/// for a while after each request: by a digest under a key of this process alone, only from the
/// address that proved the password, and only as long as the user keeps it. Thread-safe.
final class SignIn {
  private static final Duration KNOWN_FOR = Duration.ofMinutes(5);
  private static final int MOST_KNOWN = 10_000;

  private final Passwords passwords;
  private final Attempts attempts;
  private final InstantSource clock;
  private final KeyedDigest digest;
  private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();
  private final Map<ByteBuffer, CompletableFuture<Void>> proofs = new ConcurrentHashMap<>();

  /// @param hash that the password was compared with
  private record Known(String hash, Instant until) {}

  /// @param clock system time
  SignIn(Passwords passwords, InstantSource clock) {
    this.passwords = passwords;
    this.attempts = new Attempts(clock);
    this.clock = clock;
    this.digest = new KeyedDigest(passwords.key());
  }

  /// @param user the one of the name, if there is one
  /// @throws Problem `unauthenticated`, with the same words for an unknown user as for a wrong
  ///   password
  Holdings check(Credentials credentials, Optional<Holdings> user) {
    ByteBuffer sent = digest(credentials);
    if (isKnown(sent, user)) {
      return user.orElseThrow();
    }
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> running = proofs.putIfAbsent(sent, mine);
    if (running != null) {
      running.join();
      return isKnown(sent, user) ? user.orElseThrow() : prove(credentials, user, sent);
    }
    try {
      return prove(credentials, user, sent);
    } finally {
      proofs.remove(sent);
      mine.complete(null);
    }
  }

  private boolean isKnown(ByteBuffer digest, Optional<Holdings> user) {
    Known before = known.get(digest);
    if (before == null
        || user.isEmpty()
        || !before.hash.equals(user.get().hash())
        || !clock.instant().isBefore(before.until)) {
      return false;
    }
    known.replace(digest, before, until(before.hash));
    return true;
  }

  private Holdings prove(Credentials credentials, Optional<Holdings> user, ByteBuffer digest) {
    attempts.begin(credentials.user());
    String hash = user.map(Holdings::hash).orElse(passwords.nobodys());
    if (!matches(credentials, hash) || user.isEmpty()) {
      throw wrong();
    }
    attempts.succeeded(credentials.user());
    remember(digest, hash);
    return user.get();
  }

  /// A server that has no time to look says nothing of the password.
  private boolean matches(Credentials credentials, String hash) {
    try {
      return passwords.matches(credentials.password(), hash);
    } catch (Problem e) {
      attempts.undo(credentials.user());
      throw e;
    }
  }

  static Problem wrong() {
    return Problem.of(ProblemCode.UNAUTHENTICATED, "The user name or the password is wrong.");
  }

  private void remember(ByteBuffer digest, String hash) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
    }
    known.put(digest, until(hash));
  }

  private Known until(String hash) {
    return new Known(hash, clock.instant().plus(KNOWN_FOR));
  }

  private ByteBuffer digest(Credentials credentials) {
    return ByteBuffer.wrap(
        digest.of(credentials.user(), credentials.from(), credentials.password()));
  }
}
