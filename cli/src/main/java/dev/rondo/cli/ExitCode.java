package dev.rondo.cli;

import dev.rondo.kernel.ProblemCode;

/// What the command's exit status tells a script.
public enum ExitCode {
  OK(0, "done"),
  FAILURE(1, "something failed; standard error says what"),
  USAGE(2, "the command line is wrong"),
  NOT_FOUND(3, "what was named does not exist"),
  NOT_ALLOWED(4, "not signed in, or not permitted"),
  CONFLICT(5, "the present state forbids it"),
  CHECK_FAILED(6, "a check failed: data against its contract, or a quality gate"),
  STILL_RUNNING(8, "asked about, and not finished yet"),
  INTERRUPTED(130, "ended by Ctrl-C");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }

  static ExitCode of(ProblemCode code) {
    return switch (code) {
      case NOT_FOUND -> NOT_FOUND;
      case UNAUTHENTICATED, FORBIDDEN -> NOT_ALLOWED;
      case CONFLICT, PRECONDITION_FAILED, HOME_IN_USE, HOME_TOO_NEW -> CONFLICT;
      case CONTRACT_BROKEN, ANSWER_REFUSED, INVALID_DATA, INVALID_FILE -> CHECK_FAILED;
      case INVALID_REQUEST,
          METHOD_NOT_ALLOWED,
          TOO_LARGE,
          UNSUPPORTED_MEDIA_TYPE,
          CANCELLED,
          TIMED_OUT,
          UNAVAILABLE,
          DISK_FULL,
          HOME_UNUSABLE,
          INTERNAL,
          UNKNOWN_OUTCOME ->
          FAILURE;
    };
  }
}
