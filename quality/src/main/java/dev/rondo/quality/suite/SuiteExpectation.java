package dev.rondo.quality.suite;

import dev.rondo.quality.Severity;
import dev.rondo.quality.expectation.ExpectationType;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// One expectation of a suite, in which parameters of the suite may still stand open.
///
/// @param given the arguments as written, without defaults
/// @param condition which rows are judged; empty for all
public record SuiteExpectation(
    ExpectationType type,
    ObjectNode given,
    Severity severity,
    Optional<Condition> condition,
    About about) {

  /// The parameters of the suite that it needs.
  public Set<String> parameters() {
    Set<String> names = new TreeSet<>(References.names(given));
    condition.ifPresent(where -> names.addAll(References.names(where.written())));
    return names;
  }
}
