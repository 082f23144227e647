package dev.rondo.serving;

import java.util.List;

/// What the records of one segment share.
///
/// @param features the names of the logged columns, in order
record LogSchema(String model, List<String> features) {

  LogSchema {
    features = List.copyOf(features);
  }
}
