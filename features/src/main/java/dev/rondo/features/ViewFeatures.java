package dev.rondo.features;

import java.util.List;
import java.util.Map;

/// Which features of a view a service takes, and where it finds the view's keys.
///
/// @param keys from each key of the view to a request field or the name of a request feature
public record ViewFeatures(FeatureView view, Map<String, String> keys, List<String> features) {
  public ViewFeatures {
    keys = Map.copyOf(keys);
    features = List.copyOf(features);
  }
}
