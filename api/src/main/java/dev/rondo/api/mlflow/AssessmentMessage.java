package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.trace.Assessment;
import dev.rondo.ledger.trace.AssessmentId;
import dev.rondo.ledger.trace.TraceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Assessments as MLflow's clients write and read them.
final class AssessmentMessage {
  private static final String UNSPECIFIED = "SOURCE_TYPE_UNSPECIFIED";
  private static final Set<String> SOURCES = Set.of("HUMAN", "LLM_JUDGE", "AI_JUDGE", "CODE");
  private static final Set<String> REVISABLE =
      Set.of("assessment_name", "expectation", "feedback", "rationale", "metadata", "valid");

  /// What the messages within a content are made of.
  private static final String[] INNER = {
    "serialization_format", "error_code", "error_message", "stack_trace"
  };

  private AssessmentMessage() {}

  /// A new one.
  static Assessment read(Message asked, AssessmentId id, Instant now) {
    Assessment.Kind kind =
        kind(asked)
            .orElseThrow(() ->
                Problem.invalid(
                    "Unknown assessment type: a 'feedback', 'expectation' or 'issue' is needed."));
    return new Assessment(
        id,
        asked.fullText("assessment_name"),
        kind,
        content(asked, kind),
        source(asked),
        new Assessment.Note(
            asked.findText("span_id").filter(text -> !text.isEmpty()),
            asked.findText("rationale").filter(text -> !text.isEmpty()),
            asked.entries("metadata")),
        history(asked, now));
  }

  /// One that comes with its trace and has an id already.
  static Assessment stored(Message asked) {
    boolean hasChanged = asked.has("last_update_time");
    return read(
        asked,
        new AssessmentId(asked.fullText("assessment_id")),
        TraceMessage.time(asked, hasChanged ? "last_update_time" : "create_time"));
  }

  private static Assessment.History history(Message asked, Instant now) {
    Instant created = asked.has("create_time") ? TraceMessage.time(asked, "create_time") : now;
    return new Assessment.History(
        created.truncatedTo(ChronoUnit.MILLIS),
        now.truncatedTo(ChronoUnit.MILLIS),
        asked.findText("overrides").filter(text -> !text.isEmpty()).map(AssessmentId::new),
        !asked.has("valid") || asked.flag("valid"));
  }

  private static Optional<Assessment.Kind> kind(Message asked) {
    return List.of(Assessment.Kind.values()).stream()
        .filter(kind -> asked.has(field(kind)))
        .findFirst();
  }

  private static String field(Assessment.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// A feedback has a value, also where there is none because of an error.
  private static ObjectNode content(Message asked, Assessment.Kind kind) {
    Message said = asked.message(field(kind)).orElseThrow(() -> Message.missing(field(kind)));
    ObjectNode content = said.json("serialized_value", "issue_name");
    for (String inner : List.of("serialized_value", "error")) {
      if (said.hasMessage(inner)) {
        content.set(inner, said.message(inner).orElseThrow().json(INNER));
      }
    }
    if (kind == Assessment.Kind.FEEDBACK && !content.has("value")) {
      ObjectNode whole = Json.object();
      whole.putNull("value");
      return whole.setAll(content);
    }
    return content;
  }

  private static Assessment.Source source(Message asked) {
    Optional<Message> source = asked.message("source");
    String type = source.flatMap(one -> one.findText("source_type")).orElse("");
    return new Assessment.Source(
        SOURCES.contains(type) ? type : UNSPECIFIED,
        source.flatMap(one -> one.findText("source_id")).orElse(""));
  }

  /// What a mask names, as `assessmentName,rationale` or as a list of paths.
  static List<String> mask(Message asked) {
    List<String> paths =
        asked.hasMessage("update_mask")
            ? asked.message("update_mask").orElseThrow().texts("paths")
            : List.of(asked.fullText("update_mask").split(","));
    List<String> names = paths.stream().map(AssessmentMessage::snake).toList();
    for (String name : names) {
      if (!REVISABLE.contains(name)) {
        throw Message.invalid(
            "update_mask", name, "it names of " + REVISABLE.stream().sorted().toList());
      }
    }
    return names;
  }

  private static String snake(String name) {
    return name.strip().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /// One with those fields changed that the mask names.
  static Assessment revised(Assessment one, Message asked, List<String> mask, Instant now) {
    kind(asked)
        .filter(kind -> kind != one.kind())
        .ifPresent(kind -> {
          throw Problem.invalid(
              "The assessment '%s' is of kind %s and cannot become %s.",
              one.id(), one.kind(), kind);
        });
    Assessment.Note note = one.note();
    boolean hasContent = mask.contains(field(one.kind()));
    Map<String, String> metadata = asked.entries("metadata");
    return new Assessment(
        one.id(),
        mask.contains("assessment_name") ? asked.fullText("assessment_name") : one.name(),
        one.kind(),
        hasContent ? content(asked, one.kind()) : one.content(),
        one.source(),
        new Assessment.Note(
            note.span(),
            mask.contains("rationale") ? asked.findText("rationale") : note.rationale(),
            mask.contains("metadata") ? metadata : note.metadata()),
        new Assessment.History(
            one.history().created(),
            now.truncatedTo(ChronoUnit.MILLIS),
            one.history().overrides(),
            mask.contains("valid") ? asked.flag("valid") : one.history().isValid()));
  }

  static ObjectNode json(TraceId trace, Assessment one) {
    ObjectNode json =
        Json.object()
            .put("assessment_id", one.id().value())
            .put("assessment_name", one.name())
            .put("trace_id", trace.value());
    one.note().span().ifPresent(span -> json.put("span_id", span));
    ObjectNode source = json.putObject("source").put("source_type", one.source().type());
    if (!one.source().id().isEmpty()) {
      source.put("source_id", one.source().id());
    }
    json.put("create_time", one.history().created().toString());
    json.put("last_update_time", one.history().updated().toString());
    json.set(field(one.kind()), one.content());
    one.note().rationale().ifPresent(text -> json.put("rationale", text));
    if (!one.note().metadata().isEmpty()) {
      ObjectNode metadata = json.putObject("metadata");
      one.note().metadata().forEach(metadata::put);
    }
    one.history().overrides().ifPresent(id -> json.put("overrides", id.value()));
    return json.put("valid", one.history().isValid());
  }
}
