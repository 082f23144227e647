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
import dev.rondo.quality.CheckContext;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.ContractColumn;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Judges rows from quarantine again, by the rules on rows of the present contract. Those that keep
/// it are appended to the data set, in one transaction with what is noted of them: a row is in the
/// data set, or open, and never both or neither. Thread-safe.
public final class Readmission {
  private static final String BATCH = "readmitted";
  private static final String NUMBER = "rondo_quarantine_number";

  private final Tables tables;
  private final Quarantine quarantine;

  public Readmission(Tables tables, Quarantine quarantine) {
    this.tables = tables;
    this.quarantine = quarantine;
  }

  /// An open row as it shall be judged.
  ///
  /// @param content by column: texts, numbers, truth values or nulls
  public record Candidate(long number, ObjectNode content) {}

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
  public record Outcome(
      List<Long> accepted, Map<Long, List<String>> broken, Optional<Snapshot> snapshot) {
    public Outcome {
      accepted = List.copyOf(accepted);
      broken = Map.copyOf(broken);
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
      Contract contract,
      List<Candidate> candidates,
      Cause cause,
      Together together) {
    caller.require(Permission.WRITE_DATA);
    return workbench.use(session -> {
      Set<String> columns = columns(caller, source, contract, candidates);
      fill(session, columns, candidates.stream().map(arriving(contract, cause)).toList());
      String from = "the quarantine of '" + source.dataset() + "'";
      ContractCheck.check(
          session, BATCH, contract.ofRows(), new CheckContext(cause.arrival(), from));
      List<Long> accepted =
          session.query(
              "SELECT %1$s FROM %2$s_accepted ORDER BY 1".formatted(NUMBER, BATCH),
              row -> row.number(1));
      Map<Long, List<String>> broken = new TreeMap<>();
      session.forEach(
          "SELECT %s, array_to_string(broken_rules, ' ') FROM %s_quarantined"
              .formatted(NUMBER, BATCH),
          row -> broken.put(row.number(1), List.of(row.text(2).split(" "))));
      return commit(
          caller,
          workbench,
          session,
          source,
          new Outcome(accepted, broken, Optional.empty()),
          cause,
          together);
    });
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
      return new Candidate(candidate.number(), content);
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
    String rows = "(SELECT * EXCLUDE " + NUMBER + " FROM " + BATCH + "_accepted)";
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
                  if (!judged.accepted().isEmpty()) {
                    together.change(tx, judged.accepted().size());
                  }
                }));
    workbench.added(session, dataset, before, after, rows, Ingest.columns(schema));
    return new Outcome(
        judged.accepted(), judged.broken(), judged.accepted().isEmpty() ? Optional.empty() : after);
  }

  private static Resolution back(Caller caller, Cause cause, long sequence) {
    return new Resolution(
        State.REINGESTED, caller.user(), cause.at(), cause.reason(), OptionalLong.of(sequence));
  }
}
