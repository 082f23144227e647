package dev.rondo.cli.mlflow;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes out of things what is longer than can be kept, and tells it, so that the rest of them
/// comes.
final class Fitting {
  private static final int KEY = 250;
  private static final int PARAM = 6_000;
  private static final int TAG = 8_000;
  private static final int EXPERIMENT_TAG = 5_000;

  private Fitting() {}

  static void experiment(ObjectNode one, ImportReport report) {
    fit(one.path("tags"), EXPERIMENT_TAG, "tag", one.path("name").asString(""), report);
  }

  static void run(ObjectNode run, ImportReport report) {
    String id = "run " + run.at("/info/run_id").asString();
    fit(run.at("/data/params"), PARAM, "param", id, report);
    fit(run.at("/data/tags"), TAG, "tag", id, report);
  }

  static void model(ObjectNode model, ImportReport report) {
    String id = "model " + model.at("/info/model_id").asString();
    fit(model.at("/data/params"), PARAM, "param", id, report);
    fit(model.at("/info/tags"), TAG, "tag", id, report);
  }

  private static void fit(JsonNode pairs, int most, String kind, String of, ImportReport report) {
    if (pairs instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        String key = list.get(i).path("key").asString("");
        int length = list.get(i).path("value").asString("").length();
        if (length > most || key.isBlank() || key.length() > KEY) {
          list.remove(i);
          report.source(kind + "s", 1);
          report.missing(
              kind,
              of + " " + key,
              "It has %,d characters; %,d are the most, and of its key 1 to %d."
                  .formatted(length, most, KEY));
        }
      }
    }
  }

  /// How many tags a run has beside its name and parent.
  static long plainTags(ObjectNode run) {
    return run.at("/data/tags").valueStream().filter(tag -> !isSpecial(tag)).count();
  }

  /// Those that are a run's name and its parent, where that is a run's id.
  private static boolean isSpecial(JsonNode tag) {
    return switch (tag.path("key").asString("")) {
      case "mlflow.runName" -> true;
      case "mlflow.parentRunId" -> tag.path("value").asString("").matches("[0-9a-f]{32}");
      default -> false;
    };
  }
}
