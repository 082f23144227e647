package dev.rondo.api.mlflow;

import dev.rondo.api.mlflow.otlp.OtlpSpans;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.PromptVersion;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.Traces;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Takes in traces with their spans and assessments, and the runs and prompts that they are linked
/// with.
final class ImportTraces {
  private final Ledger ledger;
  private final Traces traces;

  ImportTraces(Ledger ledger) {
    this.ledger = ledger;
    this.traces = ledger.traces();
  }

  /// @param asked `trace_info`, `spans` as clients keep them in files, `runs` and `prompts`
  /// @throws Problem `conflict` when another trace has the id
  ObjectNode take(Caller caller, Message asked) {
    Trace told =
        TraceMessage.read(
            asked.message("trace_info").orElseThrow(() -> Message.missing("trace_info")));
    requireSame(caller, told);
    List<Span> spans =
        asked.messages("spans").stream().map(one -> OtlpSpans.ofContent(one.json())).toList();
    Map<String, String> location =
        TraceResource.location(ledger.experiments().load(caller, told.experiment()), told.id());
    traces.record(caller, with(told, location));
    if (!spans.isEmpty()) {
      traces.recordSpans(caller, told.experiment(), Map.of(told.id(), spans), _ -> location);
    }
    asked.texts("runs").forEach(run -> traces.linkToRun(caller, List.of(told.id()), run));
    List<PromptVersion> prompts =
        asked.messages("prompts").stream()
            .map(one -> new PromptVersion(one.fullText("name"), one.fullText("version")))
            .toList();
    traces.linkToPrompts(caller, told.id(), prompts);
    return counted(caller, told.id());
  }

  private void requireSame(Caller caller, Trace told) {
    traces
        .find(caller, told.id())
        .filter(known ->
            !known.experiment().equals(told.experiment())
                || !known.course().started().equals(told.course().started()))
        .ifPresent(known -> {
          throw Problem.conflict(
              "The trace '%s' is here already, began at %s in experiment %s: it is another one.",
              told.id(), known.course().started(), known.experiment());
        });
  }

  private static Trace with(Trace told, Map<String, String> location) {
    Map<String, String> tags = new TreeMap<>(told.tags());
    tags.putAll(location);
    return new Trace(
        told.id(),
        told.experiment(),
        told.course(),
        told.exchange(),
        tags,
        told.metadata(),
        told.assessments());
  }

  private ObjectNode counted(Caller caller, TraceId id) {
    Trace now = traces.load(caller, id);
    return ImportThings.counts(
        Json.object(),
        Map.of(
            "tags", (long) now.tags().size(),
            "metadata", (long) now.metadata().size(),
            "spans", (long) traces.spans(caller, id).size(),
            "assessments", (long) now.assessments().size()));
  }
}
