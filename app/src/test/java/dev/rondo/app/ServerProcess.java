package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A server in a process of its own, which can be killed.
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final String url;

  private ServerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /// Starts it on a home, and waits until it is ready.
  ///
  /// @param out what it writes is added to this file
  public static ServerProcess start(Path home, Path out) throws IOException {
    Path address = home.resolve("server.json");
    Files.deleteIfExists(address);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--home",
                home.toString(),
                "--port",
                "0")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .start();
    try {
      return new ServerProcess(process, await(process, address, out));
    } catch (IOException | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String await(Process process, Path address, Path out) throws IOException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!Files.exists(address) || Files.size(address) == 0) {
      assertThat(process.isAlive()).as(Files.readString(out)).isTrue();
      assertThat(Instant.now()).isBefore(end);
      LockSupport.parkNanos(10_000_000);
    }
    return Json.parseObject(Files.readString(address)).get("url").asString();
  }

  /// Its address.
  public String url() {
    return url;
  }

  /// Kills it at once, and waits until it and its children are gone.
  public void kill() throws Exception {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly().waitFor();
    for (ProcessHandle child : children) {
      child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
