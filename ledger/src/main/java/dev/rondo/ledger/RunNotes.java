package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a run of the platform did, as far as it is noted in one go.
public record RunNotes(
    List<Parameter> parameters,
    List<Metric> metrics,
    List<RunReport.Data> inputs,
    List<RunReport.Data> outputs) {
  /// Nothing.
  public static final RunNotes NONE = new RunNotes(List.of(), List.of(), List.of(), List.of());

  public RunNotes {
    parameters = List.copyOf(parameters);
    metrics = List.copyOf(metrics);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public RunNotes withParameters(List<Parameter> more) {
    return new RunNotes(joined(parameters, more), metrics, inputs, outputs);
  }

  public RunNotes withMetrics(List<Metric> more) {
    return new RunNotes(parameters, joined(metrics, more), inputs, outputs);
  }

  /// @param facts remembered with the asset when it is new
  public RunNotes withInput(Asset asset, Map<String, Object> facts) {
    List<RunReport.Data> more = List.of(new RunReport.Data(asset, facts));
    return new RunNotes(parameters, metrics, joined(inputs, more), outputs);
  }

  /// @param facts remembered with the asset when it is new
  public RunNotes withOutput(Asset asset, Map<String, Object> facts) {
    List<RunReport.Data> more = List.of(new RunReport.Data(asset, facts));
    return new RunNotes(parameters, metrics, inputs, joined(outputs, more));
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
