package dev.rondo.loop.source;

import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlSession;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.quality.profile.KeptProfile;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import dev.rondo.quality.profile.Profiles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps with a snapshot the profile of the rows that it added. Snapshots that follow each other
/// faster than in ten seconds, as in a replay, share one: it is of all rows since the profile
/// before. What was committed without one, also by a process that ended then, is part of the next.
/// Thread-safe.
final class ProfileKeeper {
  private static final Duration APART = Duration.ofSeconds(10);
  private static final String ADDED = "rondo_added";

  private final Tables tables;
  private final Profiles profiles;
  private final InstantSource clock;
  private final Map<String, Instant> kept = new ConcurrentHashMap<>();

  /// @param clock system time
  ProfileKeeper(Tables tables, Profiles profiles, InstantSource clock) {
    this.clock = clock;
    this.tables = tables;
    this.profiles = profiles;
  }

  /// Profiles what has been added up to a snapshot, when it is time. Doing it again changes
  /// nothing. A profile that fails is reported, and the rows stay for the next.
  void keep(Caller caller, SqlSession session, Snapshot snapshot, EventTime at) {
    String table = caller.project() + "/" + snapshot.table();
    Optional<Snapshot> before = before(caller, snapshot.table());
    boolean isKept = before.filter(b -> b.id() == snapshot.id()).isPresent();
    Instant last = kept.getOrDefault(table, Instant.EPOCH);
    if (isKept || clock.instant().isBefore(last.plus(APART))) {
      return;
    }
    try {
      Profile profile = profile(session, tables.scanAdded(caller, before, snapshot));
      profiles.keep(caller, snapshot.table(), new KeptProfile(snapshot.id(), at, profile));
      kept.put(table, clock.instant());
    } catch (Problem e) {
      if (e.code() == ProblemCode.CANCELLED) {
        throw e;
      }
      System.getLogger(ProfileKeeper.class.getName())
          .log(System.Logger.Level.WARNING, snapshot.asset() + " has no profile: " + e.text());
    }
  }

  private Optional<Snapshot> before(Caller caller, String table) {
    OptionalLong newest = profiles.newest(caller, table);
    return newest.isEmpty() ? Optional.empty() : tables.find(caller, table, newest.getAsLong());
  }

  private static Profile profile(SqlSession session, String rows) {
    session.execute("CREATE OR REPLACE TEMP VIEW " + ADDED + " AS SELECT * FROM " + rows);
    try {
      return Profiler.profile(session, ADDED, ProfileOptions.standard());
    } finally {
      session.execute("DROP VIEW " + ADDED);
    }
  }
}
