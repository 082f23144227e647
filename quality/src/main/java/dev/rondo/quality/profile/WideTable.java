package dev.rondo.quality.profile;

import dev.rondo.quality.profile.Profile.Duplicates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The profile of a table of very many columns, made of profiles of some columns each.
final class WideTable {
  private WideTable() {}

  static Profile profile(Source source, ProfileOptions options) {
    List<Profile> parts = new ArrayList<>();
    for (Source.Part part : source.parts()) {
      parts.add(Profiler.profile(part.open(source), options, Optional.empty()));
    }
    Profile first = parts.getFirst();
    List<Key> keys = all(parts, Profile::keys).toList();
    return new Profile(
        first.rows(),
        parts.stream().mapToLong(Profile::sampled).min().orElse(0),
        new Duplicates(0, !keys.isEmpty()),
        all(parts, Profile::columns).toList(),
        keys,
        first.correlations(),
        first.associations(),
        all(parts, Profile::relations).toList(),
        List.of(),
        notes(parts));
  }

  private static <T> Stream<T> all(List<Profile> parts, Function<Profile, List<T>> list) {
    return parts.stream().flatMap(part -> list.apply(part).stream());
  }

  private static List<String> notes(List<Profile> parts) {
    String lean =
        "The table has very many columns: distinct values are estimated once, top values, quantiles and histograms are of the rows looked at, relations are looked for among neighbours, and duplicate rows and leaks are not looked for.";
    return Stream.concat(Stream.of(lean), all(parts, Profile::notes)).distinct().toList();
  }
}
