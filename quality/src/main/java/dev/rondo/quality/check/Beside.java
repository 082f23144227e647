package dev.rondo.quality.check;

import dev.rondo.data.source.RowSource;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.HistoryFile;
import dev.rondo.quality.custom.CustomCode;
import dev.rondo.quality.expectation.Surroundings;
import dev.rondo.quality.profile.Profile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a check may look at beside its rows.
///
/// @param tables others that expectations may speak of, by name
/// @param profiles stored ones that stand for tables, by name
/// @param code the users' Java that may be called
/// @param history where what earlier checks measured is kept, and this one's
record Beside(
    Map<String, RowSource> tables,
    Map<String, Profile> profiles,
    CustomCode code,
    Optional<HistoryFile> history) {
  static final Beside NOTHING = new Beside(Map.of(), Map.of(), CustomCode.NONE, Optional.empty());

  Beside {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    profiles = Map.copyOf(profiles);
  }

  Beside table(String name, RowSource rows) {
    return new Beside(with(tables, name, rows), profiles, code, history);
  }

  Beside profile(String name, Profile profile) {
    return new Beside(tables, with(profiles, name, profile), code, history);
  }

  Beside code(CustomCode other) {
    return new Beside(tables, profiles, other, history);
  }

  Beside history(HistoryFile file) {
    return new Beside(tables, profiles, code, Optional.of(file));
  }

  private static <T> Map<String, T> with(Map<String, T> before, String name, T value) {
    Map<String, T> all = new LinkedHashMap<>(before);
    all.put(name, value);
    return all;
  }

  /// As rules see it. Tables stand in the session under their names.
  ///
  /// @param judge the suite's name or the contract's id
  Surroundings around(EventTime now, String judge) {
    Map<String, String> relations = new LinkedHashMap<>();
    tables.keySet().forEach(name -> relations.put(name, name));
    Surroundings around =
        Surroundings.at(now).withTables(relations).withProfiles(profiles).withCode(code);
    return history.map(file -> around.withHistory(file.of(judge))).orElse(around);
  }

  /// As a contract sees it.
  ///
  /// @param place where the rows came from, as people know it
  CheckContext context(EventTime now, String contract, String place) {
    OptionalLong before =
        history.map(file -> file.previousRows(contract, now)).orElse(OptionalLong.empty());
    return new CheckContext(around(now, contract), before, place);
  }

  /// Adds what a check measured to the history, but for what a critical rule refuses: that is not
  /// what is usual.
  void keep(CheckResult result) {
    history.ifPresent(file ->
        result.found().stream()
            .filter(one -> one.blocking().isEmpty())
            .forEach(one -> file.add(result.at(), one)));
  }
}
