package dev.rondo.api.mlflow;

import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.ModelMetric;
import dev.rondo.ledger.Parameter;
import dev.rondo.ledger.RunBatch;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ObjectNode;

/// Reads the body of `log-batch` as it comes, since most of what a server of this protocol is sent
/// are points of metrics. Anything but a point in its usual form is read like every other message.
final class BatchReader {
  private static final int METRICS = 1_000;
  private static final int PARAMETERS = 100;
  private static final int TAGS = 100;
  private static final int ALL = 1_000;

  /// Reads one value in the middle of others.
  private static final ObjectReader VALUES =
      Message.READER.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonParser parser;
  private final List<Metric> metrics = new ArrayList<>();
  private final List<OfModel> ofModels = new ArrayList<>();
  private final ObjectNode others = Json.object();
  private int points;

  private BatchReader(JsonParser parser) {
    this.parser = parser;
  }

  /// What is to be noted, and the run.
  record Batch(String run, RunBatch entries) {}

  static Batch read(byte[] body) {
    try (JsonParser parser = Message.READER.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.VALUE_STRING) {
        String text = parser.getString();
        requireEnd(parser);
        try (JsonParser inner = Message.READER.createParser(text)) {
          return new BatchReader(inner).read(inner.nextToken());
        }
      }
      return new BatchReader(parser).read(first);
    } catch (JacksonException e) {
      throw Message.missing("run_id");
    }
  }

  private static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw Message.missing("run_id");
    }
  }

  private Batch read(JsonToken first) {
    if (first != JsonToken.START_OBJECT) {
      throw Message.missing("run_id");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (!name.equals("metrics")) {
        others.set(name, VALUES.readTree(parser));
      } else {
        readMetrics(value);
      }
    }
    requireEnd(parser);
    return finished(Message.of(others));
  }

  private void readMetrics(JsonToken first) {
    metrics.clear();
    ofModels.clear();
    points = 0;
    if (first == JsonToken.START_ARRAY) {
      readPoints();
    } else if (first != JsonToken.VALUE_NULL) {
      throw Message.invalid("metrics", VALUES.readTree(parser), "a list is needed");
    }
  }

  private void readPoints() {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      points++;
      requireFew("metrics", points, METRICS);
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw Message.invalid("metrics", VALUES.readTree(parser), "an object is needed");
      }
      Point point = new Point();
      Metric metric = point.read(parser);
      metrics.add(metric);
      if (!point.odd.isEmpty() && Message.of(point.odd).has("model_id")) {
        ofModels.add(new OfModel(metric, Message.of(point.odd)));
      }
    }
  }

  private Batch finished(Message asked) {
    String run = Keys.checkRunId(asked.fullText("run_id"));
    List<Message> params = asked.messages("params");
    List<Message> tags = asked.messages("tags");
    requireFew("params", params.size(), PARAMETERS);
    requireFew("tags", tags.size(), TAGS);
    int all = metrics.size() + params.size() + tags.size();
    requireFew("metrics, params, and tags", all, ALL);
    return new Batch(
        run, new RunBatch(parameters(params), metrics, tags(tags), ofModels(RunIds.of(run))));
  }

  /// A point that names a logged model.
  private record OfModel(Metric metric, Message point) {}

  private List<ModelMetric> ofModels(RunId run) {
    return ofModels.stream()
        .flatMap(one -> ofModel(run, one.metric(), one.point()).stream())
        .toList();
  }

  /// What a point says of a logged model, if of any.
  static Optional<ModelMetric> ofModel(RunId run, Metric metric, Message point) {
    return point
        .findText("model_id")
        .filter(id -> !id.isEmpty())
        .map(id ->
            new ModelMetric(
                new LoggedModelId(id),
                run,
                metric,
                point.findText("dataset_name").orElse(""),
                point.findText("dataset_digest").orElse("")));
  }

  private static void requireFew(String what, int count, int most) {
    if (count > most) {
      throw Message.invalid(
          what, count, "A batch logging request can contain at most %d %s".formatted(most, what));
    }
  }

  private static List<Parameter> parameters(List<Message> params) {
    Set<String> keys = new HashSet<>();
    List<Parameter> parameters = new ArrayList<>();
    for (Message param : params) {
      Parameter parameter = parameter(param);
      if (!keys.add(parameter.key())) {
        throw Message.invalid(
            "params", parameter.key(), "duplicate parameter keys have been given");
      }
      parameters.add(parameter);
    }
    return parameters;
  }

  static Parameter parameter(Message param) {
    return new Parameter(
        Keys.check(param.fullText("key")), Parameter.cut(param.findText("value").orElse("")));
  }

  private static List<Tag> tags(List<Message> tags) {
    return tags.stream().map(tag -> Keys.tag(tag.fullText("key"), tag.findText("value"))).toList();
  }

  static Metric metric(Message point) {
    return metric(
        point.fullText("key"),
        point.real("value"),
        point.number("timestamp"),
        point.number("step", 0));
  }

  private static Metric metric(String key, double value, long timestamp, long step) {
    if (timestamp < 0) {
      throw Message.invalid("timestamp", timestamp, "metric timestamps must not be negative");
    }
    return new Metric(Keys.check(key), value, Instant.ofEpochMilli(timestamp), step);
  }

  /// A point, read field by field; what is not in its usual form is read leniently.
  private static final class Point {
    private final ObjectNode odd = Json.object();
    private Optional<String> key = Optional.empty();
    private double value;
    private long timestamp;
    private long step;
    private boolean hasValue;
    private boolean hasTimestamp;

    Metric read(JsonParser parser) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        forget(name);
        if (!isUsual(parser, name, token)) {
          odd.set(name, VALUES.readTree(parser));
        }
      }
      return odd.isEmpty() && key.isPresent() && hasValue && hasTimestamp
          ? metric(key.get(), value, timestamp, step)
          : metric(Message.of(whole()));
    }

    private boolean isUsual(JsonParser parser, String name, JsonToken token) {
      if (token == JsonToken.VALUE_NULL) {
        return true;
      }
      boolean isWhole = token == JsonToken.VALUE_NUMBER_INT;
      boolean isLong = isWhole && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      if (name.equals("key") && token == JsonToken.VALUE_STRING) {
        key = Optional.of(parser.getString());
      } else if (name.equals("value") && (isWhole || token == JsonToken.VALUE_NUMBER_FLOAT)) {
        value = parser.getDoubleValue();
        hasValue = true;
      } else if (name.equals("timestamp") && isLong) {
        timestamp = parser.getLongValue();
        hasTimestamp = true;
      } else if (name.equals("step") && isLong) {
        step = parser.getLongValue();
      } else {
        return false;
      }
      return true;
    }

    /// Of equal keys the last counts.
    private void forget(String name) {
      odd.remove(name);
      switch (name) {
        case "key" -> key = Optional.empty();
        case "value" -> hasValue = false;
        case "timestamp" -> hasTimestamp = false;
        case "step" -> step = 0;
        default -> {}
      }
    }

    private ObjectNode whole() {
      ObjectNode whole = odd.deepCopy();
      key.ifPresent(text -> whole.put("key", text));
      if (hasValue) {
        whole.put("value", value);
      }
      if (hasTimestamp) {
        whole.put("timestamp", timestamp);
      }
      return whole.has("step") ? whole : whole.put("step", step);
    }
  }
}
