package dev.rondo.quality;

import dev.rondo.kernel.EventTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the page of a dataset's contract shows: who promises what, each rule as a sentence with its
/// state, and how it went over time. Pure values; pages render them.
///
/// @param columns in the contract's order, each with its own rules
/// @param tableRules the rules that belong to no single column
/// @param batches oldest first
public record DataDocs(
    Contract contract, List<ColumnDoc> columns, List<RuleDoc> tableRules, List<Batch> batches) {

  public DataDocs {
    columns = List.copyOf(columns);
    tableRules = List.copyOf(tableRules);
    batches = List.copyOf(batches);
  }

  public record ColumnDoc(ContractColumn column, List<RuleDoc> rules) {
    public ColumnDoc {
      rules = List.copyOf(rules);
    }
  }

  /// How a rule stands.
  public enum State {
    /// Not checked yet.
    UNKNOWN,
    /// Kept by every row and table of the newest batch.
    KEPT,
    /// Broken by rows of the newest batch, which were set aside or are within what it tolerates.
    BROKEN_BY_ROWS,
    /// The newest batch failed it and was handed on, or was refused.
    FAILED
  }

  /// @param breaches over all batches shown
  /// @param sample of the newest batch that breaks it
  /// @param history oldest first
  public record RuleDoc(
      Rule rule, State state, long breaches, List<String> sample, List<Point> history) {
    public RuleDoc {
      sample = List.copyOf(sample);
      history = List.copyOf(history);
    }
  }

  /// One rule in one batch.
  public record Point(EventTime at, String batch, long breaches, boolean passed, String observed) {}

  /// One batch.
  public record Batch(
      EventTime at, String batch, long read, long accepted, long quarantined, int failedRules) {}

  /// Joins a contract with what its checks found, in any order.
  public static DataDocs of(Contract contract, List<QualityRecord> records) {
    List<QualityRecord> ordered =
        records.stream()
            .sorted(Comparator.comparing(QualityRecord::eventTime).thenComparing(QualityRecord::id))
            .toList();
    List<ColumnDoc> columns = new ArrayList<>();
    for (ContractColumn column : contract.columns()) {
      columns.add(
          new ColumnDoc(
              column,
              contract.rules().stream()
                  .filter(rule -> ownColumn(rule).equals(Optional.of(column.name())))
                  .map(rule -> rule(rule, ordered))
                  .toList()));
    }
    List<RuleDoc> tableRules =
        contract.rules().stream()
            .filter(rule -> ownColumn(rule).isEmpty())
            .map(rule -> rule(rule, ordered))
            .toList();
    return new DataDocs(
        contract, columns, tableRules, ordered.stream().map(DataDocs::batch).toList());
  }

  private static Optional<String> ownColumn(Rule rule) {
    return rule.expectation() instanceof Expectation.OfRows rows && rows.columns().size() == 1
        ? Optional.of(rows.columns().getFirst())
        : Optional.empty();
  }

  private static Batch batch(QualityRecord record) {
    QualityResult result = record.result();
    return new Batch(
        record.eventTime(),
        record.batch(),
        result.read(),
        result.accepted(),
        result.quarantined(),
        result.failed().size());
  }

  private static RuleDoc rule(Rule rule, List<QualityRecord> records) {
    List<Point> history = new ArrayList<>();
    List<String> sample = List.of();
    State state = State.UNKNOWN;
    long breaches = 0;
    for (QualityRecord record : records) {
      Optional<RuleResult> found = record.result().rule(rule.id());
      if (found.isPresent()) {
        RuleResult result = found.get();
        breaches += result.breaches();
        sample = result.sample().isEmpty() ? sample : result.sample();
        state = state(result);
        history.add(
            new Point(
                record.eventTime(),
                record.batch(),
                result.breaches(),
                result.passed(),
                result.observed()));
      }
    }
    return new RuleDoc(rule, state, breaches, sample, history);
  }

  private static State state(RuleResult result) {
    if (result.breaches() == 0) {
      return State.KEPT;
    }
    return result.wholeTable() || (!result.passed() && result.severity() != Severity.ERROR)
        ? State.FAILED
        : State.BROKEN_BY_ROWS;
  }
}
