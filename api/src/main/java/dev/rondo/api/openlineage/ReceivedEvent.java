package dev.rondo.api.openlineage;

import dev.rondo.kernel.Timestamps;
import dev.rondo.kernel.json.Fields;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What another system tells of one of its runs. Facets that are not known here are kept, but not
/// read.
///
/// @param status what the run has come to; running until it ends
/// @param error why it failed
/// @param whole the event as it came
record ReceivedEvent(
    RunStatus status,
    Instant time,
    RunId run,
    Optional<Parent> parent,
    Name job,
    String jobType,
    Optional<String> commit,
    Optional<String> error,
    List<Data> inputs,
    List<Data> outputs,
    ObjectNode whole) {
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}");

  ReceivedEvent {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /// The run that another is part of.
  record Parent(RunId run, Name job) {}

  /// Data that the run read or wrote.
  ///
  /// @param version empty when the event tells none
  /// @param rows that were read or written
  /// @param fields the columns as they are told
  record Data(Name name, Optional<String> version, OptionalLong rows, Optional<JsonNode> fields) {}

  /// Whether an event is of a run. The others describe a job or data that nothing has just been
  /// done with.
  static boolean isOfRun(ObjectNode event) {
    return event.has("run") || event.has("eventType");
  }

  /// The data that an event of a job or of a data set describes.
  ///
  /// @throws dev.rondo.kernel.Problem `invalid-file` with everything that is wrong with the event
  static List<Data> described(ObjectNode event) {
    Fields fields = Fields.of(event);
    List<Data> data = List.of();
    if (fields.has("dataset")) {
      data = data(List.of(fields.object("dataset")), "inputFacets", "inputStatistics");
    } else if (fields.has("job")) {
      name(fields.object("job"));
      data =
          Stream.concat(
                  data(fields.objects("inputs"), "inputFacets", "inputStatistics").stream(),
                  data(fields.objects("outputs"), "outputFacets", "outputStatistics").stream())
              .toList();
    } else {
      fields.mistake("This is no event of OpenLineage: one has a 'run', a 'job' or a 'dataset'.");
    }
    time(fields);
    fields.finish();
    return data;
  }

  /// @throws dev.rondo.kernel.Problem `invalid-file` with everything that is wrong with the event
  static ReceivedEvent parse(ObjectNode event) {
    Fields fields = Fields.of(event);
    RunStatus status = status(fields);
    Instant time = time(fields);
    Fields run = fields.object("run");
    RunId id = id(run);
    Fields facets = run.optionalObject("facets");
    Optional<Parent> parent = parent(facets);
    Fields job = fields.object("job");
    Name name = name(job);
    Fields jobFacets = job.optionalObject("facets");
    ReceivedEvent parsed =
        new ReceivedEvent(
            status,
            time,
            id,
            parent,
            name,
            jobFacets.raw("jobType").path("jobType").asString("job").toLowerCase(Locale.ROOT),
            text(jobFacets.raw("sourceCodeLocation").path("version")),
            text(facets.raw("errorMessage").path("message")),
            data(fields.objects("inputs"), "inputFacets", "inputStatistics"),
            data(fields.objects("outputs"), "outputFacets", "outputStatistics"),
            event);
    fields.finish();
    return parsed;
  }

  private static RunStatus status(Fields fields) {
    String type = fields.text("eventType", "OTHER");
    return switch (type.toUpperCase(Locale.ROOT)) {
      case "COMPLETE" -> RunStatus.FINISHED;
      case "FAIL" -> RunStatus.FAILED;
      case "ABORT" -> RunStatus.KILLED;
      case "START", "RUNNING", "OTHER" -> RunStatus.RUNNING;
      default -> {
        fields.mistake(
            "eventType",
            "'%s' is no type of event; it is START, RUNNING, COMPLETE, ABORT, FAIL or OTHER."
                .formatted(type));
        yield RunStatus.RUNNING;
      }
    };
  }

  private static Instant time(Fields fields) {
    String text = fields.text("eventTime");
    try {
      return text.isEmpty() ? Instant.EPOCH : Timestamps.parseZoned(text);
    } catch (DateTimeException e) {
      fields.mistake("eventTime", "'%s' is no time such as 2026-01-31T10:00:00Z.".formatted(text));
      return Instant.EPOCH;
    }
  }

  private static RunId id(Fields run) {
    String text = run.text("runId");
    if (UUID.matcher(text).matches()) {
      return new RunId(text.replace("-", "").toLowerCase(Locale.ROOT));
    }
    if (!text.isEmpty()) {
      run.mistake("runId", "'%s' is no UUID.".formatted(text));
    }
    return new RunId("0".repeat(32));
  }

  private static Name name(Fields fields) {
    return new Name(fields.text("namespace"), fields.text("name"));
  }

  private static Optional<Parent> parent(Fields facets) {
    if (!facets.has("parent")) {
      return Optional.empty();
    }
    Fields parent = facets.object("parent");
    return Optional.of(new Parent(id(parent.object("run")), name(parent.object("job"))));
  }

  private static List<Data> data(List<Fields> all, String own, String statistics) {
    return all.stream()
        .map(fields -> {
          Fields facets = fields.optionalObject("facets");
          JsonNode rows = fields.optionalObject(own).raw(statistics).path("rowCount");
          JsonNode columns = facets.raw("schema").path("fields");
          return new Data(
              name(fields),
              text(facets.raw("version").path("datasetVersion")),
              rows.isIntegralNumber() ? OptionalLong.of(rows.longValue()) : OptionalLong.empty(),
              columns.isArray() ? Optional.of(columns) : Optional.empty());
        })
        .toList();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() && !node.stringValue().isBlank()
        ? Optional.of(node.stringValue())
        : Optional.empty();
  }
}
