package dev.rondo.quality;

import dev.rondo.kernel.Place;

/// One rule of a contract.
///
/// @param id unique in the contract; made from the expectation when the contract gives none, such
///   as `required:trip_distance`
/// @param sentence what must hold, in English, for everyone
/// @param dimension of quality, such as `completeness`; may be empty
/// @param place where the contract says so
public record Rule(
    String id,
    Expectation expectation,
    Severity severity,
    Tolerance tolerance,
    String sentence,
    String dimension,
    Place place) {

  /// Its sentence in Chinese, its columns and its dimension.
  public RuleAbout about() {
    return RuleAbout.of(this);
  }

  Rule withId(String other) {
    return new Rule(other, expectation, severity, tolerance, sentence, dimension, place);
  }

  Rule withTolerance(Tolerance other) {
    return new Rule(id, expectation, severity, other, sentence, dimension, place);
  }

  Rule withPlace(Place other) {
    return new Rule(id, expectation, severity, tolerance, sentence, dimension, other);
  }
}
