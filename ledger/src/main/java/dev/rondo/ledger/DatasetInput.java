package dev.rondo.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A dataset that a run has read.
///
/// @param tags what the client says of this reading, in its order
public record DatasetInput(Dataset dataset, Map<String, String> tags) {
  /// The key of the tag that says what the data was read for, such as `training`.
  public static final String CONTEXT = "mlflow.data.context";

  private static final int TAG_KEY = 255;
  private static final int TAG_VALUE = 500;

  public DatasetInput {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    tags.forEach((key, value) -> {
      Limits.length("dataset input tag key", key, TAG_KEY);
      Limits.length("dataset input tag value", value, TAG_VALUE);
    });
  }
}
