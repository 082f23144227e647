package dev.rondo.loop.source;

import dev.rondo.data.Commit;
import dev.rondo.data.Snapshot;
import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlSession;
import dev.rondo.data.TableSchema;
import dev.rondo.data.Tables;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.loop.source.Quarantine.Resolution;
import dev.rondo.loop.source.Quarantine.State;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.ContractColumn;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityResults;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Judges rows from quarantine again, each by itself, by all that the source's contract and suites
/// say now of single rows; values that must be unique must not stand in the data set already
/// either. What they say of whole tables and batches has no meaning for a handful of rows, and is
/// not judged: numbers of rows, figures of columns, order, drift, and shares of rows that may be
/// bad. The good rows are appended to the data set, in one transaction with what is noted of them
/// and what was found: a row is in the data set, or open, and never both or neither. Thread-safe.
public final class Readmission {
  private static final String BATCH = "readmitted";
  private static final String NUMBER = "rondo_quarantine_number";
  private static final String AWAY = BATCH + "_away";
  private static final String STORED = BATCH + "_beside";

  private final Tables tables;
  private final Quarantine quarantine;
  private final QualityResults quality;

  public Readmission(Tables tables, Quarantine quarantine, QualityResults quality) {
    this.tables = tables;
    this.quarantine = quarantine;
    this.quality = quality;
  }

  /// An open row as it shall be judged.
  ///
  /// @param content by column: texts, numbers, truth values or nulls
  /// @param broken the rules that it was set aside for
  public record Candidate(long number, ObjectNode content, List<String> broken) {
    public Candidate {
      broken = List.copyOf(broken);
    }
  }

  /// Why and when rows are judged again.
  ///
  /// @param arrival the moment from which the rows count as known
  /// @param at system time
  public record Cause(String reason, EventTime arrival, Instant at) {}

  /// What belongs to the transaction of accepted rows.
  @FunctionalInterface
  public interface Together {
    void change(Transaction tx, int accepted);
  }

  /// What came of it.
  ///
  /// @param broken the rules that each row breaks that stays
  /// @param found what each judge found, the contract last
  public record Outcome(
      List<Long> accepted,
      Map<Long, List<String>> broken,
      Optional<Snapshot> snapshot,
      List<QualityRecord> found) {
    public Outcome {
      accepted = List.copyOf(accepted);
      broken = Map.copyOf(broken);
      found = List.copyOf(found);
    }
  }

  /// Judges open rows of a source, of which there is a data set.
  ///
  /// @throws dev.rondo.kernel.Problem `conflict` when one of them has been resolved meanwhile; then
  ///   nothing has changed
  public Outcome run(
      Caller caller,
      Workbench workbench,
      SourceDefinition source,
      Judges judges,
      List<Candidate> candidates,
      Cause cause,
      Together together) {
    caller.require(Permission.WRITE_DATA);
    Contract contract = judges.contract();
    return workbench.use(session -> {
      Set<String> columns = columns(caller, source, contract, candidates);
      fill(session, columns, candidates.stream().map(arriving(contract, cause)).toList());
      Judges.Returning rows =
          new Judges.Returning(
              BATCH,
              NUMBER,
              stored(caller, session, source, contract, columns),
              candidates.stream()
                  .flatMap(one -> one.broken().stream())
                  .collect(Collectors.toSet()));
      Judges.OfRows judged = judge(caller, session, source, judges, rows, cause);
      List<QualityRecord> found =
          judged.results().stream().map(result -> kept(source, cause, result)).toList();
      setAway(session, judged.broken().keySet());
      List<Long> accepted =
          session.query(
              "SELECT %s FROM %s ORDER BY 1".formatted(NUMBER, good("*")), row -> row.number(1));
      return commit(
          caller,
          workbench,
          session,
          source,
          new Outcome(accepted, judged.broken(), Optional.empty(), found),
          cause,
          together);
    });
  }

  private Judges.OfRows judge(
      Caller caller,
      SqlSession session,
      SourceDefinition source,
      Judges judges,
      Judges.Returning rows,
      Cause cause) {
    CheckPoint point =
        new CheckPoint(quality, caller, HandOver.INGEST, source.dataset(), cause.arrival());
    String from = "the quarantine of '" + source.dataset() + "'";
    return judges.judgeRows(session, rows, point, from);
  }

  /// The rows that the data set has, with all columns of those that come.
  private Optional<String> stored(
      Caller caller,
      SqlSession session,
      SourceDefinition source,
      Contract contract,
      Set<String> columns) {
    Optional<Snapshot> current = tables.current(caller, source.dataset());
    current.ifPresent(snapshot ->
        session.execute(
            "CREATE OR REPLACE TEMP VIEW %s AS (SELECT %s FROM (%s) LIMIT 0) UNION ALL BY NAME (SELECT * FROM %s)"
                .formatted(
                    STORED,
                    columns.stream().map(SqlSession::name).collect(Collectors.joining(", ")),
                    ContractCheck.typed(session, BATCH, contract),
                    tables.scan(caller, snapshot))));
    return current.map(_ -> STORED);
  }

