package dev.rondo.ledger;

import dev.rondo.kernel.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What a run was done with, so that it can be done again.
///
/// @param machine the host's name; empty when unknown
/// @param jdk the Java version; empty for a run from elsewhere
/// @param command what was started, such as a step's name
/// @param seed of its random choices
/// @param commit of the code
/// @param platform the digest of the [Platform]; empty when unknown
public record Environment(
    String machine,
    String jdk,
    String command,
    OptionalLong seed,
    Optional<String> commit,
    Optional<Digest> platform) {
  /// Nothing is known.
  public static final Environment UNKNOWN =
      new Environment("", "", "", OptionalLong.empty(), Optional.empty(), Optional.empty());

  public Environment {
    Limits.length("machine", machine, Limits.NAME);
    Limits.length("jdk", jdk, Limits.NAME);
    Limits.length("command", command, Tag.LONGEST);
    commit.ifPresent(text -> Limits.length("commit", text, Limits.NAME));
  }

  /// This process, on this machine.
  public static Environment here(String command) {
    return new Environment(
        hostName(),
        Runtime.version().toString(),
        command,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.of(Platform.here().digest()));
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return Optional.ofNullable(System.getenv("COMPUTERNAME")).orElse("");
    }
  }

  public Environment withSeed(long value) {
    return new Environment(machine, jdk, command, OptionalLong.of(value), commit, platform);
  }

  public Environment withCommit(String value) {
    return new Environment(machine, jdk, command, seed, Optional.of(value), platform);
  }
}
