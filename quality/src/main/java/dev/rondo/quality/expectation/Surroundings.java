package dev.rondo.quality.expectation;

import dev.rondo.kernel.EventTime;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.profile.Profile;
import java.util.Map;
import java.util.Optional;

/// What a run knows beside the rows that it judges. Immutable.
///
/// @param now the moment that the rows stand for: ages are measured at it, and history counts up to
///   it
/// @param history what earlier runs measured
/// @param tables relations of the session by the names that expectations call them by; a name that
///   is not here is that of the relation itself. [#PREVIOUS] is the table before this one
/// @param profiles stored profiles that stand for tables, by name
/// @param code the users' Java that may be called
public record Surroundings(
    EventTime now,
    History history,
    Map<String, String> tables,
    Map<String, Profile> profiles,
    CustomCode code) {
  /// The name of the table before this one.
  public static final String PREVIOUS = "previous";

  public Surroundings {
    tables = Map.copyOf(tables);
    profiles = Map.copyOf(profiles);
  }

  /// A moment, and nothing else.
  public static Surroundings at(EventTime now) {
    return new Surroundings(now, History.NONE, Map.of(), Map.of(), CustomCode.NONE);
  }

  public Surroundings withHistory(History known) {
    return new Surroundings(now, known, tables, profiles, code);
  }

  public Surroundings withTables(Map<String, String> known) {
    return new Surroundings(now, history, known, profiles, code);
  }

  public Surroundings withProfiles(Map<String, Profile> known) {
    return new Surroundings(now, history, tables, known, code);
  }

  public Surroundings withCode(CustomCode known) {
    return new Surroundings(now, history, tables, profiles, known);
  }

  /// The relation that a name stands for.
  public String table(String name) {
    return tables.getOrDefault(name, name);
  }

  /// The profile that a name stands for, where no table does.
  Optional<Profile> profile(String name) {
    return tables.containsKey(name) ? Optional.empty() : Optional.ofNullable(profiles.get(name));
  }

  /// The relation of the table before this one, where it is at hand.
  public Optional<String> previous() {
    return Optional.ofNullable(tables.get(PREVIOUS));
  }
}
