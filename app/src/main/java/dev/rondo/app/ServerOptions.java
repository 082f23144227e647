package dev.rondo.app;

import dev.rondo.api.openlineage.OpenLineageOptions;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import java.nio.file.Path;
import java.util.Set;

/// Where a server keeps its state, where it listens, whom it tells, and who has to sign in.
///
/// @param trustedHosts in this machine or its network that it may call
public record ServerOptions(
    Path home,
    int port,
    OpenLineageOptions lineage,
    Set<String> trustedHosts,
    SignInOptions signIn) {
  /// The port when none is named.
  public static final int DEFAULT_PORT = 8080;

  /// A server that tells nobody, and that nobody has to sign in to.
  public ServerOptions(Path home, int port) {
    this(home, port, OpenLineageOptions.NONE, Set.of());
  }

  /// A server that nobody has to sign in to.
  public ServerOptions(Path home, int port, OpenLineageOptions lineage, Set<String> trustedHosts) {
    this(home, port, lineage, trustedHosts, SignInOptions.NONE);
  }

  public ServerOptions withSignIn(SignInOptions asked) {
    return new ServerOptions(home, port, lineage, trustedHosts, asked);
  }

  /// What a command's options and the environment say.
  public static ServerOptions of(HomeOptions options, Terminal terminal) {
    int port = options.port(terminal.environment());
    return new ServerOptions(
        options.home(terminal.environment()),
        port == 0 ? DEFAULT_PORT : port,
        OpenLineageOptions.of(terminal.environment()),
        TrustedHosts.of(terminal));
  }
}
