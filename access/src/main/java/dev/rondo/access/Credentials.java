package dev.rondo.access;

/// What somebody signs in with.
public record Credentials(String user, String password) {
  /// Without the password.
  @Override
  public String toString() {
    return "Credentials of " + user;
  }
}
