package dev.rondo.features;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import java.util.List;

/// Examples in time order: by event time, then id.
///
/// @param names of the features, in the model's order
/// @param ids one for each row
/// @param eventMillis the moment of each row, in epoch milliseconds
/// @param labelMillis from when on each row's label was known
/// @param features column by column; NaN where there is no value
/// @param labels one for each row
/// @param inputs the snapshots and definitions that were read
/// @param digest of names and values, in order
public record TrainingSet(
    String name,
    List<String> names,
    List<String> ids,
    long[] eventMillis,
    long[] labelMillis,
    float[][] features,
    float[] labels,
    List<Asset> inputs,
    Digest digest) {

  public TrainingSet {
    names = List.copyOf(names);
    inputs = List.copyOf(inputs);
  }

  public int rows() {
    return labels.length;
  }

  /// This set as an asset of the ledger.
  public Asset asset() {
    return new Asset(Asset.Kind.TRAINING_SET, name, digest.brief(), digest);
  }

  /// The first row whose moment is not before this one.
  public int rowAt(long epochMillis) {
    int low = 0;
    int high = eventMillis.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (eventMillis[middle] < epochMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
