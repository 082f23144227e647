package dev.rondo.web;

import dev.rondo.kernel.Asset;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.LoggedModelId;
import dev.rondo.ledger.trace.TraceId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where things have their pages.
final class Addresses {
  private Addresses() {}

  /// A name as a part of an address, whatever it holds.
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String run(String id) {
    return "/runs/" + part(id);
  }

  static String experiment(ExperimentId id) {
    return "/experiments/" + id;
  }

  static String loggedModel(LoggedModelId id) {
    return "/logged-models/" + id;
  }

  static String trace(TraceId id) {
    return "/traces/" + part(id.value());
  }

  static String model(String model) {
    return "/models/" + part(model);
  }

  static String version(String model, int version) {
    return model(model) + "/" + version;
  }

  /// @param evaluation such as `trip-duration v3`
  private static String evaluated(String evaluation) {
    int end = evaluation.lastIndexOf(" v");
    return model(evaluation.substring(0, end)) + "/" + part(evaluation.substring(end + 2));
  }

  /// The page that shows an asset; empty when there is none.
  static String asset(Asset asset) {
    return switch (asset.kind()) {
      case MODEL ->
          LoggedModelId.isOne(asset.version())
              ? loggedModel(new LoggedModelId(asset.version()))
              : model(asset.name());
      case MODEL_VERSION -> model(asset.name()) + "/" + part(asset.version());
      case SNAPSHOT -> "/data#" + part(asset.name());
      case SOURCE_FILE, QUALITY_RESULT -> "/data";
      case DEPLOYMENT -> "/endpoints#" + part(asset.name());
      case BUNDLE -> "/builds";
      case PREDICTION_WINDOW, ALERT -> "/monitoring";
      case DECISION -> model(asset.name());
      case EVALUATION -> evaluated(asset.name());
      case PARAMETER, METRIC, ARTIFACT -> run(asset.version());
      case DATASET, FEATURE_VIEW, TRAINING_SET, REPORT -> "";
    };
  }
}
