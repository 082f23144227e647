package dev.rondo.quality.expectation;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.expectation.Distance.Counts;
import dev.rondo.quality.expectation.Metric.Interpolation;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Judges how far a column is from a reference. Each side is counted by its own scans, which all
/// columns share.
record Drift(Scope scope, BatchColumn column, String reference, Distance distance, double limit) {
  private static final String CHOICES = "psi, jensen_shannon or chi_square";

  static Judgement judge(Arguments arguments, Scope scope) {
    Distance distance = Distance.find(arguments.text("method")).orElseThrow();
    return new Drift(
            scope,
            scope.column(arguments.text("column")),
            arguments.text("reference"),
            distance,
            arguments.optionalNumber("threshold").orElse(distance.threshold()))
        .judge();
  }

  private Judgement judge() {
    boolean isNumber = column.kind().isNumeric() && column.kind() != Kind.BOOLEAN;
    if (!isNumber && (distance.isOfNumbers() || column.kind() != Kind.TEXT && !isFlag())) {
      throw invalid(
          "Column \"%s\" is of type %s, which %s does not compare."
              .formatted(column.name(), column.engineType(), distance.word()));
    }
    Optional<Profile> profile = scope.around().profile(reference);
    if (profile.isPresent()) {
      return ofProfile(profiled(profile.get()), isNumber);
    }
    return distance.isOfNumbers() ? ofNumbers() : isNumber ? ofTenths() : ofValues();
  }

  private boolean isFlag() {
    return column.kind() == Kind.BOOLEAN;
  }

  private static Problem invalid(String sentence) {
    return Problem.of(ProblemCode.INVALID_DATA, "%s", sentence);
  }

  private Metric there(Metric metric) {
    return new Metric.Elsewhere(scope.table(reference), metric);
  }

  // ---- Numbers

  private Judgement ofNumbers() {
    Metric here = new Metric.Distinct(column.name(), scope.where(), NumberSample::new);
    Metric there = there(here);
    return Judgement.ask(
        List.of(here, there),
        answers -> {
          NumberSample current = answers.as(here, NumberSample.class);
          NumberSample before = answers.as(there, NumberSample.class);
          ObjectNode details = Json.object();
          details.put("reference_count", before.sorted().length);
          details.put("observed_count", current.sorted().length);
          requireValues(before.sorted().length);
          return current.sorted().length == 0
              ? told(Optional.empty(), details)
              : told(Optional.of(distance.of(before.sorted(), current.sorted())), details);
        });
  }

  // ---- Tenths

  private Judgement ofTenths() {
    List<Metric> deciles =
        Tenths.shares().stream()
            .map(share ->
                there(
                    new Metric.Quantile(
                        column.name(), scope.where(), share, Interpolation.NEAREST)))
            .toList();
    return Judgement.ask(
        deciles,
        answers -> {
          List<Double> edges = new ArrayList<>();
          deciles.forEach(metric -> answers.value(metric).ifPresent(v -> edges.add(number(v))));
          requireValues(edges.size());
          return ofTenths(Tenths.of(edges));
        });
  }

  private static double number(Object value) {
    return ((Number) Scalars.comparable(value)).doubleValue();
  }

  private Judgement ofTenths(Tenths tenths) {
    List<Metric> here = tenths.metrics(scope, column);
    List<Metric> there = here.stream().map(this::there).toList();
    List<Metric> both = new ArrayList<>(here);
    both.addAll(there);
    return Judgement.ask(
        both, answers -> told(tenths, counts(there, answers), counts(here, answers)));
  }

  private static long[] counts(List<Metric> below, Answers answers) {
    return Tenths.counts(below.stream().map(answers::count).toList());
  }

  private Judgement told(Tenths tenths, long[] before, long[] current) {
    ObjectNode details = Json.object();
    details.set("bins", Wire.list(tenths.edges()));
    return told(new Counts(before, current), details);
  }

  // ---- Single values

  private Judgement ofValues() {
    Metric there =
        there(
            new Metric.Distinct(
                column.name(), scope.where(), () -> new CategoryCounts(List.of(), column.kind())));
    return Judgement.ask(
        List.of(there),
        answers -> {
          CategoryCounts before = answers.as(there, CategoryCounts.class);
          long[] counts =
              before.frequent().stream().mapToLong(CategoryCounts.Category::count).toArray();
          return ofValues(before.names(), counts, before.values());
        });
  }

