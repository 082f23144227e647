package dev.rondo.app.check;

import dev.rondo.cli.Terminal;
import dev.rondo.kernel.Counted;
import dev.rondo.quality.check.CheckResult;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What came of a check, for people and as JSON.
record CheckReport(Terminal terminal, CheckResult result) {

  /// What does not hold, a line each, and then the sums.
  void write() {
    Optional<SuiteReport> suite = suite();
    Optional<ContractReport> contract =
        result.contract().map(one -> new ContractReport(terminal, one));
    suite.ifPresent(SuiteReport::writeFailures);
    contract.ifPresent(ContractReport::writeBreaches);
    if (result.badRows() > 0) {
      terminal
          .err()
          .println("warning  " + Counted.of(result.badRows(), "row") + " could not be read.");
    }
    suite.ifPresent(report -> report.writeSummary(result.rows(), result.place()));
    contract.ifPresent(ContractReport::writeSummary);
  }

  /// The statements that were run for the suite.
  void writePlan() {
    suite().ifPresent(SuiteReport::writePlan);
  }

  ObjectNode json() {
    return result.json();
  }

  ObjectNode jsonWithPlan() {
    ObjectNode json = result.json();
    suite().ifPresent(report -> report.passes().forEach(json.putArray("passes")::add));
    return json;
  }

  private Optional<SuiteReport> suite() {
    return result.suite().map(one -> new SuiteReport(terminal, one));
  }
}
