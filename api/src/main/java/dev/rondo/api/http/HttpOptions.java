package dev.rondo.api.http;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a server listens.
///
/// @param address a loopback address or `localhost`
/// @param port 0 takes any free one
/// @param names host names, beside the loopback ones, by which clients may call the server
public record HttpOptions(String address, int port, Set<String> names, Limits limits) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public HttpOptions {
    names =
        names.stream().map(n -> n.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }

  /// Listens on `127.0.0.1` with the usual limits.
  public static HttpOptions local(int port) {
    return new HttpOptions("127.0.0.1", port, Set.of(), Limits.DEFAULT);
  }

  public HttpOptions withLimits(Limits others) {
    return new HttpOptions(address, port, names, others);
  }

  Set<String> allNames() {
    return Stream.concat(LOOPBACK.stream(), names.stream()).collect(Collectors.toUnmodifiableSet());
  }
}
