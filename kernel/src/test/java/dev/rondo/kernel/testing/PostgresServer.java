package dev.rondo.kernel.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL server of its own on a free port, from Debian's package, for the time of a test.
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "rondo";
  public static final String PASSWORD = "hush-hush";

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /// The folder with `initdb` and `pg_ctl`; empty where PostgreSQL is not installed.
  public static Optional<Path> programs() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public static PostgresServer start(Path programs) throws IOException {
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "rondo-postgres");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    try (ServerSocket free = new ServerSocket(0)) {
      PostgresServer server = new PostgresServer(programs, folder, free.getLocalPort());
      server.own();
      server.run(
          "initdb",
          "-D",
          server.data(),
          "-U",
          USER,
          "--auth=scram-sha-256",
          "--pwfile=" + password,
          "--no-sync",
          "-E",
          "UTF8");
      free.close();
      server.run(
          "pg_ctl",
          "-D",
          server.data(),
          "-w",
          "-l",
          folder.resolve("log").toString(),
          "-o",
          "-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off".formatted(server.port, folder),
          "start");
      return server;
    }
  }

  /// Where JDBC finds it.
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  public int port() {
    return port;
  }

  /// PostgreSQL refuses to be run by root: then it is run by its own user.
  private boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void own() throws IOException {
    if (isRoot()) {
      call(List.of("chown", "-R", "postgres", folder.toString()));
    }
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    call(command);
  }

  private void call(List<String> command) throws IOException {
    Path log = Files.createTempFile("postgres", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/tmp").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(PostgresServer::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
