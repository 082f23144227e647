package dev.rondo.quality.check;

import dev.rondo.data.SqlSession;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.ProfileOptions;
import dev.rondo.quality.profile.Profiler;
import dev.rondo.quality.suite.Suite;
import dev.rondo.quality.suite.SuiteCheck;
import dev.rondo.quality.suite.SuiteResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One check, from its rows to the verdicts. Confined to its session's thread.
final class CheckRun {
  private static final String TYPED = "rows";
  private static final String TEXT = "rows_as_text";

  private final SourceSession session;
  private final RowSource source;
  private final Optional<RowLoader> loader;
  private final Expected expected;
  private final Wishes wishes;
  private final EventTime now;
  private final List<Rows> read = new ArrayList<>();

  CheckRun(
      SourceSession session,
      RowSource source,
      Optional<RowLoader> loader,
      Expected expected,
      Wishes wishes,
      EventTime now) {
    this.session = session;
    this.source = source;
    this.loader = loader;
    this.expected = expected;
    this.wishes = wishes;
    this.now = now;
  }

  CheckResult run() {
    List<Rows> others = new ArrayList<>();
    wishes.beside().tables().forEach((name, rows) -> others.add(session.read(rows, name)));
    Optional<Rows> loaded = loader.map(one -> kept(one.load(session)));
    Optional<SuiteResult> suite =
        expected.suite().map(one -> suite(one, loaded.orElseGet(() -> plain(source, TYPED))));
    Optional<QualityResult> contract =
        expected
            .contract()
            .map(one -> contract(one, loaded.orElseGet(() -> plain(source.asText(), TEXT))));
    read.forEach(Rows::requireUnchanged);
    others.forEach(Rows::requireUnchanged);
    Rows first = read.getFirst();
    CheckResult result =
        new CheckResult(
            now,
            first.places(),
            count(first),
            first.badRows(),
            suite,
            contract,
            wishes.profiled()
                ? Optional.of(profile(typed(loaded, suite, contract)))
                : Optional.empty());
    wishes.beside().keep(result);
    return result.concealed(hidden());
  }

  /// The columns whose values nobody is shown.
  private Set<String> hidden() {
    Set<String> hidden = new HashSet<>(wishes.hidden());
    expected.contract().map(Classification::hidden).ifPresent(hidden::addAll);
    return hidden;
  }

  private Rows plain(RowSource from, String relation) {
    return kept(session.read(from, relation));
  }

  private Rows kept(Rows rows) {
    read.add(rows);
    return rows;
  }

  private SuiteResult suite(Suite suite, Rows rows) {
    return new SuiteCheck(wishes.beside().around(now, suite.name()))
        .check(session.sql(), rows.relation(), suite, expected.parameters());
  }

  /// A contract judges text by itself, so that a value of a wrong type costs its row alone.
  private QualityResult contract(Contract contract, Rows rows) {
    return ContractCheck.check(
        session.sql(),
        rows.relation(),
        contract,
        wishes.beside().context(now, contract.id(), rows.place()));
  }

  /// What has the rows with their types: what a contract accepted, or what a suite alone has seen.
  private static String typed(
      Optional<Rows> loaded, Optional<SuiteResult> suite, Optional<QualityResult> contract) {
    String relation = loaded.map(Rows::relation).orElse(suite.isPresent() ? TYPED : TEXT);
    boolean isText = loaded.isPresent() || suite.isEmpty();
    return contract.isPresent() && isText ? relation + "_accepted" : relation;
  }

  private Profile profile(String relation) {
    return Profiler.profile(session.sql(), relation, ProfileOptions.standard());
  }

  private long count(Rows rows) {
    return session
        .sql()
        .query("SELECT count(*) FROM " + SqlSession.name(rows.relation()), row -> row.number(1))
        .getFirst();
  }
}
