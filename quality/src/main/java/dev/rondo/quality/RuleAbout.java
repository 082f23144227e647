package dev.rondo.quality;

import java.util.List;

/// What people want to know of a rule beside its sentence in English.
///
/// @param chinese its sentence in Chinese; empty where there is none
/// @param columns it speaks of; empty for the whole table
/// @param dimension of quality, such as `completeness`; may be empty
public record RuleAbout(String chinese, List<String> columns, String dimension) {
  public static final RuleAbout NOTHING = new RuleAbout("", List.of(), "");

  public RuleAbout {
    columns = List.copyOf(columns);
  }

  public RuleAbout with(List<String> others) {
    return new RuleAbout(chinese, others, dimension);
  }

  static RuleAbout of(Rule rule) {
    return new RuleAbout(
        Sentences.inChinese(rule), rule.expectation().subjects(), rule.dimension());
  }
}
