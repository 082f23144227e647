package dev.rondo.quality.profile;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Keeps the profile of the rows that each snapshot added. Those of several snapshots make the
/// profile of them all by [Profile#merge]. Thread-safe.
public final class Profiles {
  private static final String SCHEMA =
      """
      CREATE TABLE quality_profile (
        project TEXT NOT NULL, dataset TEXT NOT NULL, snapshot INTEGER NOT NULL,
        event_time INTEGER NOT NULL, profile TEXT NOT NULL,
        PRIMARY KEY (project, dataset, snapshot));
      CREATE INDEX quality_profile_by_time ON quality_profile (project, dataset, event_time)
      """;

  private final Database database;

  public Profiles(Database database) {
    this.database = database;
    database.migrate("quality-profile", List.of(SCHEMA));
  }

  /// Keeps a profile in the transaction of its snapshot, in place of an earlier one.
  public void keep(Transaction tx, Caller caller, String dataset, KeptProfile kept) {
    caller.require(Permission.WRITE_DATA);
    tx.update(
        "INSERT OR REPLACE INTO quality_profile (project, dataset, snapshot, event_time, profile)"
            + " VALUES (?, ?, ?, ?, ?)",
        caller.project(),
        dataset,
        kept.snapshot(),
        kept.at().value(),
        kept.profile().toJson());
  }

  /// Keeps a profile of a snapshot that was committed before.
  public void keep(Caller caller, String dataset, KeptProfile kept) {
    database.write(tx -> {
      keep(tx, caller, dataset, kept);
      return true;
    });
  }

  public Optional<KeptProfile> find(Caller caller, String dataset, long snapshot) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.find(
            "SELECT * FROM quality_profile WHERE project = ? AND dataset = ? AND snapshot = ?",
            Profiles::kept,
            caller.project(),
            dataset,
            snapshot));
  }

  /// The snapshot of the newest profile of a data set by event time; empty before the first.
  public OptionalLong newest(Caller caller, String dataset) {
    caller.require(Permission.READ);
    return database
        .read(tx ->
            tx.find(
                "SELECT snapshot FROM quality_profile WHERE project = ? AND dataset = ?"
                    + " ORDER BY event_time DESC, rowid DESC LIMIT 1",
                row -> OptionalLong.of(row.number("snapshot")),
                caller.project(),
                dataset))
        .orElse(OptionalLong.empty());
  }

  /// The newest profiles of a data set by event time, newest first.
  public List<KeptProfile> latest(Caller caller, String dataset, int limit) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT * FROM quality_profile WHERE project = ? AND dataset = ?"
                + " ORDER BY event_time DESC, snapshot DESC LIMIT ?",
            Profiles::kept,
            caller.project(),
            dataset,
            limit));
  }

  /// The profiles of a data set after one moment of the data's time and up to another, oldest
  /// first.
  public List<KeptProfile> between(
      Caller caller, String dataset, EventTime after, EventTime until) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.list(
            "SELECT * FROM quality_profile WHERE project = ? AND dataset = ?"
                + " AND event_time > ? AND event_time <= ? ORDER BY event_time, snapshot",
            Profiles::kept,
            caller.project(),
            dataset,
            after.value(),
            until.value()));
  }

  /// The newest profile of a data set at a moment of the data's time.
  public Optional<KeptProfile> at(Caller caller, String dataset, EventTime moment) {
    caller.require(Permission.READ);
    return database.read(tx ->
        tx.find(
            "SELECT * FROM quality_profile WHERE project = ? AND dataset = ? AND event_time = ?"
                + " ORDER BY snapshot DESC LIMIT 1",
            Profiles::kept,
            caller.project(),
            dataset,
            moment.value()));
  }

  private static KeptProfile kept(Row row) {
    return new KeptProfile(
        row.number("snapshot"),
        new EventTime(Instant.ofEpochMilli(row.number("event_time"))),
        Profile.fromJson(row.text("profile")));
  }
}
