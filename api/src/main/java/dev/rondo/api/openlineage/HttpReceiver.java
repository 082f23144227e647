package dev.rondo.api.openlineage;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.http.OutgoingHttp;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A receiver that is posted to, as Marquez and others are.
final class HttpReceiver implements Receiver {
  private static final int MOST_ANSWER = 300;

  private final OutgoingHttp http;
  private final URI address;
  private final Optional<ApiKey> key;

  HttpReceiver(OutgoingHttp http, URI address, Optional<ApiKey> key) {
    this.http = http;
    this.address = address;
    this.key = key;
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Delivery send(byte[] json) {
    try {
      return judged(http.post(address, headers(), json));
    } catch (Problem e) {
      return new Delivery.Unreachable(e.text());
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "application/json");
    key.ifPresent(secret -> headers.put("Authorization", "Bearer " + secret.value()));
    return headers;
  }

  /// Only what speaks of the event itself is final: a wrong key or address can be mended, and the
  /// events wait for it.
  private Delivery judged(OutgoingHttp.Answered answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return TAKEN;
    }
    String reason = "it answers with status " + status + said(answer.text()) + ".";
    return status == 400 || status == 413 || status == 422
        ? new Delivery.Refused(reason)
        : new Delivery.Unreachable(reason);
  }

  /// A receiver may give back what it was sent.
  private String said(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    String safe = key.map(secret -> line.replace(secret.value(), "…")).orElse(line);
    return safe.isEmpty() ? "" : ": " + Texts.cut(safe, MOST_ANSWER);
  }
}
