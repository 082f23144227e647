package dev.rondo.access;

import dev.rondo.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords by Argon2id, in its usual text form. A hash takes 19 MiB and a good part of a
/// second's work of one core, so that no more are made at once than leave half of the cores to who
/// is signed in, in the order of their coming, and few for one address. Thread-safe.
final class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 1_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int RANDOM_BYTES = 18;
  private static final Cost USUAL = new Cost(19_456, 2, 1);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /// How many places in the queue of all an address has, and how many addresses are told apart;
  /// others share theirs.
  private static final int PLACES_OF_ADDRESS = 2;

  private static final int ADDRESSES = 1_024;

  private final SecureRandom random = new SecureRandom();
  private final Turns turns =
      new Turns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), PATIENCE);
  private final List<Turns> turnsOfAddresses =
      Stream.generate(() -> new Turns(PLACES_OF_ADDRESS, PATIENCE)).limit(ADDRESSES).toList();
  private final String nobodys = hash(random());

  private record Cost(int kibibytes, int passes, int lanes) {}

  /// A password that nobody thinks of.
  String random() {
    return base64(bytes(RANDOM_BYTES), Base64.getUrlEncoder());
  }

  /// A key for as long as the process lives.
  byte[] key() {
    return bytes(HASH_BYTES);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Refuses what is no password for a new user.
  static String check(String password) {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      throw Problem.invalid(
          "The password has %d characters; %d to %d are needed.",
          password.length(), SHORTEST, LONGEST);
    }
    return password;
  }

  /// Such as `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`.
  String hash(String password) {
    byte[] salt = bytes(SALT_BYTES);
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            USUAL.kibibytes,
            USUAL.passes,
            USUAL.lanes,
            base64(salt, Base64.getEncoder()),
            base64(argon2(password, salt, USUAL), Base64.getEncoder()));
  }

  /// Whether it is the password of a hash, for somebody at an address: however many ask there, they
  /// wait for each other rather than before those elsewhere.
  boolean matches(String password, String hash, String from) {
    return turnsOfAddresses
        .get(Math.floorMod(from.hashCode(), ADDRESSES))
        .take(() -> matches(password, hash));
  }

  /// Whether it is the password of a hash.
  boolean matches(String password, String hash) {
    String[] parts = hash.split("[$,=]");
    Cost cost =
        new Cost(
            Integer.parseInt(parts[5]), Integer.parseInt(parts[7]), Integer.parseInt(parts[9]));
    byte[] salt = Base64.getDecoder().decode(parts[10]);
    byte[] expected = Base64.getDecoder().decode(parts[11]);
    return MessageDigest.isEqual(expected, argon2(password, salt, cost));
  }

  /// The hash of a password that nobody has: a user that there is not costs as much as another.
  String nobodys() {
    return nobodys;
  }

  private byte[] argon2(String password, byte[] salt, Cost cost) {
    return turns.take(() -> {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(cost.kibibytes)
              .withIterations(cost.passes)
              .withParallelism(cost.lanes)
              .withSalt(salt)
              .build());
      byte[] hash = new byte[HASH_BYTES];
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
      return hash;
    });
  }

  private static String base64(byte[] bytes, Base64.Encoder encoder) {
    return encoder.withoutPadding().encodeToString(bytes);
  }
}
