package dev.rondo.training;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/// A trained or loaded booster. Confined to one thread.
final class XgbModel implements AutoCloseable {
  private static final double HISTORY_PRECISION = 1e5;

  private final Booster booster;
  private final Map<String, List<Double>> history;

  private XgbModel(Booster booster, Map<String, List<Double>> history) {
    this.booster = booster;
    this.history = history;
  }

  static XgbModel train(XgbData data, Plan plan) {
    Map<String, DMatrix> watches = new LinkedHashMap<>();
    watches.put(TrainingRequest.TRAIN, data.rows(plan.train()));
    if (!plan.validation().isEmpty()) {
      watches.put(TrainingRequest.VALIDATION, data.rows(plan.validation()));
    }
    int rounds = plan.parameters().rounds();
    float[][] metrics = new float[watches.size()][rounds];
    try {
      Booster booster =
          XGBoost.train(
              data.rows(plan.train()),
              settings(plan.parameters()),
              rounds,
              watches,
              metrics,
              null,
              null,
              0);
      return new XgbModel(booster, history(List.copyOf(watches.keySet()), metrics));
    } catch (XGBoostError e) {
      throw XgbLibrary.failed("train '" + plan.name() + "'", e);
    }
  }

  private static Map<String, Object> settings(Parameters p) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("booster", "gbtree");
    settings.put("tree_method", "hist");
    settings.put("objective", p.objective().text());
    settings.put("eval_metric", "mae");
    settings.put("eta", p.eta());
    settings.put("max_depth", p.maxDepth());
    settings.put("min_child_weight", p.minChildWeight());
    settings.put("subsample", p.subsample());
    settings.put("colsample_bytree", p.colsample());
    settings.put("max_bin", p.maxBin());
    settings.put("lambda", p.lambda());
    settings.put("seed", p.seed());
    settings.put("nthread", p.threads());
    settings.put("verbosity", 0);
    settings.put("verbose_eval", 0);
    return settings;
  }

  private static Map<String, List<Double>> history(List<String> names, float[][] metrics) {
    Map<String, List<Double>> history = new LinkedHashMap<>();
    for (int i = 0; i < metrics.length; i++) {
      List<Double> values = new ArrayList<>();
      for (float value : metrics[i]) {
        values.add(Math.rint(value * HISTORY_PRECISION) / HISTORY_PRECISION);
      }
      history.put(names.get(i), values);
    }
    return history;
  }

  static XgbModel load(Path file) {
    try {
      XgbLibrary.load();
      return new XgbModel(XGBoost.loadModel(file.toString()), Map.of());
    } catch (XGBoostError e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA,
          "'" + file.getFileName() + "' is not an XGBoost model: " + e.getMessage(),
          e);
    }
  }

  void requireWidth(int width) {
    try {
      long needed = booster.getNumFeature();
      if (needed != width) {
        throw Problem.of(
            ProblemCode.INVALID_DATA,
            "The model takes %d features, and the matrix has %d columns.",
            needed,
            width);
      }
    } catch (XGBoostError e) {
      throw XgbLibrary.failed("tell the model's width", e);
    }
  }

  float[] predict(DMatrix rows) {
    try {
      float[][] predictions = booster.predict(rows);
      float[] flat = new float[predictions.length];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = predictions[i][0];
      }
      return flat;
    } catch (XGBoostError e) {
      throw XgbLibrary.failed("predict", e);
    }
  }

  /// @param format `json` or `ubj`
  byte[] bytes(String format) {
    try {
      return booster.toByteArray(format);
    } catch (XGBoostError e) {
      throw XgbLibrary.failed("write the model", e);
    }
  }

  Map<String, List<Double>> history() {
    return history;
  }

  @Override
  public void close() {
    booster.dispose();
  }
}
