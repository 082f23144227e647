package dev.rondo.app;

import dev.rondo.cli.Terminal;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether everybody has to sign in.
///
/// @param firstPassword of the first administrator; a random one when empty
public record SignInOptions(boolean isRequired, Optional<String> firstPassword) {
  /// Nobody has to.
  public static final SignInOptions NONE = new SignInOptions(false, Optional.empty());

  private static final String SWITCH = "RONDO_SIGN_IN";
  private static final String PASSWORD = "RONDO_ADMIN_PASSWORD";
  private static final String PASSWORD_FILE = "RONDO_ADMIN_PASSWORD_FILE";

  /// What the environment says, beside a command's flag.
  static SignInOptions of(boolean isAsked, Terminal terminal) {
    String text = terminal.variable(SWITCH);
    if (!text.matches("|true|false")) {
      throw Problem.invalid("%s is '%s'; it must be true or false.", SWITCH, text);
    }
    return isAsked || text.equals("true")
        ? new SignInOptions(true, password(terminal))
        : SignInOptions.NONE;
  }

  private static Optional<String> password(Terminal terminal) {
    String file = terminal.variable(PASSWORD_FILE);
    if (file.isEmpty()) {
      return Optional.of(terminal.variable(PASSWORD)).filter(text -> !text.isEmpty());
    }
    try {
      return Optional.of(Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_FILE,
          "The file '" + file + "' of " + PASSWORD_FILE + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  /// Without the password.
  @Override
  public String toString() {
    return "SignInOptions[isRequired=" + isRequired + "]";
  }
}
