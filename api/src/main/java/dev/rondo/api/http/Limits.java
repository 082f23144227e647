package dev.rondo.api.http;

import java.time.Duration;

/// What one server takes at the most.
///
/// @param headerBytes all headers of a request together
/// @param bodyBytes a body after decompression, on routes that say nothing else
/// @param idle how long a connection may stay silent
/// @param heldBytes of contents that all requests together hold in memory; one may hold half of it
/// @param requests handled at the same time; more are told to come again
public record Limits(int headerBytes, long bodyBytes, long heldBytes, Duration idle, int requests) {
  /// The path and the query of a request: a hundred ids, or a filter that names as many, fit in.
  static final int TARGET_CHARACTERS = 32 << 10;

  /// Enough for two of the largest bodies that are ever held.
  private static final long HELD = 128L << 20;

  public static final Limits DEFAULT =
      new Limits(
          16 << 10,
          8L << 20,
          Math.max(HELD, Runtime.getRuntime().maxMemory() / 4),
          Duration.ofSeconds(60),
          1_024);
}
