package dev.rondo.api.inference;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.Texts;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an inference request in one pass, with the values going straight into a float array.
final class InferRequest {
  private Optional<String> id = Optional.empty();
  private final List<InputTensor> inputs = new ArrayList<>();
  private final Set<String> outputs = new LinkedHashSet<>();

  private InferRequest() {}

  static InferRequest read(byte[] body) {
    try (JsonParser json = Json.MAPPER.createParser(body)) {
      InferRequest request = new InferRequest();
      request.readRequest(json);
      if (json.nextToken() != null) {
        throw Problem.invalid("Something follows the JSON object.");
      }
      return request;
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }

  Optional<String> id() {
    return id;
  }

  List<InputTensor> inputs() {
    return inputs;
  }

  /// The outputs that are asked for; none means all.
  Set<String> outputs() {
    return outputs;
  }

  private void readRequest(JsonParser json) {
    expect(json.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "id" -> {
          expect(token == JsonToken.VALUE_STRING, "The 'id' must be a text.");
          id = Optional.of(json.getString());
          expect(json.getString().length() <= 256, "The 'id' has more than 256 characters.");
        }
        case "inputs" -> readInputs(json);
        case "outputs" -> readOutputs(json);
        default -> json.skipChildren();
      }
    }
  }

  private void readInputs(JsonParser json) {
    expect(json.isExpectedStartArrayToken(), "The 'inputs' must be a list.");
    while (json.nextToken() == JsonToken.START_OBJECT) {
      inputs.add(readInput(json));
    }
    expect(json.currentToken() == JsonToken.END_ARRAY, "An input must be a JSON object.");
  }

  private static InputTensor readInput(JsonParser json) {
    InputTensor input = new InputTensor();
    boolean data = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "name" -> input.name = text(json, token, "name");
        case "datatype" -> input.datatype = text(json, token, "datatype");
        case "shape" -> readShape(json, input);
        case "data" -> {
          expect(!data, "An input has its 'data' twice.");
          data = true;
          readData(json, input);
        }
        default -> json.skipChildren();
      }
    }
    expect(data, "An input has no 'data'; values come as JSON here, not as binary.");
    return input;
  }

  private static String text(JsonParser json, JsonToken token, String name) {
    expect(token == JsonToken.VALUE_STRING, "An input's '" + name + "' must be a text.");
    return json.getString();
  }

  private static void readShape(JsonParser json, InputTensor input) {
    expect(json.isExpectedStartArrayToken(), "An input's 'shape' must be a list.");
    input.shape.clear();
    while (json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
      input.shape.add(json.getLongValue());
      expect(input.shape.size() <= 8, "An input's 'shape' has too many dimensions.");
    }
    expect(json.currentToken() == JsonToken.END_ARRAY, "A dimension must be a whole number.");
  }

  private static void readData(JsonParser json, InputTensor input) {
    expect(json.isExpectedStartArrayToken(), "An input's 'data' must be a list.");
    input.enter();
    boolean leaf = true;
    while (input.isOpen()) {
      JsonToken token = json.nextToken();
      switch (token) {
        case START_ARRAY -> {
          input.enter();
          leaf = true;
        }
        case END_ARRAY -> {
          input.leave(leaf);
          leaf = false;
        }
        case null -> throw Problem.invalid("The JSON ends within the data.");
        default -> addValue(json, token, input);
      }
    }
  }

  private static void addValue(JsonParser json, JsonToken token, InputTensor input) {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        float value = json.getFloatValue();
        if (!Float.isFinite(value)) {
          throw Problem.invalid(
              "The value %s of input '%s' is too large for FP32.", json.getString(), input.name);
        }
        input.numbers = true;
        input.fractions |= token == JsonToken.VALUE_NUMBER_FLOAT;
        input.negatives |= value < 0;
        input.values.add(value);
      }
      case VALUE_TRUE, VALUE_FALSE -> {
        input.flags = true;
        input.values.add(token == JsonToken.VALUE_TRUE ? 1 : 0);
      }
      default ->
          throw Problem.invalid(
              "The data of input '%s' holds %s where a number is needed.",
              input.name,
              token == JsonToken.VALUE_NULL ? "null" : "'" + Texts.brief(json.getString()) + "'");
    }
  }

  private void readOutputs(JsonParser json) {
    expect(json.isExpectedStartArrayToken(), "The 'outputs' must be a list.");
    while (json.nextToken() == JsonToken.START_OBJECT) {
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        JsonToken token = json.nextToken();
        if (name.equals("name")) {
          expect(token == JsonToken.VALUE_STRING, "An output's 'name' must be a text.");
          outputs.add(json.getString());
        } else {
          json.skipChildren();
        }
      }
    }
    expect(json.currentToken() == JsonToken.END_ARRAY, "An output must be a JSON object.");
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw Problem.of(ProblemCode.INVALID_REQUEST, otherwise, List.of());
    }
  }
}
