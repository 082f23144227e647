package dev.rondo.api.mlflow;

import dev.rondo.api.http.Method;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.trace.Aggregation;
import dev.rondo.ledger.trace.Correlation;
import dev.rondo.ledger.trace.Figure;
import dev.rondo.ledger.trace.FigureQuery;
import dev.rondo.ledger.trace.FigureView;
import dev.rondo.ledger.trace.TraceSearch;
import dev.rondo.ledger.trace.Traces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.node.ObjectNode;

/// Figures of many traces: `traces/metrics` and `traces/calculate-filter-correlation`.
final class TraceFigureResource {
  private static final String V3 = "3.0";
  private static final int MOST = 1_000;
  private static final SequencedMap<String, FigureView> VIEWS = new LinkedHashMap<>();
  private static final SequencedMap<String, Aggregation.Kind> KINDS = new LinkedHashMap<>();

  static {
    List.of(FigureView.values()).forEach(view -> VIEWS.put(view.name(), view));
    List.of(Aggregation.Kind.values()).forEach(kind -> KINDS.put(kind.name(), kind));
  }

  private final Traces traces;

  TraceFigureResource(Traces traces) {
    this.traces = traces;
  }

  void routes(MlflowDeclarations routes) {
    routes
        .add(Method.POST, V3, "/mlflow/traces/metrics", "Make figures of traces")
        .permission(Permission.READ)
        .handle(this::figures);
    routes
        .add(
            Method.POST,
            V3,
            "/mlflow/traces/calculate-filter-correlation",
            "Say how often two filters hold of the same traces")
        .permission(Permission.READ)
        .handle(this::correlation);
  }

  private Response figures(Request request) {
    Message asked = Message.ofBody(request);
    Page page = Page.upTo(asked, MOST, MOST, "trace figures", withoutToken(asked));
    FigureQuery query = query(asked, new FigureQuery.Page(page.offset(), page.size()));
    Slice<Figure> found = traces.figures().of(request.caller(), query);
    ObjectNode answer = Json.object();
    found.items().forEach(one -> answer.withArray("data_points").add(json(query.metric(), one)));
    page.next(found.hasMore()).ifPresent(token -> answer.put("next_page_token", token));
    return Response.json(answer);
  }

  private static ObjectNode withoutToken(Message asked) {
    ObjectNode search = asked.json("page_token");
    search.remove("page_token");
    return search;
  }

  private static FigureQuery query(Message asked, FigureQuery.Page page) {
    FigureView view =
        asked.constant("view_type", VIEWS).orElseThrow(() -> Message.missing("view_type"));
    return new FigureQuery(
        TraceMessage.experimentIds(asked),
        view,
        asked.fullText("metric_name"),
        asked.messages("aggregations").stream().map(TraceFigureResource::aggregation).toList(),
        asked.texts("dimensions"),
        asked.texts("filters").stream()
            .flatMap(text -> FilterText.parse(FigureQuery.VOCABULARY, text).stream())
            .toList(),
        new FigureQuery.Span(
            asked.findNumber("start_time_ms"),
            asked.findNumber("end_time_ms"),
            asked.findNumber("time_interval_seconds")),
        page);
  }

  private static Aggregation aggregation(Message asked) {
    Aggregation.Kind kind =
        asked
            .constant("aggregation_type", KINDS)
            .orElseThrow(() -> Message.missing("aggregation_type"));
    boolean isPercentile = kind == Aggregation.Kind.PERCENTILE;
    return new Aggregation(
        kind,
        isPercentile && asked.has("percentile_value")
            ? Optional.of(asked.real("percentile_value"))
            : Optional.empty());
  }

  private static ObjectNode json(String metric, Figure figure) {
    ObjectNode json = Json.object().put("metric_name", metric);
    if (!figure.dimensions().isEmpty()) {
      ObjectNode dimensions = json.putObject("dimensions");
      figure.dimensions().forEach(dimensions::put);
    }
    ObjectNode values = json.putObject("values");
    figure.values().forEach(values::put);
    return json;
  }

  private Response correlation(Request request) {
    Message asked = Message.ofBody(request);
    Correlation found =
        traces.correlation(
            request.caller(),
            TraceMessage.experimentIds(asked),
            conditions(asked.fullText("filter_string1")),
            conditions(asked.fullText("filter_string2")),
            conditions(asked.findText("base_filter").orElse("")));
    ObjectNode answer = Json.object();
    found.npmi().ifPresent(npmi -> answer.put("npmi", npmi));
    found.smoothedNpmi().ifPresent(npmi -> answer.put("npmi_smoothed", npmi));
    return Response.json(
        answer
            .put("filter1_count", found.first())
            .put("filter2_count", found.second())
            .put("joint_count", found.joint())
            .put("total_count", found.total()));
  }

  private static List<Condition> conditions(String filter) {
    return FilterText.parse(TraceSearch.VOCABULARY, filter);
  }
}
