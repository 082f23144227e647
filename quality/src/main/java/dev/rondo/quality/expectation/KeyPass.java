package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts repeated keys: one statement for each key, unless it follows from another or from
/// figures.
final class KeyPass {
  private final Statements statements;
  private final Answers answers;

  KeyPass(Statements statements) {
    this.statements = statements;
    this.answers = statements.answers();
  }

  /// How often keys are repeated.
  ///
  /// @param keys distinct ones
  /// @param rows with a key that others have too
  record Repeated(long keys, long rows) {}

  /// The figures that may prove that the values of a column are unique, where their order does not.
  /// Of one column alone, since hashes take memory.
  ///
  /// @param unique keys that are to be unique
  Stream<Metric.Scalar> proofs(Stream<Metric.Repeats> unique) {
    return unique
        .filter(repeats -> !answers.has(repeats))
        .filter(repeats -> proof(repeats).filter(it -> !answers.has(it.hashes())).isPresent())
        .filter(repeats -> !isAscending(repeats))
        .limit(1)
        .flatMap(repeats -> proof(repeats).stream())
        .flatMap(Proof::figures);
  }

  /// As many hashes as rows prove that keys are unique, in less time and memory than the keys
  /// themselves; fewer prove nothing. What is missing has one hash too.
  private record Proof(Metric.Scalar hashes, Metric.Scalar rows, Metric.Scalar values) {
    static Proof of(String column) {
      String name = SqlSession.name(column);
      return new Proof(
          new Metric.Scalar("count(DISTINCT hash(" + name + "))", "TRUE"),
          new Metric.Scalar("count(*)", "TRUE"),
          new Metric.Scalar("count(" + name + ")", "TRUE"));
    }

    Stream<Metric.Scalar> figures() {
      return Stream.of(hashes, rows, values);
    }

    Optional<Repeated> unique(Answers answers) {
      long keys = answers.count(values);
      long missing = answers.count(rows) > keys ? 1 : 0;
      return answers.count(hashes) == keys + missing
          ? Optional.of(new Repeated(keys, 0))
          : Optional.empty();
    }
  }

  private static Optional<Proof> proof(Metric.Repeats metric) {
    return metric.where().equals("TRUE") ? metric.ofValues().map(Proof::of) : Optional.empty();
  }

  private boolean isAscending(Metric.Repeats metric) {
    statements.attempt(
        metric, () -> provenAscending(metric).ifPresent(proven -> answers.put(metric, proven)));
    return answers.has(metric);
  }

  /// Keys of one column first, since others follow from them.
  ///
  /// @param unique those that are to be unique
  void measure(Collection<Metric.Repeats> wanted, Set<Metric.Repeats> unique) {
    wanted.stream()
        .filter(repeats -> !answers.has(repeats))
        .sorted(Comparator.comparingInt(repeats -> repeats.key().columns().size()))
        .forEach(repeats ->
            statements.attempt(repeats, () -> answers.put(repeats, repeated(repeats, unique))));
  }

  private Repeated repeated(Metric.Repeats metric, Set<Metric.Repeats> unique) {
    return knownFromPart(metric)
        .or(() -> unique.contains(metric) ? provenUnique(metric) : Optional.empty())
        .orElseGet(() -> count(metric));
  }

  /// A key is never repeated when one of its columns has a value of its own in every row.
  private Optional<Repeated> knownFromPart(Metric.Repeats metric) {
    if (metric.key().columns().size() < 2) {
      return Optional.empty();
    }
    Metric rows = new Metric.Scalar("count(*)", metric.where());
    return metric.key().columns().stream()
        .map(column ->
            new Metric.Repeats(
                new Metric.Key(List.of(column), RowTest.Judged.ANY_PRESENT.sql(List.of(column))),
                metric.where()))
        .filter(answers::has)
        .map(part -> answers.as(part, Repeated.class))
        .filter(part -> answers.has(rows) && part.keys() == answers.count(rows))
        .findFirst();
  }

  /// Values of which each is greater than the one before it never repeat, and numbers given one
  /// after another mostly come so. Where they do not, the first that breaks it ends the look.
  private Optional<Repeated> provenAscending(Metric.Repeats metric) {
    Optional<String> column = metric.ofValues().map(SqlSession::name);
    if (column.isEmpty()) {
      return Optional.empty();
    }
    String steps =
        """
        SELECT 1, 1 FROM (SELECT %4$s AS value, lag(%4$s) OVER () AS before
          FROM %1$s WHERE (%2$s) AND %3$s) WHERE value <= before LIMIT 1
        """;
    return key(metric, steps).isPresent()
        ? Optional.empty()
        : key(metric, "SELECT count(*), 0 FROM %s WHERE (%s) AND %s");
  }

  /// Keys that are to be unique mostly are.
  private Optional<Repeated> provenUnique(Metric.Repeats metric) {
    Optional<Proof> proof = proof(metric).filter(it -> it.figures().allMatch(answers::has));
    if (proof.isPresent()) {
      return proof.get().unique(answers);
    }
    return provenAscending(metric).or(() -> provenByHashes(metric));
  }

  private Optional<Repeated> provenByHashes(Metric.Repeats metric) {
    return key(
            metric, "SELECT count(DISTINCT hash(%4$s)), count(*) FROM %1$s WHERE (%2$s) AND %3$s")
        .filter(found -> found.keys() == found.rows())
        .map(found -> new Repeated(found.keys(), 0));
  }

  private Repeated count(Metric.Repeats metric) {
    return key(
            metric,
            """
            SELECT count(*), coalesce(sum(n) FILTER (WHERE n > 1), 0)
            FROM (SELECT count(*) AS n FROM %s WHERE (%s) AND %s GROUP BY %s)
            """)
        .orElseThrow();
  }

  private Optional<Repeated> key(Metric.Repeats metric, String sql) {
    String columns =
        metric.key().columns().stream().map(SqlSession::name).collect(Collectors.joining(", "));
    List<Repeated> found = new ArrayList<>();
    statements.run(
        Pass.Kind.KEY,
        String.join(", ", metric.key().columns()),
        1,
        sql.formatted(statements.batch().sql(), metric.where(), metric.key().present(), columns),
        row -> found.add(new Repeated(row.number(1), row.number(2))));
    return found.stream().findFirst();
  }
}
