package dev.rondo.quality.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.ContractParser;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.exchange.OdcsWriter;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Sessions, profiles and checks for tests.
final class Drafts {
  private static final CheckContext NOW =
      new CheckContext(EventTime.parse("2021-01-01T00:00:00Z"), "t");

  private Drafts() {}

  static SqlSession open(Path folder, Path... folders) {
    return new SqlEngine(1500, 2, folder).open(List.of(folders));
  }

  /// Makes the table `t` of a query, and its profile.
  static Profile profile(SqlSession session, String query) {
    return profile(session, query, ProfileOptions.standard());
  }

  static Profile profile(SqlSession session, String query, ProfileOptions options) {
    session.execute("CREATE OR REPLACE TABLE t AS " + query);
    return Profiler.profile(session, "t", options);
  }

  static ContractDraft draft(Path folder, String... queries) {
    try (SqlSession session = open(folder)) {
      return ContractDraft.of(
          "t", Stream.of(queries).map(query -> profile(session, query)).toList());
    }
  }

  /// The contract as a file says it: nothing in it may be beyond a check.
  static Contract written(ContractDocument document) {
    assertThat(document.unchecked()).isEmpty();
    return ContractParser.parse("draft.yaml", OdcsWriter.write(document));
  }

  static QualityResult check(SqlSession session, Contract contract) {
    return ContractCheck.check(session, "t", contract, NOW);
  }

  static List<RuleResult> errors(QualityResult result) {
    return result.failed().stream().filter(rule -> rule.severity() == Severity.ERROR).toList();
  }

  static String reason(ContractDraft draft, String rule) {
    return draft.reasons().stream()
        .filter(reason -> reason.rule().equals(rule))
        .map(ContractDraft.Reason::sentence)
        .findFirst()
        .orElse("");
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
