package dev.rondo.quality;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.Set;

/// A stored result of a check.
///
/// @param dataset the data set, feature service or endpoint whose data were judged
/// @param batch which part of the dataset was checked; one record each of every judge
/// @param eventTime the moment in the data's time that the check stood at
/// @param at system time
/// @param countedElsewhere whether another record counts its rows: where several judge a batch, one
///   counts them, and so it is with rows that are judged again
public record QualityRecord(
    String id,
    HandOver handOver,
    String dataset,
    String batch,
    EventTime eventTime,
    Instant at,
    QualityResult result,
    boolean countedElsewhere) {

  /// A record that counts its rows.
  public QualityRecord(
      String id,
      HandOver handOver,
      String dataset,
      String batch,
      EventTime eventTime,
      Instant at,
      QualityResult result) {
    this(id, handOver, dataset, batch, eventTime, at, result, false);
  }

  /// The same, when another record counts its rows.
  public QualityRecord asCountedElsewhere() {
    return new QualityRecord(id, handOver, dataset, batch, eventTime, at, result, true);
  }

  /// The same as it is shown: without anything that tells of values of these columns.
  public QualityRecord concealed(Set<String> columns) {
    return new QualityRecord(
        id, handOver, dataset, batch, eventTime, at, result.concealed(columns), countedElsewhere);
  }

  /// This record as an asset of the ledger.
  public Asset asset() {
    return new Asset(
        Asset.Kind.QUALITY_RESULT,
        handOver.text() + "/" + dataset,
        id,
        Digest.of(Json.write(result)));
  }
}
