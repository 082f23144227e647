package dev.rondo.kernel.http;

import java.time.Duration;
import java.util.Set;

/// What calls out may do.
///
/// @param trustedHosts may stand in this machine or its network: `host` or `host:port`, lower-case
/// @param timeout for connecting, and for each wait for more of an answer
/// @param total for a whole call, its redirects included
/// @param mostBytes of an answer's body
/// @param mostRedirects that are followed
public record OutgoingRules(
    Set<String> trustedHosts, Duration timeout, Duration total, long mostBytes, int mostRedirects) {

  /// No host of this machine or its network; 30 s a wait, half an hour and 4 GB in all.
  public static final OutgoingRules USUAL =
      new OutgoingRules(Set.of(), Duration.ofSeconds(30), Duration.ofMinutes(30), 4L << 30, 5);

  public OutgoingRules {
    trustedHosts = Set.copyOf(trustedHosts);
  }

  public OutgoingRules withTrustedHosts(Set<String> hosts) {
    return new OutgoingRules(hosts, timeout, total, mostBytes, mostRedirects);
  }

  public OutgoingRules withMostBytes(long bytes) {
    return new OutgoingRules(trustedHosts, timeout, total, bytes, mostRedirects);
  }

  public OutgoingRules withTimes(Duration each, Duration all) {
    return new OutgoingRules(trustedHosts, each, all, mostBytes, mostRedirects);
  }

  boolean trusts(String host, int port) {
    return trustedHosts.contains(host) || trustedHosts.contains(host + ":" + port);
  }
}
