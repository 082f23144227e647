package dev.rondo.kernel.secret;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets for storage (AES-256 in Galois/counter mode, a fresh nonce for each) with a key
/// that lies in a file for its owner alone. Whoever has only the database has no secret of it.
/// Thread-safe.
public final class SecretBox {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  private SecretBox(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// @param keyFile is made when it is missing
  /// @throws Problem `home-unusable`
  public static SecretBox open(Path keyFile) {
    try {
      create(keyFile);
      byte[] key = Files.readAllBytes(keyFile);
      if (key.length != KEY_BYTES) {
        throw Problem.of(
            ProblemCode.HOME_UNUSABLE,
            "The key file '%s' has %d bytes, but %d are needed; restore it, or delete it and set all"
                + " secrets again.",
            keyFile,
            key.length,
            KEY_BYTES);
      }
      return new SecretBox(key);
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.HOME_UNUSABLE, "The key file '" + keyFile + "' cannot be used: " + e, e);
    }
  }

  /// The file is there whole or not at all, also when the machine stops in between.
  private static void create(Path keyFile) throws IOException {
    if (Files.exists(keyFile)) {
      return;
    }
    Path folder = keyFile.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, "", ".part", OWNER_ONLY);
    try {
      write(part);
      Files.move(part, keyFile, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static void write(Path part) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    ByteBuffer rest = ByteBuffer.wrap(key);
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
  }

  /// A text that only a box of the same key opens.
  public String seal(String secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = apply(Cipher.ENCRYPT_MODE, nonce, secret.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
  }

  /// @throws Problem `home-unusable` for what was sealed with another key, or altered
  public String unseal(String sealed) {
    byte[] bytes = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
    byte[] rest = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
    return new String(apply(Cipher.DECRYPT_MODE, nonce, rest), StandardCharsets.UTF_8);
  }

  private byte[] apply(int mode, byte[] nonce, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw Problem.wrap(
          ProblemCode.HOME_UNUSABLE,
          "A stored secret cannot be read: it was sealed with another key; set it again.",
          e);
    }
  }
}
