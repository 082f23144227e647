package dev.rondo.quality.check;

import dev.rondo.data.source.Rows;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityResultJson;
import dev.rondo.quality.profile.Profile;
import dev.rondo.quality.suite.JunitSuite;
import dev.rondo.quality.suite.JunitXml;
import dev.rondo.quality.suite.SuiteResult;
import dev.rondo.quality.suite.SuiteResultJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// What came of a check.
///
/// @param at the time that the rows were judged at
/// @param places where the rows came from, as people know it
/// @param rows that were judged
/// @param badRows that could not be read
/// @param suite what came of the suite, when there was one
/// @param contract what came of the contract, when there was one
/// @param profile of the rows, when it was wanted
public record CheckResult(
    EventTime at,
    List<String> places,
    long rows,
    long badRows,
    Optional<SuiteResult> suite,
    Optional<QualityResult> contract,
    Optional<Profile> profile) {

  public CheckResult {
    places = List.copyOf(places);
  }

  /// The same as it is shown: without anything that tells of values of these columns.
  CheckResult concealed(Set<String> columns) {
    return new CheckResult(
        at,
        places,
        rows,
        badRows,
        suite.map(result -> result.concealed(columns)),
        contract.map(result -> result.concealed(columns)),
        profile.map(one -> one.masked(columns)));
  }

  /// The places in few words: `trips.csv`, or `trips-1.csv and 35 more`.
  public String place() {
    return Rows.inFewWords(places);
  }

  /// What each judge found, the suite first.
  public List<QualityResult> found() {
    return Stream.concat(
            suite.map(result -> result.asQuality(place(), rows)).stream(), contract.stream())
        .toList();
  }

  /// Whether nothing critical failed.
  public boolean isPassed() {
    return suite.map(SuiteResult::isPassed).orElse(true)
        && contract.map(QualityResult::isKept).orElse(true);
  }

  /// The result as JUnit XML, for build servers: a test suite for the suite and one for the
  /// contract.
  public String junit() {
    List<JunitSuite> suites = new ArrayList<>();
    suite.map(JunitSuite::of).ifPresent(suites::add);
    contract.map(result -> JunitSuite.of(result, at)).ifPresent(suites::add);
    return JunitXml.write(suites);
  }

  /// The whole result, as the command and the server write it.
  public ObjectNode json() {
    ObjectNode json = Json.object().put("passed", isPassed());
    places.forEach(json.putArray("sources")::add);
    json.put("rows", rows).put("bad_rows", badRows);
    suite.ifPresent(result -> json.set("suite", SuiteResultJson.write(result)));
    contract.ifPresent(result -> json.set("contract", QualityResultJson.write(result)));
    return json;
  }
}
