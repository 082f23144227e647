package dev.rondo.app;

import java.nio.file.Path;

/// Where a server keeps its state, and where it listens.
public record ServerOptions(Path home, int port) {
  /// The port when none is named.
  public static final int DEFAULT_PORT = 8080;
}
