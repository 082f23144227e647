package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import java.util.List;

/// A run with what is noted on it.
///
/// @param metrics the latest point of each key, by key
/// @param parameters by key
/// @param tags by key; the name and the parent are not among them
/// @param datasets what a client said that it read
/// @param inputs the assets that it read, the client's datasets not among them
/// @param read the logged models that it read
/// @param wrote the logged models that it wrote
public record RunData(
    Run run,
    List<Metric> metrics,
    List<Parameter> parameters,
    List<Tag> tags,
    List<DatasetInput> datasets,
    List<Asset> inputs,
    List<ModelUse> read,
    List<ModelUse> wrote) {
  public RunData {
    metrics = List.copyOf(metrics);
    parameters = List.copyOf(parameters);
    tags = List.copyOf(tags);
    datasets = List.copyOf(datasets);
    inputs = List.copyOf(inputs);
    read = List.copyOf(read);
    wrote = List.copyOf(wrote);
  }
}
