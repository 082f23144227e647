package dev.rondo.quality.docs;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import java.time.Instant;
import java.util.Comparator;

/// One check in a line.
///
/// @param judge the contract's id or the suite's name
/// @param version the contract's; empty for a suite
/// @param at system time
/// @param countedElsewhere whether another check counts its rows
/// @param broken how many rules people should look at
public record BatchDocs(
    String id,
    HandOver handOver,
    String judge,
    String version,
    String batch,
    EventTime eventTime,
    Instant at,
    long read,
    long accepted,
    long quarantined,
    int rules,
    int broken,
    State state,
    boolean countedElsewhere) {
  static final Comparator<BatchDocs> NEWEST_FIRST =
      Comparator.comparing(BatchDocs::eventTime).thenComparing(BatchDocs::id).reversed();

  public static BatchDocs of(QualityRecord kept) {
    QualityResult result = kept.result();
    return new BatchDocs(
        kept.id(),
        kept.handOver(),
        result.contract(),
        result.version(),
        kept.batch(),
        kept.eventTime(),
        kept.at(),
        result.read(),
        result.accepted(),
        result.quarantined(),
        result.rules().size(),
        State.broken(result),
        State.of(result),
        kept.countedElsewhere());
  }

  /// Whether both were judged by the same at the same place.
  public boolean isLike(BatchDocs other) {
    return handOver == other.handOver && judge.equals(other.judge);
  }
}
