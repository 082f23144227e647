package dev.rondo.ledger.trace;

import dev.rondo.kernel.Texts;
import java.util.Optional;

/// What was asked and answered.
///
/// @param clientRequestId the application's own name for the request
/// @param request the beginning of what was asked
/// @param response the beginning of what was answered
public record Exchange(
    Optional<String> clientRequestId, Optional<String> request, Optional<String> response) {
  private static final int CLIENT_REQUEST_ID = 250;
  private static final int PREVIEW = 10_000;

  /// Of nothing.
  public static final Exchange NONE =
      new Exchange(Optional.empty(), Optional.empty(), Optional.empty());

  public Exchange {
    clientRequestId = clientRequestId.map(text -> Texts.cut(text, CLIENT_REQUEST_ID));
    request = request.map(text -> Texts.cut(text, PREVIEW));
    response = response.map(text -> Texts.cut(text, PREVIEW));
  }
}
