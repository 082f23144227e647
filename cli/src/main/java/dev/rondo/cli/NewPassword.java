package dev.rondo.cli;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A password that is being chosen: asked for twice at a terminal, else the first line of standard
/// input. It never stands on a command line, where others on the machine could read it.
final class NewPassword {
  private NewPassword() {}

  static String read(String user) {
    Console console = System.console();
    return console != null && console.isTerminal() ? ask(console, user) : line();
  }

  private static String ask(Console console, String user) {
    char[] first = console.readPassword("Password for %s: ", user);
    char[] second = console.readPassword("Again: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw Problem.invalid("The two passwords are not the same.");
    }
    return new String(first);
  }

  private static String line() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isEmpty()) {
        throw Problem.invalid("Standard input is empty; the password is its first line.");
      }
      return line;
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST, "Standard input cannot be read: " + e.getMessage(), e);
    }
  }
}
