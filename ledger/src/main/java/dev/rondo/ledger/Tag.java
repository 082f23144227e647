package dev.rondo.ledger;

/// A note on a run, which may be set again.
///
/// @param value 8,000 characters at the most
public record Tag(String key, String value) {

  public Tag {
    Limits.key(key);
    Limits.text("value of tag '" + key + "'", value, Limits.TAG_VALUE);
  }
}
