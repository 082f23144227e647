package dev.rondo.quality.draft;

import dev.rondo.kernel.Problem;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is known of a table: profiles of its parts in the order of time, and of them together. Only
/// columns that all parts have are looked at.
///
/// @param notes what of the parts is not looked at
record Evidence(List<Profile> parts, Profile all, List<String> notes) {
  /// So many profiles must agree before anything is said about how a table changes.
  static final int ENOUGH_PARTS = 3;

  Evidence {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
  }

  /// @throws Problem when there is no profile, or no column that all have
  static Evidence of(List<Profile> profiles) {
    if (profiles.isEmpty()) {
      throw Problem.invalid("A contract is drafted from one profile or more, not from none.");
    }
    List<String> common = new ArrayList<>(names(profiles.getFirst()));
    Set<String> every = new HashSet<>();
    profiles.forEach(profile -> common.retainAll(names(profile)));
    profiles.forEach(profile -> every.addAll(names(profile)));
    if (common.isEmpty()) {
      throw Problem.invalid("The profiles have no column in common.");
    }
    List<String> notes = new ArrayList<>();
    every.stream()
        .filter(name -> !common.contains(name))
        .sorted()
        .forEach(name -> notes.add(partly(name, profiles)));
    List<Profile> parts = profiles.stream().map(profile -> only(profile, common)).toList();
    return new Evidence(parts, parts.stream().reduce(Profile::merge).orElseThrow(), notes);
  }

  private static String partly(String name, List<Profile> profiles) {
    long with = profiles.stream().filter(profile -> profile.column(name).isPresent()).count();
    return "The column '%s' is in %d of %d profiles, and so left out."
        .formatted(name, with, profiles.size());
  }

  private static List<String> names(Profile profile) {
    return profile.columns().stream().map(ColumnProfile::name).toList();
  }

  /// The same profile with these columns in their order.
  private static Profile only(Profile profile, List<String> names) {
    if (names(profile).equals(names)) {
      return profile;
    }
    return new Profile(
        profile.rows(),
        profile.sampled(),
        profile.duplicates(),
        names.stream().flatMap(name -> profile.column(name).stream()).toList(),
        profile.keys().stream().filter(key -> names.containsAll(key.columns())).toList(),
        List.of(),
        List.of(),
        profile.relations().stream().filter(one -> names.containsAll(one.columns())).toList(),
        profile.leaks().stream().filter(leak -> names.containsAll(leak.columns())).toList(),
        profile.notes());
  }

  List<ColumnEvidence> columns() {
    return all.columns().stream().map(this::column).toList();
  }

  ColumnEvidence column(ColumnProfile column) {
    return new ColumnEvidence(
        column,
        parts.stream().flatMap(part -> part.column(column.name()).stream()).toList(),
        all.sampled());
  }

  boolean hasEnoughParts() {
    return parts.size() >= ENOUGH_PARTS;
  }

  /// ` of 36 profiles`, or nothing for one.
  String ofParts() {
    return parts.size() == 1 ? "" : " of " + parts.size() + " profiles";
  }
}
