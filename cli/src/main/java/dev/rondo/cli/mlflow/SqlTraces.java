package dev.rondo.cli.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The traces of a store in a database.
record SqlTraces(SqlConnection database, ImportReport report) {
  private static final List<String> TOKENS =
      List.of(
          "input_tokens",
          "output_tokens",
          "total_tokens",
          "cache_read_input_tokens",
          "cache_creation_input_tokens",
          "cache_creation_input_tokens_above_1hr");
  private static final List<String> COSTS = List.of("input_cost", "output_cost", "total_cost");

  void of(String experiment, Consumer<ObjectNode> each) {
    database.each(
        "trace_info",
        "WHERE experiment_id = ? ORDER BY timestamp_ms, request_id",
        row -> readable(experiment, row).ifPresent(each),
        Long.parseLong(experiment));
  }

  /// One whose JSON is broken is told, and the others are read.
  private Optional<ObjectNode> readable(String experiment, SqlRow row) {
    try {
      return Optional.of(trace(experiment, row));
    } catch (Problem e) {
      if (e.code() != ProblemCode.INVALID_REQUEST) {
        throw e;
      }
      report.source("traces", 1);
      report.missing("trace", row.full("request_id"), e.text());
      return Optional.empty();
    }
  }

  private ObjectNode trace(String experiment, SqlRow row) {
    String id = row.full("request_id");
    ObjectNode trace = Json.object();
    ObjectNode info = trace.putObject("trace_info").put("trace_id", id);
    TraceForm.at(info, experiment);
    info.put("request_time", Instant.ofEpochMilli(row.number("timestamp_ms", 0)).toString());
    row.number("execution_time_ms")
        .ifPresent(millis -> info.put("execution_duration", TraceForm.seconds(millis)));
    info.put("state", row.full("status"));
    for (String name : new String[] {"client_request_id", "request_preview", "response_preview"}) {
      row.text(name).ifPresent(text -> info.put(name, text));
    }
    pairs(info.putObject("tags"), "trace_tags", id);
    pairs(info.putObject("trace_metadata"), "trace_request_metadata", id);
    promoted(row, info.withObject("tags"), info.withObject("trace_metadata"));
    ArrayNode assessments = info.putArray("assessments");
    database.few(
        "assessments",
        "WHERE trace_id = ? ORDER BY created_timestamp, assessment_id",
        one -> assessments.add(assessment(one)),
        id);
    links(trace, id);
    return trace;
  }

  /// What newer releases keep in columns of their own.
  private static void promoted(SqlRow row, ObjectNode tags, ObjectNode metadata) {
    row.text("trace_name").ifPresent(name -> tags.put("mlflow.traceName", name));
    row.text("session_id").ifPresent(session -> metadata.put("mlflow.trace.session", session));
    ObjectNode tokens = Json.object();
    TOKENS.forEach(name -> row.number(name).ifPresent(count -> tokens.put(name, count)));
    if (!tokens.isEmpty()) {
      metadata.put("mlflow.trace.tokenUsage", Json.write(tokens));
    }
    ObjectNode cost = Json.object();
    COSTS.stream()
        .filter(name -> row.text(name).isPresent())
        .forEach(name -> cost.put(name, row.real(name)));
    if (!cost.isEmpty()) {
      metadata.put("mlflow.trace.cost", Json.write(cost));
    }
  }

  private void links(ObjectNode trace, String id) {
    ArrayNode spans = trace.putArray("spans");
    database.few(
        "spans",
        "WHERE trace_id = ? ORDER BY start_time_unix_nano",
        one -> spans.add(Json.parseObject(one.full("content"))),
        id);
    ArrayNode runs = trace.putArray("runs");
    ArrayNode prompts = trace.putArray("prompts");
    database.few(
        "entity_associations",
        "WHERE source_type = 'trace' AND source_id = ?",
        one -> {
          String to = one.full("destination_id");
          int slash = to.lastIndexOf('/');
          if (one.full("destination_type").equals("run")) {
            runs.add(to);
          } else if (one.full("destination_type").equals("prompt_version") && slash > 0) {
            String version = to.substring(slash + 1);
            prompts.addObject().put("name", to.substring(0, slash)).put("version", version);
          }
        },
        id);
  }

  private void pairs(ObjectNode to, String table, String id) {
    database.few(
        table, "WHERE request_id = ?", row -> to.put(row.full("key"), row.full("value")), id);
  }

  private static ObjectNode assessment(SqlRow row) {
    ObjectNode json = Json.object().put("assessment_id", row.full("assessment_id"));
    json.put("assessment_name", row.full("name"));
    ObjectNode source = json.putObject("source").put("source_type", row.full("source_type"));
    row.text("source_id").ifPresent(text -> source.put("source_id", text));
    json.put("create_time", time(row, "created_timestamp"));
    json.put("last_update_time", time(row, "last_updated_timestamp"));
    for (String name : new String[] {"span_id", "rationale", "overrides"}) {
      row.text(name).ifPresent(text -> json.put(name, text));
    }
    json.put("valid", row.flag("valid"));
    row.text("assessment_metadata").ifPresent(text -> json.set("metadata", Json.parse(text)));
    TraceForm.judgement(
        json, row.full("assessment_type"), Json.parse(row.full("value")), row.text("error"));
    return json;
  }

  private static String time(SqlRow row, String column) {
    return Instant.ofEpochMilli(row.number(column, 0)).toString();
  }
}
