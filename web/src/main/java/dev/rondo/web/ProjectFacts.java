package dev.rondo.web;

import dev.rondo.quality.Contract;
import java.util.List;
import java.util.Map;

/// A project as its files describe it.
///
/// @param owners by role
/// @param monitors the endpoint that each watches, by the monitor's name
/// @param commit that runs
record ProjectFacts(
    String goal,
    Indicator kpi,
    Task task,
    Map<String, String> owners,
    Map<String, String> monitors,
    List<Contract> contracts,
    String commit) {

  ProjectFacts {
    owners = Map.copyOf(owners);
    monitors = Map.copyOf(monitors);
    contracts = List.copyOf(contracts);
  }

  /// What the business gains.
  record Indicator(String name, String meaning, double valuePerUnit, String currency) {}

  /// The problem as machine learning sees it.
  record Task(String type, String target, String unit, String metric) {}
}
