package dev.rondo.api.mlflow;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Timestamps;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.trace.Course;
import dev.rondo.ledger.trace.Exchange;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceState;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// Traces as MLflow's clients write and read them, in the newest form and in the one before.
final class TraceMessage {
  /// The tag that says where the files of a trace lie. The server says so, and nobody else.
  static final String LOCATION = "mlflow.artifactLocation";

  /// The tags that the server alone sets and takes away.
  private static final Set<String> OF_SERVER = Set.of(LOCATION, Trace.SPANS_LOCATION);

  private static final String IN_EXPERIMENT = "MLFLOW_EXPERIMENT";
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,12}(\\.\\d{1,9})?)s");
  private static final long MILLIS = 1_000;
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  /// The seconds of ten thousand years: clients read no more.
  private static final long LONGEST = 315_576_000_000L;

  private static final int UNSPECIFIED = 0;
  private static final List<TraceState> STATES =
      List.of(
          TraceState.STATE_UNSPECIFIED, TraceState.OK, TraceState.ERROR, TraceState.IN_PROGRESS);

  private TraceMessage() {}

  /// The tags that a client may set, of those that it tells.
  static Map<String, String> ofClient(Map<String, String> tags) {
    Map<String, String> own = new TreeMap<>(tags);
    own.keySet().removeAll(OF_SERVER);
    return own;
  }

  /// @throws Problem `invalid-request` for a tag of the server's own
  static void requireOfClient(String key) {
    if (OF_SERVER.contains(key)) {
      throw Problem.invalid("The tag '%s' is set by the server alone.", key);
    }
  }

  /// What `trace_info` tells.
  static Trace read(Message info) {
    Message location =
        info.message("trace_location").orElseThrow(() -> Message.missing("trace_location"));
    return new Trace(
        new TraceId(info.fullText("trace_id")),
        experiment(location).orElseThrow(() -> Message.missing("experiment_id")),
        new Course(time(info, "request_time"), millis(info), state(info, "state")),
        new Exchange(
            info.findText("client_request_id"),
            info.findText("request_preview"),
            info.findText("response_preview")),
        info.entries("tags"),
        info.entries("trace_metadata"),
        info.messages("assessments").stream().map(AssessmentMessage::stored).toList());
  }

  /// The experiment of a location; empty for places that are not here.
  private static Optional<ExperimentId> experiment(Message location) {
    return location
        .message("mlflow_experiment")
        .map(experiment -> ExperimentId.parse(experiment.fullText("experiment_id")));
  }

  /// The experiments of `locations`.
  static List<ExperimentId> experiments(Message asked) {
    if (!asked.has("locations")) {
      throw Message.missing("locations");
    }
    List<ExperimentId> experiments = new ArrayList<>();
    asked.messages("locations").forEach(one -> experiment(one).ifPresent(experiments::add));
    return experiments;
  }

  /// Of `experiment_ids`.
  static List<ExperimentId> experimentIds(Message asked) {
    List<String> ids = asked.texts("experiment_ids");
    if (ids.isEmpty()) {
      throw Message.missing("experiment_ids");
    }
    return ids.stream().map(ExperimentId::parse).toList();
  }

  static List<TraceId> ids(Message asked, String name) {
    List<String> ids = asked.texts(name);
    if (ids.isEmpty()) {
      throw Message.missing(name);
    }
    return ids.stream().map(TraceId::new).toList();
  }

  static Instant time(Message asked, String name) {
    String text = asked.fullText(name);
    try {
      return readable(name, text, Timestamps.parseZoned(text));
    } catch (DateTimeException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_REQUEST,
          Message.invalid(name, text, "a time such as 2026-01-31T10:00:00.5Z is needed").text(),
          e);
    }
  }

  /// A time in milliseconds, as old clients tell it.
  static Instant oldTime(Message asked, String name) {
    long millis = asked.number(name);
    return readable(name, millis, Instant.ofEpochMilli(millis));
  }

  /// Clients fail at a whole answer that holds a time of other years.
  private static Instant readable(String name, Object told, Instant time) {
    if (time.isBefore(FIRST) || !time.isBefore(END)) {
      throw Message.invalid(name, told, "a time of the years 1 to 9999 is needed");
    }
    return time;
  }

  private static OptionalLong millis(Message info) {
    Optional<String> duration = info.findText("execution_duration");
    if (duration.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher matcher = SECONDS.matcher(duration.get());
    if (!matcher.matches()
        || new BigDecimal(matcher.group(1)).compareTo(BigDecimal.valueOf(LONGEST)) > 0) {
      throw Message.invalid(
          "execution_duration",
          duration.get(),
          "seconds such as 0.012s are needed, " + LONGEST + " at the most");
    }
    return OptionalLong.of(
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(MILLIS)).longValue());
  }

  /// A constant by its name or number; an unknown one says nothing.
  static TraceState state(Message asked, String name) {
    String text = asked.findText(name).orElse("");
    return STATES.stream()
        .filter(state -> state.name().equals(text) || text.equals("" + STATES.indexOf(state)))
        .findFirst()
        .orElse(STATES.get(UNSPECIFIED));
  }

  /// The newest form.
  static ObjectNode json(Trace trace) {
    ObjectNode json = Json.object().put("trace_id", trace.id().value());
    trace.exchange().clientRequestId().ifPresent(id -> json.put("client_request_id", id));
    ObjectNode location = json.putObject("trace_location").put("type", IN_EXPERIMENT);
    location.putObject("mlflow_experiment").put("experiment_id", trace.experiment().toString());
    json.put("request_time", trace.course().started().toString());
    trace.course().millis().ifPresent(millis -> json.put("execution_duration", seconds(millis)));
    json.put("state", trace.course().state().name());
    put(json, "trace_metadata", trace.metadata());
    trace
        .assessments()
        .forEach(one -> json.withArray("assessments").add(AssessmentMessage.json(trace.id(), one)));
    put(json, "tags", trace.tags());
    trace.exchange().request().ifPresent(text -> json.put("request_preview", text));
    trace.exchange().response().ifPresent(text -> json.put("response_preview", text));
    return json;
  }

  private static String seconds(long millis) {
    return millis % MILLIS == 0
        ? millis / MILLIS + "s"
        : "%d.%03ds".formatted(millis / MILLIS, millis % MILLIS);
  }

  private static void put(ObjectNode json, String name, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      ObjectNode object = json.putObject(name);
      entries.forEach(object::put);
    }
  }

  /// The form before it.
  static ObjectNode oldJson(Trace trace) {
    ObjectNode json =
        Json.object()
            .put("request_id", trace.id().value())
            .put("experiment_id", trace.experiment().toString())
            .put("timestamp_ms", trace.course().started().toEpochMilli())
            .put("execution_time_ms", trace.course().millis().orElse(0));
    TraceState state = trace.course().state();
    json.put(
        "status",
        state == TraceState.STATE_UNSPECIFIED ? "TRACE_STATUS_UNSPECIFIED" : state.name());
    putPairs(json, "request_metadata", trace.metadata());
    putPairs(json, "tags", trace.tags());
    return json;
  }

  private static void putPairs(ObjectNode json, String name, Map<String, String> entries) {
    entries.forEach(
        (key, value) -> json.withArray(name).addObject().put("key", key).put("value", value));
  }
}
