package dev.rondo.cli;

import picocli.CommandLine.Option;

/// Which part of a long list is wanted.
final class Paging {
  @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: 20).")
  private int limit = 20;

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Continue where an earlier list ended.")
  private String after = "";

  String query() {
    return "?limit=" + limit + (after.isEmpty() ? "" : "&after=" + Api.escape(after));
  }
}