  private QualityRecord kept(SourceDefinition source, Cause cause, QualityResult result) {
    String batch = "quarantine of %s at %s".formatted(source.name(), cause.at());
    return quality
        .prepare(HandOver.INGEST, source.dataset(), batch, cause.arrival(), result)
        .asCountedElsewhere();
  }

  private static void setAway(SqlSession session, Set<Long> numbers) {
    session.execute("CREATE OR REPLACE TEMP TABLE " + AWAY + " (number BIGINT)");
    try (SqlAppender rows = session.append(AWAY)) {
      for (long number : numbers) {
        rows.number(number);
        rows.endRow();
      }
    }
  }

  /// The rows that no judge keeps away.
  private static String good(String columns) {
    return "(SELECT %s FROM %s_accepted WHERE %s NOT IN (SELECT number FROM %s))"
        .formatted(columns, BATCH, NUMBER, AWAY);
  }

  /// All that the data set, the contract or a row has.
  private Set<String> columns(
      Caller caller, SourceDefinition source, Contract contract, List<Candidate> candidates) {
    Set<String> columns = new LinkedHashSet<>();
    tables.schema(caller, source.dataset()).columns().forEach(c -> columns.add(c.name()));
    contract.columns().stream().map(ContractColumn::name).forEach(columns::add);
    candidates.forEach(candidate -> columns.addAll(candidate.content().propertyNames()));
    return columns;
  }

  /// A row that keeps the time of its arrival has a new one, unless the contract gives the column
  /// another meaning.
  private static UnaryOperator<Candidate> arriving(Contract contract, Cause cause) {
    String arrival = cause.arrival().toString().replace('T', ' ').replace("Z", "");
    return candidate -> {
      if (contract.column(SourceFiles.ARRIVAL).isPresent()
          || !candidate.content().has(SourceFiles.ARRIVAL)) {
        return candidate;
      }
      ObjectNode content = candidate.content().deepCopy().put(SourceFiles.ARRIVAL, arrival);
      return new Candidate(candidate.number(), content, candidate.broken());
    };
  }

  private static void fill(SqlSession session, Set<String> columns, List<Candidate> candidates) {
    session.execute(
        columns.stream()
            .map(column -> SqlSession.name(column) + " VARCHAR")
            .collect(
                Collectors.joining(
                    ", ", "CREATE OR REPLACE TABLE " + BATCH + " (" + NUMBER + " BIGINT, ", ")")));
    try (SqlAppender rows = session.append(BATCH)) {
      for (Candidate candidate : candidates) {
        rows.number(candidate.number());
        columns.forEach(column -> append(rows, candidate.content().path(column)));
        rows.endRow();
      }
    }
  }

  private static void append(SqlAppender rows, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      rows.nothing();
    } else {
      rows.text(value.isString() ? value.stringValue() : value.toString());
    }
  }

  private Outcome commit(
      Caller caller,
      Workbench workbench,
      SqlSession session,
      SourceDefinition source,
      Outcome judged,
      Cause cause,
      Together together) {
    String dataset = source.dataset();
    String rows = good("* EXCLUDE " + NUMBER);
    TableSchema schema = tables.schema(caller, dataset);
    Optional<Snapshot> before = tables.current(caller, dataset);
    Optional<Snapshot> after =
        tables.append(
            caller,
            session,
            dataset,
            rows,
            new Commit(
                "quarantine/" + Digest.of(judged.accepted().toString()).value(),
                Map.of("until", cause.arrival().toString(), "reason", cause.reason()),
                (tx, sequence) -> {
                  for (long number : judged.accepted()) {
                    quarantine.resolve(tx, caller, number, back(caller, cause, sequence));
                  }
                  judged
                      .broken()
                      .forEach(
                          (number, rules) -> quarantine.stillBroken(tx, caller, number, rules));
                  quality.recordAgain(tx, caller, judged.found());
                  if (!judged.accepted().isEmpty()) {
                    together.change(tx, judged.accepted().size());
                  }
                }));
    workbench.added(session, dataset, before, after, rows, Ingest.columns(schema));
    return new Outcome(
        judged.accepted(),
        judged.broken(),
        judged.accepted().isEmpty() ? Optional.empty() : after,
        judged.found());
  }

  private static Resolution back(Caller caller, Cause cause, long sequence) {
    return new Resolution(
        State.REINGESTED, caller.user(), cause.at(), cause.reason(), OptionalLong.of(sequence));
  }
}
