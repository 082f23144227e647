package dev.rondo.ledger;

/// A setting of a run, which never changes once it is logged.
///
/// @param value 6,000 characters at the most
public record Parameter(String key, String value) {

  public Parameter {
    Limits.key(key);
    Limits.length("value of parameter '" + key + "'", value, Limits.PARAMETER_VALUE);
  }
}
