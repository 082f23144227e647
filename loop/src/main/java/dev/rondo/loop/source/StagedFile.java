package dev.rondo.loop.source;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import java.nio.file.Path;
import java.util.Optional;

/// A source file as it was read, whose rows wait for their time.
///
/// @param name of the file, without its folder
/// @param staged its rows as text, with when each arrives
/// @param visibleFrom before this time the file counts as not there yet
/// @param completeAt from this time on all of its rows have arrived
/// @param readUntil rows that arrived before this time have been ingested; empty when none were
record StagedFile(
    String name,
    Digest digest,
    long size,
    long modifiedMillis,
    Path staged,
    EventTime visibleFrom,
    EventTime completeAt,
    Optional<EventTime> readUntil) {

  /// Whether rows may arrive in `[readUntil, until)`.
  boolean hasNews(EventTime until) {
    return visibleFrom.isBefore(until)
        && readUntil.map(read -> read.isBefore(completeAt) && read.isBefore(until)).orElse(true);
  }

  Asset asset() {
    return new Asset(Asset.Kind.SOURCE_FILE, name, digest.brief(), digest);
  }
}
