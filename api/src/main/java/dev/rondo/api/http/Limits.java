package dev.rondo.api.http;

import java.time.Duration;

/// What one server takes at the most.
///
/// @param headerBytes all headers of a request together
/// @param bodyBytes a body after decompression, on routes that say nothing else
/// @param idle how long a connection may stay silent
/// @param requests handled at the same time; more are told to come again
public record Limits(int headerBytes, long bodyBytes, Duration idle, int requests) {
  public static final Limits DEFAULT =
      new Limits(16 << 10, 8L << 20, Duration.ofSeconds(60), 1_024);
}
