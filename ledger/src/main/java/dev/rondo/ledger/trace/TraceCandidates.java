package dev.rondo.ledger.trace;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks up by index what a search need only look at, where one of its conditions holds of few
/// traces: what holds of many is found soon enough in the order of time. Stateless.
final class TraceCandidates {
  /// Long values are in no index.
  static final String SCHEMA =
      """
      CREATE INDEX trace_tag_by_value ON trace_tag (project, key, value, trace)
        WHERE length(value) <= 250;
      CREATE INDEX trace_metadata_by_value ON trace_metadata (project, key, value, trace)
        WHERE length(value) <= 250;
      CREATE INDEX trace_assessment_by_value ON trace_assessment (project, kind, name, value, trace)
        WHERE length(value) <= 250;
      CREATE INDEX trace_span_by_name ON trace_span (project, name, trace);
      CREATE INDEX trace_by_length ON trace (project, experiment, millis DESC, started DESC, id)
      """;

  private static final int FEW = 500;
  private static final int LONGEST = 250;

  private TraceCandidates() {}

  private record Lookup(String sql, List<?> arguments) {}

  /// The keys of the traces of a project that one of the conditions holds of, in whichever
  /// experiment; empty when there are many, or none can be looked up.
  static Optional<List<Long>> find(
      Transaction tx, ProjectName project, List<Condition> conditions) {
    return conditions.stream()
        .filter(TraceCandidates::isExact)
        .flatMap(condition -> lookup(condition).stream())
        .map(lookup -> keys(tx, project, lookup))
        .filter(keys -> keys.size() <= FEW)
        .findFirst();
  }

  private static boolean isExact(Condition condition) {
    return condition.operator() == Operator.EQUAL
        && condition.isOfText()
        && condition.text().length() <= LONGEST;
  }

  private static Optional<Lookup> lookup(Condition condition) {
    String key = condition.key();
    String value = condition.text();
    return switch (condition.entity()) {
      case "tags" -> Optional.of(new Lookup(entry("trace_tag"), List.of(key, value)));
      case "metadata" -> Optional.of(new Lookup(entry("trace_metadata"), List.of(key, value)));
      case "feedback" -> Optional.of(assessment(Assessment.Kind.FEEDBACK, key, value));
      case "expectation" -> Optional.of(assessment(Assessment.Kind.EXPECTATION, key, value));
      case TraceSearch.SPAN ->
          key.equals("name")
              ? Optional.of(
                  new Lookup(
                      "SELECT DISTINCT trace AS key FROM trace_span WHERE project = ?1 AND name = ?2",
                      List.of(value)))
              : Optional.empty();
      case Vocabulary.ATTRIBUTES -> attribute(key, value);
      default -> Optional.empty();
    };
  }

  private static Optional<Lookup> attribute(String key, String value) {
    return switch (key) {
      case "name" -> Optional.of(new Lookup(entry("trace_tag"), List.of(Trace.NAME, value)));
      case "run_id" ->
          Optional.of(
              new Lookup(
                  entry("trace_metadata")
                      + " UNION SELECT t.key FROM trace_run r CROSS JOIN trace t"
                      + " ON t.project = r.project AND t.id = r.trace"
                      + " WHERE r.project = ?1 AND r.run = ?3",
                  List.of(Trace.SOURCE_RUN, value)));
      default -> Optional.empty();
    };
  }

  private static String entry(String table) {
    return "SELECT trace AS key FROM "
        + table
        + " WHERE project = ?1 AND key = ?2 AND value = ?3 AND length(value) <= 250";
  }

  private static Lookup assessment(Assessment.Kind kind, String name, String value) {
    return new Lookup(
        """
        SELECT DISTINCT trace AS key FROM trace_assessment
        WHERE project = ?1 AND kind = ?2 AND name = ?3 AND value = ?4 AND length(value) <= 250
        """,
        List.of(kind, name, value));
  }

  private static List<Long> keys(Transaction tx, ProjectName project, Lookup lookup) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(project);
    arguments.addAll(lookup.arguments());
    return tx.list(
        lookup.sql() + " LIMIT " + (FEW + 1), row -> row.number("key"), arguments.toArray());
  }
}
