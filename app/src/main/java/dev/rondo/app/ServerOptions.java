package dev.rondo.app;

import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import java.nio.file.Path;

/// Where a server keeps its state, and where it listens.
public record ServerOptions(Path home, int port) {
  /// The port when none is named.
  public static final int DEFAULT_PORT = 8080;

  /// What a command's options and the environment say.
  public static ServerOptions of(HomeOptions options, Terminal terminal) {
    int port = options.port(terminal.environment());
    return new ServerOptions(options.home(terminal.environment()), port == 0 ? DEFAULT_PORT : port);
  }
}
