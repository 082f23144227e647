package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// Measures the metrics of a round: those of the batch, and those of each other table of its
/// session together, so that each table's share scans. Confined to one check.
final class Sides {
  private final Batch batch;
  private final Answers answers;
  private final List<Pass> passes;
  private final Measurement here;
  private final Map<String, There> others = new LinkedHashMap<>();

  /// Another table.
  private record There(Measurement measurement, Answers answers) {}

  /// @param passes gets every statement that is run
  Sides(Batch batch, Answers answers, List<Pass> passes) {
    this.batch = batch;
    this.answers = answers;
    this.passes = passes;
    this.here = new Measurement(new Statements(batch, answers, passes));
  }

  /// Which columns of the batch hold values that are not numbers. The first figures are taken
  /// beside, so that the rows are not read once more for a look that rarely finds any; where it
  /// does, all begins anew with these values missing.
  List<BatchColumn> notNumbers(SequencedSet<Metric> first) {
    return notNumbers(batch, here, answers, first);
  }

  private static List<BatchColumn> notNumbers(
      Batch batch, Measurement measurement, Answers answers, SequencedSet<Metric> first) {
    Map<BatchColumn, Metric.Scalar> counts = batch.notNumbers();
    SequencedSet<Metric> wanted = new LinkedHashSet<>(first);
    wanted.addAll(counts.values());
    measurement.figures(wanted);
    return counts.entrySet().stream()
        .filter(count -> answers.count(count.getValue()) > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Answers every metric that has no answer yet.
  void measure(SequencedSet<Metric> wanted) {
    SequencedSet<Metric> own = new LinkedHashSet<>();
    Map<String, SequencedSet<Metric.Elsewhere>> byTable = new LinkedHashMap<>();
    for (Metric metric : wanted) {
      if (metric instanceof Metric.Elsewhere elsewhere) {
        byTable.computeIfAbsent(elsewhere.table(), _ -> new LinkedHashSet<>()).add(elsewhere);
      } else {
        own.add(metric);
      }
    }
    here.measure(own);
    byTable.forEach(this::measureThere);
  }

  private void measureThere(String table, SequencedSet<Metric.Elsewhere> metrics) {
    try {
      SequencedSet<Metric> wanted = new LinkedHashSet<>();
      metrics.forEach(metric -> wanted.add(metric.metric()));
      There there = others.computeIfAbsent(table, name -> open(name, wanted));
      there.measurement.measure(wanted);
      metrics.forEach(metric -> answers.take(metric, there.answers, metric.metric()));
    } catch (Problem e) {
      if (e.code() == ProblemCode.CANCELLED) {
        throw e;
      }
      metrics.forEach(metric -> answers.fail(metric, e));
    }
  }

  private There open(String table, SequencedSet<Metric> first) {
    Answers found = new Answers();
    try {
      Batch plain = Batch.of(batch.session(), table);
      Measurement measurement = new Measurement(new Statements(plain, found, passes));
      List<BatchColumn> notNumbers = notNumbers(plain, measurement, found, first);
      if (notNumbers.isEmpty()) {
        return new There(measurement, found);
      }
      Answers anew = new Answers();
      return new There(
          new Measurement(new Statements(plain.withMissing(notNumbers), anew, passes)), anew);
    } catch (Problem e) {
      if (e.code() == ProblemCode.CANCELLED) {
        throw e;
      }
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "There is no table '%s' to compare with; give one of this name.".formatted(table),
          e);
    }
  }
}
