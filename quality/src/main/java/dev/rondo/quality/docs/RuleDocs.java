package dev.rondo.quality.docs;

import dev.rondo.quality.HandOver;
import dev.rondo.quality.Rule;
import dev.rondo.quality.RuleAbout;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/// A rule as its newest check had it, and how it went before.
///
/// @param judge the contract's id or the suite's name
/// @param about its sentence in Chinese, its columns and its dimension of quality
/// @param observed what the newest check found; may be empty
/// @param sample of what offends, of the newest check that broke it
/// @param sampleOf the id of that check; empty when there is no sample
/// @param history oldest first
public record RuleDocs(
    HandOver handOver,
    String judge,
    String id,
    String sentence,
    RuleAbout about,
    Severity severity,
    boolean wholeTable,
    String observed,
    List<String> sample,
    String sampleOf,
    List<Point> history) {

  public RuleDocs {
    sample = List.copyOf(sample);
    history = List.copyOf(history);
  }

  /// The rule in one check.
  ///
  /// @param result the check's id
  public record Point(String result, State state, long breaches, OptionalDouble measured) {
    private Point withoutFigure() {
      return new Point(result, state, breaches, OptionalDouble.empty());
    }
  }

  static RuleDocs unchecked(HandOver handOver, String judge, Rule rule) {
    return new RuleDocs(
        handOver,
        judge,
        rule.id(),
        rule.sentence(),
        rule.about(),
        rule.severity(),
        false,
        "",
        List.of(),
        "",
        List.of());
  }

  static RuleDocs unchecked(BatchDocs batch, RuleResult result) {
    return new RuleDocs(
        batch.handOver(),
        batch.judge(),
        result.rule(),
        result.sentence(),
        result.about(),
        result.severity(),
        result.wholeTable(),
        "",
        List.of(),
        "",
        List.of());
  }

  public State state() {
    return history.isEmpty() ? State.UNKNOWN : history.getLast().state();
  }

  /// Over all checks that are shown.
  public long breaches() {
    return history.stream().mapToLong(Point::breaches).sum();
  }

  /// Whether the same judged both at the same place.
  public boolean isOf(BatchDocs batch) {
    return handOver == batch.handOver() && judge.equals(batch.judge());
  }

  /// The rule after one more check.
  ///
  /// @param place before how many known points it belongs, from the newest
  RuleDocs plus(BatchDocs batch, RuleResult result, int place) {
    List<Point> points = new ArrayList<>(history);
    Point point = new Point(batch.id(), State.of(result), result.breaches(), result.measured());
    points.add(Math.max(0, points.size() - place), point);
    boolean isNewest = place == 0;
    boolean hasSample = !result.sample().isEmpty() && (isNewest || sample.isEmpty());
    return new RuleDocs(
        handOver,
        judge,
        id,
        isNewest ? result.sentence() : sentence,
        isNewest ? result.about() : about,
        isNewest ? result.severity() : severity,
        result.wholeTable(),
        isNewest ? result.observed() : observed,
        hasSample ? result.sample() : sample,
        hasSample ? batch.id() : sampleOf,
        points);
  }

  /// Without the checks that are no longer shown.
  RuleDocs within(Set<String> results) {
    List<Point> points =
        history.stream().filter(point -> results.contains(point.result())).toList();
    return with(observed, sample, sampleOf, points);
  }

  /// Without one check, and what it alone told.
  RuleDocs without(String result) {
    boolean isNewest = !history.isEmpty() && history.getLast().result().equals(result);
    boolean isSample = sampleOf.equals(result);
    return with(
        isNewest ? "" : observed,
        isSample ? List.of() : sample,
        isSample ? "" : sampleOf,
        history.stream().filter(point -> !point.result().equals(result)).toList());
  }

  /// As its contract has it now; of which columns an expression speaks, only checks know.
  RuleDocs as(Rule rule) {
    RuleAbout told = rule.about();
    return new RuleDocs(
        handOver,
        judge,
        id,
        rule.sentence(),
        told.columns().isEmpty() ? told.with(about.columns()) : told,
        rule.severity(),
        wholeTable,
        observed,
        sample,
        sampleOf,
        history);
  }

  /// Without anything that tells of values of these columns.
  RuleDocs concealed(Set<String> hidden) {
    RuleResult shown =
        new RuleResult(
                id,
                sentence,
                severity,
                wholeTable,
                0,
                true,
                observed,
                sample,
                OptionalDouble.empty(),
                about)
            .concealed(hidden);
    boolean tellsFigures = wholeTable && shown.isOf(hidden);
    return with(
        shown.observed(),
        shown.sample(),
        sampleOf,
        tellsFigures ? history.stream().map(Point::withoutFigure).toList() : history);
  }

  private RuleDocs with(
      String otherObserved, List<String> otherSample, String otherSampleOf, List<Point> points) {
    return new RuleDocs(
        handOver,
        judge,
        id,
        sentence,
        about,
        severity,
        wholeTable,
        otherObserved,
        otherSample,
        otherSampleOf,
        points);
  }
}
