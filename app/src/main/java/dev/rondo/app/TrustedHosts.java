package dev.rondo.app;

import dev.rondo.cli.Terminal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The hosts in this machine or its network that calls out may reach.
public final class TrustedHosts {
  private static final String VARIABLE = "RONDO_TRUSTED_HOSTS";

  private TrustedHosts() {}

  /// Those that the environment names, as `host` or `host:port`.
  public static Set<String> of(Terminal terminal) {
    return Stream.of(terminal.environment().getOrDefault(VARIABLE, "").split(","))
        .map(host -> host.strip().toLowerCase(Locale.ROOT))
        .filter(host -> !host.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