  /// @param all values of the reference, among them those that are not named
  private Judgement ofValues(List<JsonNode> names, long[] named, long all) {
    Metric here =
        new Metric.Distinct(
            column.name(), scope.where(), () -> new CategoryCounts(names, column.kind()));
    return Judgement.ask(
        List.of(here),
        answers -> {
          CategoryCounts current = answers.as(here, CategoryCounts.class);
          long[] counts = new long[names.size()];
          Arrays.setAll(counts, current::count);
          ObjectNode details = Json.object();
          details.set("values", Wire.list(names));
          return told(
              new Counts(withOthers(named, all), withOthers(counts, current.values())), details);
        });
  }

  /// What is not named counts as one value more.
  private static long[] withOthers(long[] named, long all) {
    long[] counts = Arrays.copyOf(named, named.length + 1);
    counts[named.length] = Math.max(0, all - Arrays.stream(named).sum());
    return counts;
  }

  // ---- A profile

  private ColumnProfile profiled(Profile profile) {
    return profile
        .column(column.name())
        .orElseThrow(() ->
            Batch.unknown(
                column.name(),
                "the profile " + reference,
                profile.columns().stream().map(ColumnProfile::name).toList()));
  }

  private Judgement ofProfile(ColumnProfile profile, boolean isNumber) {
    if (distance.isOfNumbers()) {
      throw invalid(
          "%s compares the numbers themselves, which the profile '%s' does not keep; use %s."
              .formatted(distance.word(), reference, CHOICES));
    }
    if (scope.config().condition().isPresent()) {
      throw invalid(
          "The profile '%s' is of all rows, not of those of a condition.".formatted(reference));
    }
    return isNumber ? ofProfiledNumbers(profile) : ofProfiledValues(profile);
  }

  private Judgement ofProfiledNumbers(ColumnProfile profile) {
    var tenths = Tenths.OfProfile.of(column.name(), profile.spread().histogram());
    List<Metric> here = tenths.ranges().metrics(scope, column);
    return Judgement.ask(
        here, answers -> told(tenths.ranges(), tenths.counts(), counts(here, answers)));
  }

  private Judgement ofProfiledValues(ColumnProfile profile) {
    if (profile.personal().isPresent()) {
      throw invalid(
          "The profile '%s' keeps no values of \"%s\", which are of people."
              .formatted(reference, column.name()));
    }
    List<JsonNode> names = new ArrayList<>();
    profile.values().top().forEach(top -> names.add(name(top.value())));
    long[] counts = profile.values().top().stream().mapToLong(top -> top.count()).toArray();
    return ofValues(names, counts, profile.counts().present());
  }

  private JsonNode name(String value) {
    return isFlag()
        ? JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value))
        : JsonNodeFactory.instance.stringNode(value);
  }

  // ---- Verdicts

  private void requireValues(long count) {
    if (count == 0) {
      throw invalid(
          "The reference '%s' has no values of \"%s\" to compare with."
              .formatted(reference, column.name()));
    }
  }

  private Judgement told(Counts counts, ObjectNode details) {
    requireValues(Arrays.stream(counts.reference()).sum());
    details.set("reference_weights", weights(counts.reference()));
    if (Arrays.stream(counts.current()).sum() == 0) {
      return told(Optional.empty(), details);
    }
    details.set("observed_weights", weights(counts.current()));
    return told(Optional.of(distance.of(counts)), details);
  }

  private static JsonNode weights(long[] counts) {
    return Wire.list(Arrays.stream(Counts.shares(counts)).boxed().toList());
  }

  /// @param found empty when there are no values to judge
  private Judgement told(Optional<Distance.Found> found, ObjectNode shown) {
    ObjectNode result = Wire.observed(found.map(Distance.Found::value).orElse(null));
    ObjectNode details = result.putObject("details");
    details.put("method", distance.word());
    details.put("threshold", limit);
    found.stream()
        .flatMapToDouble(one -> one.statistic().stream())
        .forEach(statistic -> details.set("statistic", Wire.of(statistic)));
    details.setAll(shown);
    return new Judgement.Told(
        found.filter(one -> distance.admits(one.value(), limit)).isPresent(), result);
  }
}
