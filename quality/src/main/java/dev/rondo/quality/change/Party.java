package dev.rondo.quality.change;

/// Who may be broken by a change of a contract.
public enum Party {
  /// Who reads the data: may miss what was promised, or meet what was not expected.
  CONSUMERS,
  /// Who brings the data: may be refused where they were not.
  PRODUCERS
}
