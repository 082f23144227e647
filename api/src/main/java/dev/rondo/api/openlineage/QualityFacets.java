package dev.rondo.api.openlineage;

import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Contract;
import dev.rondo.quality.Expectation;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.Rule;
import dev.rondo.quality.RuleResult;
import dev.rondo.quality.Severity;
import dev.rondo.quality.profile.ColumnProfile;
import dev.rondo.quality.profile.Numbers;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.profile.Quantiles;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What is told of how good data were.
final class QualityFacets {
  private QualityFacets() {}

  /// What the rules found, told with the data that they judged.
  ///
  /// @param contract knows which column a rule is about
  static Facet assertions(QualityResult result, Optional<Contract> contract) {
    ObjectNode json = Json.object();
    ArrayNode assertions = json.putArray("assertions");
    for (RuleResult rule : result.rules()) {
      ObjectNode one =
          assertions.addObject().put("assertion", kind(rule)).put("success", rule.passed());
      column(rule, contract).ifPresent(column -> one.put("column", column));
      one.put("name", rule.rule())
          .put("severity", severity(rule))
          .put("description", rule.sentence());
      one.put("actual", actual(rule));
      one.putObject("params").put("breaches", rule.breaches()).put("rows", result.read());
    }
    return Facet.of("dataQualityAssertions", "1-1-0", "DataQualityAssertionsDatasetFacet", json);
  }

  /// What the rules found, told with the run that had its data judged.
  static Facet tests(List<QualityResult> results) {
    ObjectNode json = Json.object();
    ArrayNode tests = json.putArray("tests");
    for (QualityResult result : results) {
      for (RuleResult rule : result.rules()) {
        tests
            .addObject()
            .put("name", result.contract() + "/" + rule.rule())
            .put("status", rule.passed() ? "pass" : "fail")
            .put("severity", severity(rule))
            .put("type", kind(rule))
            .put("description", rule.sentence())
            .put("actual", actual(rule))
            .putObject("params")
            .put("breaches", rule.breaches())
            .put("rows", result.read());
      }
    }
    return Facet.of("test", "1-0-1", "TestRunFacet", json);
  }

  /// `required` of `required:trip_distance`; a rule that was given a name of its own has only that.
  private static String kind(RuleResult rule) {
    return rule.rule().split(":", 2)[0];
  }

  /// The standard knows errors and warnings; what is only recorded is neither, and is called so.
  private static String severity(RuleResult rule) {
    return rule.severity() == Severity.WARNING ? "warn" : rule.severity().text();
  }

  /// The figure that was found, never a value of a row.
  private static String actual(RuleResult rule) {
    return new BigDecimal(Double.toString(rule.measured().orElse(rule.breaches())))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// The one column that a rule is about, as its contract says, or else its name.
  private static Optional<String> column(RuleResult rule, Optional<Contract> contract) {
    Optional<Rule> known = contract.flatMap(one -> one.rule(rule.rule()));
    return known.isPresent() ? column(known.get().expectation()) : named(rule);
  }

  private static Optional<String> column(Expectation expectation) {
    return switch (expectation) {
      case Expectation.OfRows rows when rows.columns().size() == 1 ->
          Optional.of(rows.columns().getFirst());
      case Expectation.Freshness freshness -> Optional.of(freshness.column());
      case Expectation.Retention retention -> Optional.of(retention.column());
      case Expectation.Frequency frequency -> Optional.of(frequency.column());
      default -> Optional.empty();
    };
  }

  /// `amount` of `be_unique:amount#2`, and nothing of `unique:day,hour`.
  private static Optional<String> named(RuleResult rule) {
    String[] parts = rule.rule().split("[:#]");
    boolean isOfOne = parts.length > 1 && rule.rule().contains(":") && !parts[1].contains(",");
    return isOfOne ? Optional.of(parts[1]) : Optional.empty();
  }

  /// The figures of a table that a run wrote: of the rows that it added.
  static Facet written(Profile profile) {
    return Facet.of(
        "dataQualityMetrics", "1-0-1", "DataQualityMetricsDatasetFacet", metrics(profile));
  }

  /// The figures of a table that a run read, all of it.
  static Facet read(Profile profile) {
    return Facet.of(
        "dataQualityMetrics", "1-0-3", "DataQualityMetricsInputDatasetFacet", metrics(profile));
  }

  /// A table of which no more is known than how many rows it has.
  static Facet read(long rows) {
    ObjectNode json = Json.object().put("rowCount", rows);
    json.putObject("columnMetrics");
    return Facet.of("dataQualityMetrics", "1-0-3", "DataQualityMetricsInputDatasetFacet", json);
  }

  private static ObjectNode metrics(Profile profile) {
    ObjectNode json = Json.object().put("rowCount", profile.rows());
    ObjectNode columns = json.putObject("columnMetrics");
    profile.columns().forEach(column -> columns.set(column.name(), metrics(column)));
    return json;
  }

  private static ObjectNode metrics(ColumnProfile column) {
    ObjectNode json =
        Json.object()
            .put("nullCount", column.counts().nulls())
            .put("distinctCount", column.values().distinct())
            .put("count", column.counts().present());
    column.numbers().ifPresent(numbers -> add(json, numbers));
    return json;
  }

  private static void add(ObjectNode json, Numbers numbers) {
    put(json, "sum", numbers.moments().sum());
    put(json, "min", numbers.min());
    put(json, "max", numbers.max());
    ObjectNode quantiles = json.putObject("quantiles");
    for (double share : Quantiles.SHARES) {
      put(quantiles, Double.toString(share), numbers.quantiles().at(share));
    }
  }

  private static void put(ObjectNode json, String key, double value) {
    if (Double.isFinite(value)) {
      json.put(key, value);
    }
  }
}
