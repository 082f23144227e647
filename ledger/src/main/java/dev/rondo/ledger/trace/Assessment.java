package dev.rondo.ledger.trace;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What somebody says of a trace, or of one of its spans.
///
/// @param name what it is about; a long one is cut
/// @param content what is said, of the kind's own form
public record Assessment(
    AssessmentId id,
    String name,
    Kind kind,
    ObjectNode content,
    Source source,
    Note note,
    History history) {
  private static final int CONTENT = 1 << 16;

  /// What is said.
  public enum Kind {
    /// How good the answer is.
    FEEDBACK,
    /// What the answer should have been.
    EXPECTATION,
    /// Which known trouble it shows.
    ISSUE
  }

  /// Who says it.
  ///
  /// @param type such as `HUMAN`, `LLM_JUDGE`, `CODE`
  /// @param id empty when it is not told
  public record Source(String type, String id) {}

  /// What goes with it.
  ///
  /// @param span the span that it is about, if not the whole trace
  public record Note(
      Optional<String> span, Optional<String> rationale, Map<String, String> metadata) {
    public Note {
      metadata = Map.copyOf(metadata);
    }
  }

  /// @param overrides the one that it takes the place of
  /// @param isValid false once another one overrides it
  public record History(
      Instant created, Instant updated, Optional<AssessmentId> overrides, boolean isValid) {}

  public Assessment {
    name = TraceLimits.value(name);
    if (Json.write(content).length() > CONTENT) {
      throw Problem.invalid("The assessment '%s' has more than %d characters.", name, CONTENT);
    }
  }

  /// What is searched for: a text as it is, anything else as JSON.
  public Optional<String> value() {
    JsonNode value =
        switch (kind) {
          case FEEDBACK -> content.path("value");
          case EXPECTATION ->
              content.has("value")
                  ? content.path("value")
                  : content.path("serialized_value").path("value");
          case ISSUE -> content.path("issue_name");
        };
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(value.isString() ? value.stringValue() : value.toString());
  }
}
