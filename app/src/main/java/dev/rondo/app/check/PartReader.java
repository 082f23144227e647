package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.data.source.Progress;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceFile;
import dev.rondo.data.source.SourceSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.loop.source.SourceBatch;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Looks at one part of a table after another, each in a session of its own.
record PartReader(Terminal terminal, Path home, String project) {
  private static final String TYPED = "rows";
  private static final String TEXT = "rows_as_text";

  /// What a part holds, and what of a contract it keeps.
  ///
  /// @param check empty when the part has not all columns of the contract
  record Found(Profile profile, Optional<QualityResult> check) {}

  Profile profile(RowSource part, ProfileOptions options) {
    return look(
        part,
        session -> {
          Rows rows = session.read(part, TYPED);
          Profile profile = Profiler.profile(session.sql(), TYPED, options);
          rows.requireUnchanged();
          return profile;
        });
  }

  /// @param definition how a project reads the rows, where one does
  Found judged(RowSource part, Optional<SourceDefinition> definition, Contract contract) {
    return look(
        part,
        session -> {
          if (definition.isPresent() && part instanceof RowSource.OfFiles files) {
            SourceBatch.read(
                session.sql(),
                definition.get(),
                files.files().stream().map(SourceFile::path).toList(),
                Progress.SILENT);
            return found(session, SourceBatch.RELATION, SourceBatch.RELATION, contract);
          }
          session.read(part, TYPED);
          session.read(part.asText(), TEXT);
          return found(session, TYPED, TEXT, contract);
        });
  }

  private static Found found(SourceSession session, String typed, String text, Contract contract) {
    return new Found(
        Profiler.profile(session.sql(), typed, ProfileOptions.standard()),
        check(session, text, contract));
  }

  private static Optional<QualityResult> check(
      SourceSession session, String relation, Contract contract) {
    EventTime now = new EventTime(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
    try {
      return Optional.of(
          ContractCheck.check(session.sql(), relation, contract, new CheckContext(now, relation)));
    } catch (Problem e) {
      if (e.code() == ProblemCode.CONTRACT_BROKEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private <T> T look(RowSource part, Function<SourceSession, T> work) {
    List<RowSource> all = List.of(part);
    try (Workplace place = Workplace.open(terminal, all, home, project);
        SourceSession session = SourceSession.open(place.engine(), place.reader(), all)) {
      return work.apply(session);
    }
  }
}
