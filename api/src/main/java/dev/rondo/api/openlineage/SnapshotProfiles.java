package dev.rondo.api.openlineage;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.quality.profile.KeptProfile;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.Profiles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds the profiles of snapshots: of the rows that one added, and of all that it holds, which is
/// what those of all commits until then make together. The last such sum of a table is remembered,
/// since the next snapshot adds but a little to it. Thread-safe.
final class SnapshotProfiles {
  private static final EventTime BEGINNING = new EventTime(Instant.EPOCH);
  private static final int MOST_SUMS = 64;

  private final Profiles profiles;
  private final Map<String, Sum> sums = new LinkedHashMap<>();

  SnapshotProfiles(Profiles profiles) {
    this.profiles = profiles;
  }

  /// @param until the moment of the newest profile in it
  private record Sum(EventTime until, Profile profile) {}

  /// The profile of the rows that a snapshot added, if it is of as many rows as were accepted.
  Optional<Profile> added(Caller caller, AssetRecord snapshot) {
    return moment(snapshot)
        .flatMap(at -> profiles.at(caller, snapshot.asset().name(), at))
        .map(KeptProfile::profile)
        .filter(profile -> Long.toString(profile.rows()).equals(fact(snapshot, "accepted")));
  }

  /// The profile of all rows that a snapshot holds; empty unless every one of them was profiled.
  Optional<Profile> whole(Caller caller, AssetRecord snapshot) {
    return moment(snapshot)
        .flatMap(until -> sum(caller, snapshot.asset().name(), until))
        .filter(profile -> Long.toString(profile.rows()).equals(fact(snapshot, "rows")));
  }

  /// The moment in the data's time that a snapshot stands at; only ingested tables have one.
  private static Optional<EventTime> moment(AssetRecord snapshot) {
    return Optional.of(fact(snapshot, "until")).filter(f -> !f.isEmpty()).map(EventTime::parse);
  }

  private static String fact(AssetRecord snapshot, String name) {
    return snapshot.facts().path(name).asString("");
  }

  private synchronized Optional<Profile> sum(Caller caller, String table, EventTime until) {
    String key = caller.project() + "/" + table;
    Optional<Sum> sum =
        Optional.ofNullable(sums.remove(key)).filter(known -> !until.isBefore(known.until()));
    EventTime from = sum.map(Sum::until).orElse(BEGINNING);
    for (KeptProfile one : profiles.between(caller, table, from, until)) {
      Profile next = one.profile();
      Profile both = sum.map(Sum::profile).map(before -> before.merge(next)).orElse(next);
      sum = Optional.of(new Sum(one.at(), both));
    }
    sum.ifPresent(newest -> sums.put(key, newest));
    if (sums.size() > MOST_SUMS) {
      sums.remove(sums.keySet().iterator().next());
    }
    return sum.map(Sum::profile);
  }
}
