package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.data.SqlSession;
import dev.rondo.data.source.RowSource;
import dev.rondo.data.source.Rows;
import dev.rondo.data.source.SourceFile;
import dev.rondo.data.source.SourceOptions.Typing;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.source.SourceBatch;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.suite.SuiteCheck;
import dev.rondo.quality.suite.SuiteResult;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One check of one source, from its rows to the verdicts.
final class Check {
  private static final String TYPED = "rows";
  private static final String TEXT = "rows_as_text";

  private final EventTime now =
      new EventTime(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
  private final LocalSession session;
  private final RowSource source;
  private final Expected expected;
  private final Terminal terminal;
  private final List<String> places = new ArrayList<>();
  private final List<Rows> read = new ArrayList<>();
  private long rows;
  private long badRows;
  private Optional<SuiteResult> suiteResult = Optional.empty();
  private Optional<ContractReport> contractReport = Optional.empty();

  Check(LocalSession session, RowSource source, Expected expected, Terminal terminal) {
    this.session = session;
    this.source = source;
    this.expected = expected;
    this.terminal = terminal;
  }

  void run() {
    if (expected.source().isPresent()) {
      batch(expected.source().get());
      if (expected.suite().isPresent()) {
        suite(SourceBatch.RELATION);
      }
      expected.contract().ifPresent(contract -> contract(SourceBatch.RELATION, contract));
      return;
    }
    if (expected.suite().isPresent()) {
      suite(plain(source, TYPED));
    }
    expected.contract().ifPresent(contract -> contract(plain(asText(), TEXT), contract));
    read.forEach(Rows::requireUnchanged);
  }

  /// The rows as a project's source makes them.
  private void batch(SourceDefinition definition) {
    if (!(source instanceof RowSource.OfFiles files)) {
      throw Problem.invalid(
          "The source '%s' reads files; name files, or leave --source out.", definition.name());
    }
    files.files().forEach(file -> places.add(file.name()));
    long[] done = {0};
    try {
      SourceBatch.read(
          session.sql(),
          definition,
          files.files().stream().map(SourceFile::path).toList(),
          file -> session.progress().reads(file.toString(), done[0]++, files.files().size()));
    } finally {
      session.progress().end();
    }
  }

  private String plain(RowSource from, String relation) {
    Rows rows = session.read(from, relation);
    if (read.isEmpty()) {
      places.addAll(rows.places());
      badRows = rows.badRows();
    }
    read.add(rows);
    return relation;
  }

  /// A contract judges text by itself, so that a value of a wrong type costs its row alone.
  private RowSource asText() {
    return switch (source) {
      case RowSource.OfFiles files ->
          new RowSource.OfFiles(
              files.format(), files.files(), files.options().withTyping(Typing.TEXT));
      case RowSource.OfDownloads downloads ->
          new RowSource.OfDownloads(
              downloads.addresses(), downloads.options().withTyping(Typing.TEXT));
      case RowSource.OfSnapshot snapshot -> snapshot;
      case RowSource.OfTable table -> table;
    };
  }

  private void suite(String relation) {
    rows =
        session
            .sql()
            .query("SELECT count(*) FROM " + SqlSession.name(relation), row -> row.number(1))
            .getFirst();
    suiteResult =
        expected
            .suite()
            .map(suite ->
                new SuiteCheck(now).check(session.sql(), relation, suite, expected.parameters()));
  }

  private void contract(String relation, Contract contract) {
    CheckContext context = new CheckContext(now, place());
    contractReport =
        Optional.of(
            new ContractReport(
                terminal, ContractCheck.check(session.sql(), relation, contract, context)));
  }

  boolean isPassed() {
    return suiteResult.map(SuiteResult::isPassed).orElse(true)
        && contractReport.map(ContractReport::isKept).orElse(true);
  }

  EventTime now() {
    return now;
  }

  /// Where the rows came from, in a few words.
  String place() {
    int more = places.size() - 1;
    return more == 0 ? places.getFirst() : places.getFirst() + " and " + more + " more";
  }

  long rows() {
    return rows;
  }

  /// The relation that has the rows with their types: what the contract accepted, if there is one.
  String relation() {
    String read = expected.source().isPresent() ? SourceBatch.RELATION : TEXT;
    return contractReport.isPresent()
        ? read + "_accepted"
        : expected.source().isPresent() ? read : TYPED;
  }

  List<String> places() {
    return places;
  }

  long badRows() {
    return badRows;
  }

  Optional<SuiteResult> suiteResult() {
    return suiteResult;
  }

  Optional<ContractReport> contractReport() {
    return contractReport;
  }

  /// What does not hold, a line each, and then the sums.
  void write() {
    Optional<SuiteReport> suite = suiteResult.map(result -> new SuiteReport(terminal, result));
    suite.ifPresent(SuiteReport::writeFailures);
    contractReport.ifPresent(ContractReport::writeBreaches);
    if (badRows > 0) {
      terminal
          .err()
          .println("warning  " + SuiteReport.count(badRows, "row") + " could not be read.");
    }
    suite.ifPresent(report -> report.writeSummary(rows, place()));
    contractReport.ifPresent(ContractReport::writeSummary);
  }
}
