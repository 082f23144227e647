package dev.rondo.quality.expectation;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.Severity;
import dev.rondo.quality.condition.RowCondition;
import dev.rondo.quality.expectation.ResultFormat.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Judges small tables written as SQL.
final class Suites {
  static final EventTime NOW = EventTime.parse("2021-01-01T00:00:00Z");

  private Suites() {}

  static SqlSession session(Path folder) {
    return new SqlEngine(1000, 2, folder).open(List.of());
  }

  static ExpectationConfig config(String type, String arguments) {
    return config(type, arguments, "");
  }

  static ExpectationConfig config(String type, String arguments, String when) {
    ObjectNode given = Json.parseObject(arguments);
    ExpectationType found = Catalog.find(type).orElseThrow();
    if (!found.mistakes(given).isEmpty()) {
      throw new IllegalArgumentException(found.mistakes(given).toString());
    }
    return new ExpectationConfig(
        "",
        new Arguments(found, given),
        Severity.ERROR,
        when.isEmpty() ? Optional.empty() : Optional.of(RowCondition.parse(when, "pandas")),
        Json.object(),
        "");
  }

  static ExpectationResult judge(SqlSession session, Level level, String type, String arguments) {
    return SuiteRun.of(
            Batch.of(session, "t"), List.of(config(type, arguments)), ResultFormat.of(level), NOW)
        .results()
        .getFirst();
  }
}
