package dev.rondo.loop;

import dev.rondo.kernel.Caller;
import dev.rondo.serving.FeatureLookup;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The feature store as serving sees it.
record OnlineFeatures(dev.rondo.features.FeatureLookup lookup) implements FeatureLookup {

  @Override
  public List<String> names() {
    return lookup.names();
  }

  @Override
  public void lookup(Caller caller, ObjectNode request, float[] vector) {
    lookup.lookup(request, vector);
  }
}
