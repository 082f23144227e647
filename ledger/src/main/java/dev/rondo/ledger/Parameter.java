package dev.rondo.ledger;

import dev.rondo.kernel.Texts;

/// A setting of a run, which never changes once it is logged.
///
/// @param value [#LONGEST] characters at the most
public record Parameter(String key, String value) {
  /// How many characters a value has at the most.
  public static final int LONGEST = 6_000;

  public Parameter {
    Limits.key(key);
    Limits.length("value of parameter '" + key + "'", value, LONGEST);
  }

  /// A value that is too long is cut.
  public static String cut(String value) {
    return Texts.cut(value, LONGEST);
  }
}
