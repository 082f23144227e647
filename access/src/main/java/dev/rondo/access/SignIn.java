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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/// Checks credentials. Clients send theirs with every request, so those that were right are known
/// for a while after each request: by a digest under a key of this process alone, only from the
/// address that proved the password, as long as the user keeps it, and until too many wrong ones
/// were sent from there. Thread-safe.
final class SignIn {
  private static final Duration KNOWN_FOR = Duration.ofMinutes(5);
  private static final int MOST_KNOWN = 10_000;

  /// How many under one name may fail from one address before the next has to wait, and from all.
  private static final int FREE_HERE = 5;

  private static final int FREE_EVERYWHERE = 50;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /// How many may fail from one address under whatever names. The wait is short: many may have the
  /// address, and one of them alone fails for ever.
  private static final int FREE_AT_ADDRESS = 100;

  private static final Duration LONGEST_AT_ADDRESS = Duration.ofSeconds(2);

  /// How many may be sent from one address that have to wait, before what is known there is not any
  /// more: they could find it.
  private static final int MOST_EARLY = 1_000;

  private final Passwords passwords;
  private final Attempts here;
  private final Attempts everywhere;
  private final Attempts atAddress;
  private final InstantSource clock;
  private final KeyedDigest digest;
  private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();

  /// How many came early at the places of those that are known.
  private final Map<String, Integer> early = new ConcurrentHashMap<>();

  private final Map<ByteBuffer, CompletableFuture<Void>> proofs = new ConcurrentHashMap<>();

  /// @param hash that the password was compared with
  /// @param place who sent it from where
  private record Known(String hash, String place, Instant until) {}

  /// @param clock system time
  SignIn(Passwords passwords, InstantSource clock) {
    this.passwords = passwords;
    this.here = new Attempts(clock, FREE_HERE, LONGEST);
    this.everywhere = new Attempts(clock, FREE_EVERYWHERE, LONGEST);
    this.atAddress = new Attempts(clock, FREE_AT_ADDRESS, LONGEST_AT_ADDRESS);
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
      await(running);
      return isKnown(sent, user) ? user.orElseThrow() : prove(credentials, user, sent);
    }
    try {
      return prove(credentials, user, sent);
    } catch (Problem e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      mine.complete(null);
      proofs.remove(sent);
    }
  }

  /// Requests of one client at once are one attempt: they are let in, or refused, with the first.
  private static void await(CompletableFuture<Void> running) {
    try {
      running.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Problem refused ? refused : e;
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
    known.replace(digest, before, until(before.hash, before.place));
    return true;
  }

  private Holdings prove(Credentials credentials, Optional<Holdings> user, ByteBuffer digest) {
    String place = place(credentials);
    begin(credentials, place);
    String hash = user.map(Holdings::hash).orElse(passwords.nobodys());
    if (!matches(credentials, hash) || user.isEmpty()) {
      throw wrong();
    }
    here.succeeded(place);
    everywhere.succeeded(credentials.user());
    atAddress.succeeded(credentials.from());
    remember(digest, until(hash, place));
    return user.get();
  }

  private static String place(Credentials credentials) {
    return credentials.user() + "\0" + credentials.from();
  }

  /// @throws Problem `unauthenticated` while they have to wait
  private synchronized void begin(Credentials credentials, String place) {
    if (here.waits(place)
        || everywhere.waits(credentials.user())
        || atAddress.waits(credentials.from())) {
      countEarly(place);
      throw Problem.of(
          ProblemCode.UNAUTHENTICATED,
          "Too many sign-ins under this name, or from this address, have failed; wait a minute,"
              + " and try again.");
    }
    here.begin(place);
    everywhere.begin(credentials.user());
    atAddress.begin(credentials.from());
  }

  private void countEarly(String place) {
    Integer count = early.computeIfPresent(place, (_, before) -> before + 1);
    if (count != null && count > MOST_EARLY) {
      early.remove(place);
      known.values().removeIf(one -> one.place.equals(place));
    }
  }

  /// A server that has no time to look says nothing of the password.
  private boolean matches(Credentials credentials, String hash) {
    try {
      return passwords.matches(credentials.password(), hash, credentials.from());
    } catch (Problem e) {
      here.undo(place(credentials));
      everywhere.undo(credentials.user());
      atAddress.undo(credentials.from());
      throw e;
    }
  }

  static Problem wrong() {
    return Problem.of(ProblemCode.UNAUTHENTICATED, "The user name or the password is wrong.");
  }

  private void remember(ByteBuffer digest, Known one) {
    if (known.size() >= MOST_KNOWN) {
      known.clear();
      early.clear();
    }
    early.put(one.place, 0);
    known.put(digest, one);
  }

  private Known until(String hash, String place) {
    return new Known(hash, place, clock.instant().plus(KNOWN_FOR));
  }

  private ByteBuffer digest(Credentials credentials) {
    return ByteBuffer.wrap(
        digest.of(credentials.user(), credentials.from(), credentials.password()));
  }
}
