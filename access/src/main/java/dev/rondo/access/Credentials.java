package dev.rondo.access;

/// What somebody signs in with.
///
/// @param from the address that they were sent from
public record Credentials(String user, String password, String from) {
  /// Without the password.
  @Override
  public String toString() {
    return "Credentials of " + user;
  }
}
