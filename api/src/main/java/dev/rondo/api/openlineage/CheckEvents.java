package dev.rondo.api.openlineage;

import dev.rondo.api.openlineage.RunEvent.Dataset;
import dev.rondo.api.openlineage.RunEvent.Job;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.RunId;
import dev.rondo.quality.QualityResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The events of a check that was made without a server, for a file.
public final class CheckEvents {
  private final String namespace;
  private final String version;

  /// @param namespace of the check's job
  /// @param version of this program
  public CheckEvents(String namespace, String version) {
    this.namespace = namespace;
    this.version = version;
  }

  /// Appends the events of one check to a file.
  ///
  /// @param data what was checked; with several, the outcome is told with the run alone, since it
  ///   is of all of them together
  public void append(
      Path file, RunId id, Instant start, Instant end, List<Name> data, QualityResult found) {
    Receiver receiver = new FileReceiver(file);
    for (RunEvent event : of(id, start, end, data, found)) {
      if (receiver.send(Json.MAPPER.writeValueAsBytes(event.json()))
          instanceof Receiver.Delivery.Unreachable(String reason)) {
        throw Problem.of(
            ProblemCode.INTERNAL, "The events are not in '%s': %s", receiver.name(), reason);
      }
    }
  }

  private List<RunEvent> of(
      RunId id, Instant start, Instant end, List<Name> data, QualityResult found) {
    Job job =
        new Job(
            new Name(namespace, "check." + found.contract()), List.of(RunFacets.jobType("CHECK")));
    Facet engine = RunFacets.engine(version);
    Facet tests = QualityFacets.tests(List.of(found));
    List<Dataset> inputs =
        data.stream()
            .map(name ->
                new Dataset(
                    name,
                    List.of(DatasetFacets.source(name)),
                    data.size() == 1 ? outcome(found) : List.of()))
            .toList();
    return List.of(
        new RunEvent(RunEvent.Type.START, start, id, List.of(engine), job, List.of(), List.of()),
        new RunEvent(
            RunEvent.Type.COMPLETE, end, id, List.of(engine, tests), job, inputs, List.of()));
  }

  private static List<Facet> outcome(QualityResult found) {
    return List.of(
        DatasetFacets.rowsRead(found.read()), QualityFacets.assertions(found, Optional.empty()));
  }
}
