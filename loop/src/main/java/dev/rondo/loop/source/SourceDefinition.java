package dev.rondo.loop.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where rows come from, and when they count as having arrived.
///
/// @param files a glob within the folder that the source is bound to
/// @param period a regular expression that finds a file's period (a day, a month or a year) in its
///   name; empty when files have none and arrive as a whole
/// @param arrival an SQL expression over a row's text columns: from when on the row is known
/// @param grace rows count as arrived at the latest so long after the end of their file's period
/// @param contract the path of the contract that judges the rows
/// @param rules a SELECT over `staged` that computes what the file does not hold
/// @param dataset the table of accepted rows
/// @param suites the names of the suites that judge the accepted rows of each batch
public record SourceDefinition(
    String name,
    String description,
    String files,
    char delimiter,
    Optional<String> period,
    Optional<String> arrival,
    Duration grace,
    String contract,
    String rules,
    String dataset,
    List<String> suites) {
  public SourceDefinition {
    suites = List.copyOf(suites);
  }
}
