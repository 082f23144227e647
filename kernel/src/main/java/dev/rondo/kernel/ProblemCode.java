package dev.rondo.kernel;

import java.util.Locale;

/// Names every kind of problem that a caller can meet. The text of a code is stable: clients may
/// decide by it.
public enum ProblemCode {
  INVALID_REQUEST(400),
  INVALID_FILE(422),
  INVALID_DATA(422),
  CONTRACT_BROKEN(422),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  CONFLICT(409),
  PRECONDITION_FAILED(412),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  CANCELLED(409),
  TIMED_OUT(504),
  UNAVAILABLE(503),
  /// There is no room left where the server keeps its state.
  DISK_FULL(507),
  /// What would have been answered breaks what is promised of answers.
  ANSWER_REFUSED(500),
  HOME_IN_USE(409),
  HOME_TOO_NEW(409),
  HOME_UNUSABLE(500),
  INTERNAL(500),
  /// The work may or may not have taken effect; look before repeating it.
  UNKNOWN_OUTCOME(500);

  private final int status;

  ProblemCode(int status) {
    this.status = status;
  }

  /// The HTTP status that carries this problem on `/api/v1`.
  public int status() {
    return status;
  }

  /// The stable text on wires, in lower case with dashes.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
