package dev.rondo.quality.profile;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sessions, tables and profiles for tests.
final class Tables {
  private Tables() {}

  static SqlSession open(Path folder, Path... folders) {
    return new SqlEngine(1500, 2, folder).open(List.of(folders));
  }

  /// The profile of what a query gives.
  static Profile profile(Path folder, String query) {
    return profile(folder, query, ProfileOptions.standard());
  }

  static Profile profile(Path folder, String query, ProfileOptions options) {
    try (SqlSession session = open(folder)) {
      session.execute("CREATE TABLE t AS " + query);
      return Profiler.profile(session, "t", options);
    }
  }

  static ColumnProfile column(Profile profile, String name) {
    return profile.column(name).orElseThrow();
  }

  static List<String> sentences(Profile profile) {
    return profile.relations().stream().map(Relation::sentence).toList();
  }

  /// The folder of the real files, when it is there.
  static Optional<Path> data() {
    return Stream.of(System.getenv().getOrDefault("RONDO_DATA", ""), "../../shared/data")
        .filter(text -> !text.isEmpty())
        .map(text -> Path.of(text).toAbsolutePath().normalize())
        .filter(Files::isDirectory)
        .findFirst();
  }
}
