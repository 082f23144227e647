package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.Experiment;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.LoggedModel;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.trace.Span;
import dev.rondo.ledger.trace.Trace;
import dev.rondo.ledger.trace.TraceId;
import dev.rondo.ledger.trace.TraceSearch;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What applications did: the traces of an experiment, and one.
final class TracePages {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final String MODEL = "mlflow.modelId";
  private static final String FILE = "traces.json";

  private final Site site;
  private final Parts parts;

  TracePages(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  record ListView(ExperimentHead head, Found<Trace> found) {}

  /// @param step the one that is shown as a whole
  /// @param from how many steps stand on the pages before
  /// @param run that the application traced, if it is here
  /// @param model the logged model that answered, if it is here
  record TraceView(
      Trace trace,
      Experiment experiment,
      Waterfall waterfall,
      Optional<Waterfall.Step> step,
      int from,
      Optional<Run> run,
      Optional<LoggedModel> model) {

    List<Waterfall.Step> steps() {
      return waterfall.steps().stream().skip(from).limit(Waterfall.PAGE).toList();
    }

    /// The traces of the same session.
    String ofSession() {
      String session = TraceText.session(trace).replace("'", "''");
      return Addresses.experiment(experiment.id())
          + "/traces?filter="
          + Addresses.part("metadata.`" + Trace.SESSION + "` = '" + session + "'");
    }

    /// The page that shows a step as a whole.
    String open(Waterfall.Step one) {
      return Addresses.trace(trace.id()) + "?span=" + Addresses.part(one.span().id());
    }
  }

  Response list(Request request) {
    ExperimentHead head = ExperimentPages.head(parts, request, "traces");
    ExperimentId id = head.experiment().id();
    Asked asked = Asked.of(request, Addresses.experiment(id) + "/traces");
    Found<Trace> found = Found.of(asked, limit -> search(request.caller(), id, asked, limit));
    Frame frame = site.frame(request, head.experiment().name() + ": traces", "experiments", "");
    return found.with(site.page("traces.jte", frame, new ListView(head, found)));
  }

  private Slice<Trace> search(Caller caller, ExperimentId id, Asked asked, int limit) {
    TraceSearch search =
        new TraceSearch(
            List.of(id),
            asked.conditions(TraceSearch.VOCABULARY),
            asked.orders(TraceSearch.VOCABULARY),
            asked.from(),
            limit);
    return parts.ledger().traces().search(caller, search);
  }

  Response show(Request request) {
    Trace trace = load(request.caller(), request.parameter("id"));
    Frame frame = site.frame(request, TraceText.name(trace), "experiments", "");
    return site.page("trace.jte", frame, view(request, trace));
  }

  private Trace load(Caller caller, String id) {
    return Optional.of(id)
        .filter(ID.asMatchPredicate())
        .flatMap(one -> parts.ledger().traces().find(caller, new TraceId(one)))
        .orElseThrow(() -> Problem.notFound("There is no trace '%s'.", id));
  }

  private TraceView view(Request request, Trace trace) {
    Caller caller = request.caller();
    Ledger ledger = parts.ledger();
    Waterfall waterfall = Waterfall.of(spans(request, trace));
    Optional<Waterfall.Step> step = waterfall.find(request.query("span"));
    return new TraceView(
        trace,
        ledger.experiments().load(caller, trace.experiment()),
        waterfall,
        step,
        Math.max(0, request.query("from", step.map(waterfall::pageOf).orElse(0))),
        told(trace, Trace.SOURCE_RUN)
            .filter(RunPages::isId)
            .flatMap(run -> ledger.find(caller, new RunId(run))),
        told(trace, MODEL).flatMap(id -> LoggedModelPages.find(ledger, caller, id)));
  }

  private static Optional<String> told(Trace trace, String key) {
    return Optional.ofNullable(trace.metadata().get(key));
  }

  /// Of the ledger, or of the file that the client has uploaded.
  private List<SpanView> spans(Request request, Trace trace) {
    if (trace.hasSpans()) {
      return parts.ledger().traces().spans(request.caller(), trace.id()).stream()
          .map(Span::content)
          .map(SpanView::of)
          .toList();
    }
    ArtifactRoot root = new ArtifactRoot(ArtifactRoot.Kind.TRACE, trace.id().value());
    return parts.ledger().files().find(request.caller(), root, FILE).stream()
        .flatMap(file -> read(request, file).path("spans").valueStream())
        .map(SpanView::of)
        .toList();
  }

  private JsonNode read(Request request, Artifact file) {
    request.hold(file.size());
    byte[] content = parts.blobs().load(file.digest());
    request.holdTree(content);
    try {
      return Json.MAPPER.readTree(content);
    } catch (JacksonException e) {
      throw Problem.wrap(
          ProblemCode.INVALID_DATA, "The file " + FILE + " of the trace is no JSON.", e);
    }
  }
}
