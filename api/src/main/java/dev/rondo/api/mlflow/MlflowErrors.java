package dev.rondo.api.mlflow;

import dev.rondo.api.http.Response;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;

/// How MLflow's clients are told of problems: `{"error_code": ..., "message": ...}`, each code with
/// the status that they know it by.
final class MlflowErrors {
  static final String INVALID_PARAMETER_VALUE = "INVALID_PARAMETER_VALUE";

  private MlflowErrors() {}

  static Response of(Problem problem) {
    String text = problem.text();
    return switch (problem.code()) {
      case INVALID_REQUEST,
          INVALID_FILE,
          INVALID_DATA,
          CONTRACT_BROKEN,
          UNSUPPORTED_MEDIA_TYPE,
          TOO_LARGE ->
          of(400, INVALID_PARAMETER_VALUE, text);
      case CONFLICT -> of(400, "RESOURCE_ALREADY_EXISTS", text);
      case UNAUTHENTICATED -> Response.text(text + "\n").status(401);
      case FORBIDDEN -> of(403, "PERMISSION_DENIED", text);
      case NOT_FOUND -> of(404, "RESOURCE_DOES_NOT_EXIST", text);
      case METHOD_NOT_ALLOWED -> of(405, "BAD_REQUEST", text);
      case CANCELLED -> of(499, "CANCELLED", text);
      case PRECONDITION_FAILED -> of(500, "INVALID_STATE", text);
      case UNAVAILABLE -> of(503, "TEMPORARILY_UNAVAILABLE", text);
      case TIMED_OUT -> of(504, "DEADLINE_EXCEEDED", text);
      case DISK_FULL -> of(507, "INTERNAL_ERROR", text);
      case ANSWER_REFUSED, HOME_IN_USE, HOME_TOO_NEW, HOME_UNUSABLE, INTERNAL, UNKNOWN_OUTCOME ->
          of(500, "INTERNAL_ERROR", text);
    };
  }

  static Response of(int status, String code, String message) {
    return Response.json(Json.object().put("error_code", code).put("message", message))
        .status(status);
  }
}
