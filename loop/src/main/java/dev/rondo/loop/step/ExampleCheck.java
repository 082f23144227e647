package dev.rondo.loop.step;

import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlSession;
import dev.rondo.features.FeatureService;
import dev.rondo.features.TrainingSet;
import dev.rondo.kernel.EventTime;
import dev.rondo.loop.project.Promise;
import dev.rondo.loop.source.CheckPoint;
import dev.rondo.loop.source.Judges;
import dev.rondo.loop.step.ProjectStep.Bench;
import dev.rondo.quality.Classification;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Holds examples against what their feature service promises, before anything is trained on them.
/// None may be missing, so that one that breaks a rule of severity error refuses all.
final class ExampleCheck {
  private static final String EXAMPLES = "examples";

  private ExampleCheck() {}

  /// Keeps what was found of a training set under its service's name.
  ///
  /// @throws dev.rondo.kernel.Problem `contract-broken` when it must not be trained on
  static void require(Bench bench, FeatureService service, TrainingSet set, EventTime until) {
    Promise promise = bench.active().project().training(service);
    if (promise.isEmpty()) {
      return;
    }
    List<QualityResult> results =
        bench
            .active()
            .workbench()
            .use(session -> {
              fill(session, set);
              List<QualityResult> found = judge(bench, session, service, set, until);
              session.execute("DROP TABLE " + EXAMPLES);
              return found;
            });
    keep(bench, service, until, results);
    results.forEach(result -> result.warnings().forEach(w -> bench.context().log(w.told())));
    results.forEach(QualityResult::requireTable);
  }

  private static List<QualityResult> judge(
      Bench bench, SqlSession session, FeatureService service, TrainingSet set, EventTime until) {
    var project = bench.active().project();
    Promise promise = project.training(service);
    String source = "the examples of '" + service.name() + "'";
    CheckPoint point =
        new CheckPoint(
            bench.components().quality(),
            bench.context().caller(),
            HandOver.TRAINING,
            service.name(),
            until);
    List<Suite> suites = promise.suites().stream().map(project::suite).toList();
    Optional<Contract> promised = promise.contract().map(project::contract);
    Set<String> hidden = promised.map(Classification::hidden).orElse(Set.of());
    List<QualityResult> results =
        new ArrayList<>(
            Judges.bySuites(session, EXAMPLES, suites, point, source, set.rows(), hidden));
    promised
        .map(contract ->
            ContractCheck.check(session, EXAMPLES, contract, point.context(contract.id(), source)))
        .map(QualityResult::ofWholeTable)
        .ifPresent(results::add);
    return results;
  }

  private static void keep(
      Bench bench, FeatureService service, EventTime until, List<QualityResult> results) {
    var quality = bench.components().quality();
    List<QualityRecord> records =
        results.stream()
            .map(result ->
                quality.prepare(HandOver.TRAINING, service.name(), until.toString(), until, result))
            .toList();
    records.forEach(bench.run()::checked);
    quality.record(bench.recorder(), records);
  }

  private static void fill(SqlSession session, TrainingSet set) {
    session.execute(
        set.names().stream()
            .map(name -> SqlSession.name(name) + " DOUBLE")
            .collect(
                Collectors.joining(
                    ", ",
                    "CREATE OR REPLACE TABLE "
                        + EXAMPLES
                        + " (id VARCHAR, event_time TIMESTAMP, label_time TIMESTAMP, label DOUBLE, ",
                    ")")));
    try (SqlAppender rows = session.append(EXAMPLES)) {
      for (int i = 0; i < set.rows(); i++) {
        rows.text(set.ids().get(i))
            .timeMicros(set.eventMillis()[i] * 1_000)
            .timeMicros(set.labelMillis()[i] * 1_000);
        append(rows, set.labels()[i]);
        for (float[] feature : set.features()) {
          append(rows, feature[i]);
        }
        rows.endRow();
      }
    }
  }

  private static void append(SqlAppender rows, float value) {
    if (Float.isNaN(value)) {
      rows.nothing();
    } else {
      rows.real(value);
    }
  }
}
