package dev.rondo.cli;

import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What a person or a script reads when a command fails: what failed, why, what to do.
record Failure(
    String code, String what, String why, String advice, List<Mistake> mistakes, ExitCode exit) {

  Failure {
    mistakes = List.copyOf(mistakes);
  }

  Failure withExit(ExitCode other) {
    return new Failure(code, what, why, advice, mistakes, other);
  }

  /// The same of a command that asks no server.
  Failure inThisProcess() {
    boolean isState = exit == ExitCode.of(ProblemCode.CONFLICT);
    return new Failure(
        code, what, why, isState ? "See to what is named and try again." : advice, mistakes, exit);
  }

  static Failure of(String command, Problem problem) {
    return new Failure(
        problem.code().text(),
        "'" + command + "' failed.",
        problem.text(),
        advice(command, problem.code()),
        problem.mistakes(),
        ExitCode.of(problem.code()));
  }

  private static String advice(String command, ProblemCode code) {
    return switch (code) {
      case NOT_FOUND -> "Look at the list of what there is: " + listOf(command) + ".";
      case UNAUTHENTICATED -> "Sign in: set RONDO_USER and RONDO_PASSWORD.";
      case FORBIDDEN -> "Ask an administrator of the project for a role that may.";
      case CONFLICT, PRECONDITION_FAILED -> "Look at the present state with 'rondo status'.";
      case CONTRACT_BROKEN, INVALID_DATA, INVALID_FILE -> "Correct what is named and try again.";
      case ANSWER_REFUSED -> "Nothing is wrong with the request; tell who looks after the model.";
      case HOME_IN_USE, HOME_TOO_NEW, HOME_UNUSABLE -> "Choose another folder with --home DIR.";
      case UNAVAILABLE -> "Start the server with 'rondo up', or name its port with --port.";
      case DISK_FULL -> "Make room where the server's home lies, and try again.";
      case TIMED_OUT -> "Try again; 'rondo status' shows whether the server is busy.";
      case UNKNOWN_OUTCOME -> "Look whether it took effect before you repeat it.";
      case CANCELLED -> "Run it again if it is still wanted.";
      case INTERNAL -> "The server's log has more; please report it with these lines.";
      case INVALID_REQUEST, METHOD_NOT_ALLOWED, TOO_LARGE, UNSUPPORTED_MEDIA_TYPE ->
          "See 'rondo help " + command + "' for what is expected.";
    };
  }

  private static String listOf(String command) {
    String noun = command.contains(" ") ? command.substring(0, command.indexOf(' ')) : "";
    return noun.isEmpty() ? "'rondo help'" : "'rondo " + noun + " list'";
  }

  /// Writes three lines and the single mistakes, or one JSON object.
  int report(PrintStream err, boolean isJson) {
    if (isJson) {
      ObjectNode object =
          Json.object()
              .put("code", code)
              .put("what", what)
              .put("why", why)
              .put("advice", advice)
              .put("exit", exit.number());
      mistakes.forEach(mistake -> object.withArray("mistakes").add(Json.tree(mistake)));
      err.println(Json.write(object));
      return exit.number();
    }
    err.println("rondo: " + Text.plain(what));
    err.println("  " + Text.plain(why));
    mistakes.stream()
        .map(mistake -> Text.plain(mistake.toString()))
        .filter(mistake -> mistakes.size() > 1 || !why.contains(mistake))
        .forEach(mistake -> err.println("  - " + mistake));
    err.println("  " + Text.plain(advice));
    return exit.number();
  }
}
