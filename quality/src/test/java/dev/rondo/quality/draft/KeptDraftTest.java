package dev.rondo.quality.draft;

import static dev.rondo.kernel.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlSession;
import dev.rondo.data.source.Progress;
import dev.rondo.data.source.RowReader;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.SourceOptions;
import dev.rondo.data.source.SourceOptions.Typing;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.quality.Contract;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A drafted contract is kept by the data that it was drafted from.
class KeptDraftTest {
  @TempDir Path folder;

  @Test
  void randomTablesKeepTheirDrafts() {
    try (SqlSession session = Drafts.open(folder)) {
      forAll(150, RandomTables::queries, queries -> requireKept(session, queries));
    }
  }

  private static void requireKept(SqlSession session, List<String> queries) {
    ProfileOptions options = ProfileOptions.standard().withSampleRows(700);
    List<Profile> profiles = new ArrayList<>();
    queries.forEach(query -> profiles.add(Drafts.profile(session, query, options)));
    ContractDraft draft = ContractDraft.of("t", profiles);
    Contract contract = Drafts.written(draft.document());
    List<String> all = new ArrayList<>(queries);
    all.add(String.join(" UNION ALL ", queries.stream().map(query -> "(" + query + ")").toList()));
    for (String query : all) {
      session.execute("CREATE OR REPLACE TABLE t AS " + query);
      assertThat(Drafts.errors(Drafts.check(session, contract))).as(query).isEmpty();
    }
  }

  @Test
  void theRealFilesKeepTheirDrafts() throws IOException {
    Path data = Drafts.data().orElse(folder);
    Assumptions.assumeTrue(Drafts.data().isPresent(), "the real files are not there");
    try (SqlSession session = Drafts.open(folder, data)) {
      requireKept(session, data, List.of(data.resolve("bike-sharing/hour.csv")));
      requireKept(session, data, List.of(data.resolve("electricity/elec.csv")));
      try (Stream<Path> files = Files.list(data.resolve("nyc-taxi"))) {
        List<Path> taxi = files.sorted().toList();
        requireKept(session, data, taxi);
        requireKept(session, data, taxi.subList(20, 21));
      }
    }
  }

  /// The profile is of typed columns, the check of the texts as they stand in the file.
  private static void requireKept(SqlSession session, Path data, List<Path> files) {
    List<Profile> profiles = files.stream().map(file -> profile(session, file)).toList();
    Contract contract = Drafts.written(ContractDraft.of("t", profiles).document());
    for (Path file : files) {
      read(session, file, SourceOptions.USUAL.withTyping(Typing.TEXT));
      assertThat(Drafts.errors(Drafts.check(session, contract)))
          .as(data.relativize(file).toString())
          .isEmpty();
    }
  }

  private static Profile profile(SqlSession session, Path file) {
    read(session, file, SourceOptions.USUAL);
    return Profiler.profile(session, "t", ProfileOptions.standard());
  }

  private static void read(SqlSession session, Path file, SourceOptions options) {
    session.execute("DROP TABLE IF EXISTS t");
    new RowReader(Progress.SILENT, new OutgoingHttp(OutgoingRules.USUAL), Map.of())
        .read(session, RowSource.parse(List.of(file.toString()), options), "t");
  }
}
