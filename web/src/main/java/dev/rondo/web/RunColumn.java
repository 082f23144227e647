package dev.rondo.web;

import dev.rondo.ledger.Metric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A metric or a parameter as a column of a table of runs.
record RunColumn(boolean isMetric, String key) {
  private static final String METRICS = "metrics.";
  private static final String PARAMETERS = "params.";
  private static final String OF_MACHINE = "system/";
  private static final int USUAL = 4;

  /// @param text as in an address, such as `metrics.mae`
  static Optional<RunColumn> parse(String text) {
    if (text.startsWith(METRICS)) {
      return Optional.of(new RunColumn(true, text.substring(METRICS.length())));
    }
    return text.startsWith(PARAMETERS)
        ? Optional.of(new RunColumn(false, text.substring(PARAMETERS.length())))
        : Optional.empty();
  }

  String text() {
    return (isMetric ? METRICS : PARAMETERS) + key;
  }

  /// As searches are ordered by it, whatever the key holds.
  String order() {
    return (isMetric ? METRICS : PARAMETERS) + "`" + key.replace("`", "``") + "`";
  }

  String value(RunData run) {
    return isMetric
        ? run.metrics().stream()
            .filter(one -> one.key().equals(key))
            .map(one -> Format.number(one.value()))
            .findFirst()
            .orElse("")
        : run.parameters().stream()
            .filter(one -> one.key().equals(key))
            .map(Parameter::value)
            .findFirst()
            .orElse("");
  }

  /// What any of the runs has, the commonest first, metrics before parameters.
  static List<RunColumn> of(List<RunData> runs) {
    List<RunColumn> all = new ArrayList<>();
    commonest(runs.stream().flatMap(run -> run.metrics().stream().map(Metric::key)))
        .forEach(key -> all.add(new RunColumn(true, key)));
    commonest(runs.stream().flatMap(run -> run.parameters().stream().map(Parameter::key)))
        .forEach(key -> all.add(new RunColumn(false, key)));
    return all;
  }

  private static List<String> commonest(Stream<String> keys) {
    Map<String, Integer> counts = new TreeMap<>();
    keys.forEach(key -> counts.merge(key, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> one) -> isOfMachine(one.getKey()))
                .thenComparing(one -> -one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOfMachine(String key) {
    return key.startsWith(OF_MACHINE);
  }

  /// Those that a table shows when nobody has chosen any.
  static List<RunColumn> usual(List<RunColumn> all) {
    return Stream.of(true, false)
        .flatMap(kind ->
            all.stream()
                .filter(one -> one.isMetric() == kind && !isOfMachine(one.key()))
                .limit(USUAL))
        .toList();
  }
}
