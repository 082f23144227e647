package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an XGBoost model's JSON as a stream, so that each number becomes a 32-bit float straight
/// from its text, as XGBoost itself reads it. Used once.
final class XgbTreesReader {
  private final List<XgbTrees.Tree> trees = new ArrayList<>();
  private final Map<String, String> model = new HashMap<>();
  private String booster = "";
  private String objective = "";

  /// @throws Problem when the model is anything but boosted trees with one output, of an objective
  ///   whose base score is added as it stands, and with numeric splits only
  XgbTrees read(byte[] json) {
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      parser.nextToken();
      fields(parser, name -> enter(parser, name, "learner", this::learner));
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
    require(booster.equals("gbtree"), "its booster is '" + booster + "'");
    Objective.of(objective);
    require(!model.getOrDefault("num_target", "1").equals("0"), "it has no target");
    require(isSingle("num_target") && isSingle("num_class"), "it has more than one output");
    int features = Integer.parseInt(model.getOrDefault("num_feature", "0"));
    return new XgbTrees(baseScore(), features, trees);
  }

  private boolean isSingle(String key) {
    return Integer.parseInt(model.getOrDefault(key, "1")) <= 1;
  }

  /// A plain number up to XGBoost 3.0, in brackets from 3.1.
  private float baseScore() {
    return Float.parseFloat(model.getOrDefault("base_score", "0").replaceAll("[\\[\\]]", ""));
  }

  private void learner(JsonParser parser) {
    fields(
        parser,
        name -> {
          switch (name) {
            case "gradient_booster" -> fields(parser, inner -> gradientBooster(parser, inner));
            case "objective" -> fields(parser, inner -> objective(parser, inner));
            case "learner_model_param" ->
                fields(parser, inner -> model.put(inner, parser.getString()));
            default -> parser.skipChildren();
          }
        });
  }

  private void objective(JsonParser parser, String name) {
    if (name.equals("name")) {
      objective = parser.getString();
    } else {
      parser.skipChildren();
    }
  }

  private void gradientBooster(JsonParser parser, String name) {
    if (name.equals("name")) {
      booster = parser.getString();
    } else {
      enter(
          parser,
          name,
          "model",
          p -> fields(p, inner -> enter(p, inner, "trees", this::readTrees)));
    }
  }

  private void readTrees(JsonParser parser) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      trees.add(tree(parser));
    }
  }

  private static XgbTrees.Tree tree(JsonParser parser) {
    Map<String, float[]> floats = new HashMap<>();
    Map<String, int[]> ints = new HashMap<>();
    fields(
        parser,
        name -> {
          switch (name) {
            // Not `base_weights`: the absolute error sets its leaves after the tree is grown.
            case "split_conditions", "loss_changes" -> floats.put(name, floats(parser));
            case "left_children", "right_children", "split_indices", "default_left", "split_type" ->
                ints.put(name, ints(parser));
            default -> parser.skipChildren();
          }
        });
    int[] kinds = ints.getOrDefault("split_type", new int[0]);
    require(Arrays.stream(kinds).allMatch(kind -> kind == 0), "it has categorical splits");
    return new XgbTrees.Tree(
        needed(ints, "left_children"),
        needed(ints, "right_children"),
        needed(ints, "split_indices"),
        needed(floats, "split_conditions"),
        needed(ints, "default_left"),
        needed(floats, "loss_changes"));
  }

  private static <T> T needed(Map<String, T> values, String name) {
    T value = values.get(name);
    if (value == null) {
      throw refused("a tree lacks '" + name + "'");
    }
    return value;
  }

  /// Calls the action on each field's value, which it must read or skip whole.
  private static void fields(JsonParser parser, Consumer<String> action) {
    require(parser.currentToken() == JsonToken.START_OBJECT, "its JSON has another form");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      action.accept(name);
    }
  }

  private static void enter(
      JsonParser parser, String name, String wanted, Consumer<JsonParser> action) {
    if (name.equals(wanted)) {
      action.accept(parser);
    } else {
      parser.skipChildren();
    }
  }

  private static float[] floats(JsonParser parser) {
    float[] values = new float[64];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values = count == values.length ? Arrays.copyOf(values, count * 2) : values;
      values[count++] = parser.getFloatValue();
    }
    return Arrays.copyOf(values, count);
  }

  private static int[] ints(JsonParser parser) {
    int[] values = new int[64];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values = count == values.length ? Arrays.copyOf(values, count * 2) : values;
      values[count++] =
          switch (parser.currentToken()) {
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            default -> parser.getIntValue();
          };
    }
    return Arrays.copyOf(values, count);
  }

  private static void require(boolean holds, String why) {
    if (!holds) {
      throw refused(why);
    }
  }

  private static Problem refused(String why) {
    return Problem.of(
        ProblemCode.INVALID_DATA,
        "The XGBoost model cannot be exported to ONNX: %s. A regression by boosted trees with numeric"
            + " splits can.",
        why);
  }
}
