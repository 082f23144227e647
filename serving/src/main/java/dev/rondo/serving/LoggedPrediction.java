package dev.rondo.serving;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer with what the model was given.
///
/// @param features by name, in the model's order; NaN where it was given none
public record LoggedPrediction(Prediction prediction, Map<String, Float> features) {

  public LoggedPrediction {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
  }
}
