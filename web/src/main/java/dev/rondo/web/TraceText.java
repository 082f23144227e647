package dev.rondo.web;

import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.trace.Assessment;
import dev.rondo.ledger.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Traces in words.
final class TraceText {
  private TraceText() {}

  static String name(Trace trace) {
    return Optional.ofNullable(trace.tags().get(Trace.NAME))
        .filter(name -> !name.isBlank())
        .orElse(trace.id().value());
  }

  /// What language models have read and written for it, when that is counted.
  static OptionalLong tokens(Trace trace) {
    JsonNode total = usage(trace).path("total_tokens");
    return total.isNumber() ? OptionalLong.of(total.asLong(0)) : OptionalLong.empty();
  }

  /// Such as `120 in, 34 out`; may be empty.
  static String tokensInParts(Trace trace) {
    JsonNode usage = usage(trace);
    return usage.has("input_tokens") && usage.has("output_tokens")
        ? Format.count(usage.path("input_tokens").asLong(0))
            + " in, "
            + Format.count(usage.path("output_tokens").asLong(0))
            + " out"
        : "";
  }

  private static JsonNode usage(Trace trace) {
    try {
      return Json.MAPPER.readTree(trace.metadata().getOrDefault(Trace.TOKENS, "{}"));
    } catch (JacksonException e) {
      return Json.object();
    }
  }

  static String took(Trace trace) {
    OptionalLong millis = trace.course().millis();
    return millis.isPresent() ? Format.duration(Duration.ofMillis(millis.getAsLong())) : "";
  }

  /// With microseconds where there is nothing more.
  static String nanos(long nanos) {
    return nanos >= 1_000_000
        ? Format.duration(Duration.ofNanos(nanos))
        : String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }

  static String request(Trace trace) {
    return trace.exchange().request().orElse("");
  }

  static String session(Trace trace) {
    return trace.metadata().getOrDefault(Trace.SESSION, "");
  }

  /// What is still said of it.
  static List<Assessment> valid(Trace trace) {
    return trace.assessments().stream().filter(one -> one.history().isValid()).toList();
  }

  /// What an assessment says, and why it could not be made when it could not.
  static String value(Assessment one) {
    return one.value()
        .orElseGet(() ->
            Stream.of("error_message", "error_code")
                .map(key -> one.content().path("error").path(key).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(text -> "not judged: " + text)
                .orElse("–"));
  }
}
