package dev.rondo.ledger.trace;

import static dev.rondo.kernel.testing.Callers.ALL;
import static dev.rondo.kernel.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.FilterText;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.TestLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
  private static final List<ExperimentId> HERE = List.of(ExperimentId.DEFAULT);
  private static final List<TraceState> STATES = List.of(TraceState.OK, TraceState.ERROR);

  @TempDir Path folder;
  private TestLedger home;
  private Traces traces;

  @BeforeEach
  void open() {
    home = new TestLedger(folder);
    traces = home.ledger.traces();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private static Trace trace(String id, long started, TraceState state, Map<String, String> tags) {
    return new Trace(
        new TraceId(id),
        ExperimentId.DEFAULT,
        new Course(Instant.ofEpochMilli(started), OptionalLong.of(started % 7), state),
        new Exchange(Optional.empty(), Optional.of("ask " + id), Optional.of("answer")),
        tags,
        Map.of("mlflow.trace.session", "s" + started % 3),
        List.of());
  }

  private Trace record(String id, long started) {
    return traces.record(ALL, trace(id, started, TraceState.OK, Map.of("n", id)));
  }

  private static Span span(String id, Optional<String> parent, String name, String attributes) {
    return new Span(
        id,
        parent,
        name,
        "OK",
        new Span.Interval(5_000_000, 9_000_000),
        Json.parseObject("{\"attributes\": {%s}}".formatted(attributes)));
  }

  private static List<Condition> filter(String text) {
    return FilterText.parse(TraceSearch.VOCABULARY, text);
  }

  private List<String> search(String filter, List<String> orders, long offset, int limit) {
    TraceSearch search =
        new TraceSearch(
            HERE, filter(filter), FilterText.orders(TraceSearch.VOCABULARY, orders), offset, limit);
    return traces.search(ALL, search).items().stream().map(found -> found.id().value()).toList();
  }

  private List<String> search(String filter) {
    return search(filter, List.of(), 0, 500);
  }

  @Test
  void aTraceThatIsToldOfAgainKeepsItsNotes() {
    record("tr-1", 10);
    traces.setTag(ALL, new TraceId("tr-1"), "more", "x".repeat(9_000));
    Trace again = traces.record(ALL, trace("tr-1", 20, TraceState.ERROR, Map.of("n", "2")));
    assertThat(again.course().state()).isEqualTo(TraceState.ERROR);
    assertThat(again.tags()).containsEntry("n", "2").containsKey("more");
    assertThat(again.tags().get("more")).hasSize(8_000);
    assertThat(search("")).containsExactly("tr-1");
  }

  @Test
  void spansAloneMakeATraceAndWhatIsToldOfItTakesItsPlace() {
    TraceId id = new TraceId("tr-1");
    Span root = span("00000000000000a1", Optional.empty(), "answer", "");
    Span child = span("00000000000000a2", Optional.of("00000000000000a1"), "look", "");
    traces.recordSpans(ALL, ExperimentId.DEFAULT, Map.of(id, List.of(child, root)), _ -> Map.of());
    Trace derived = traces.load(ALL, id);
    assertThat(derived.hasSpans()).isTrue();
    assertThat(derived.course().started()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(derived.course().millis()).hasValue(4);
    assertThat(traces.spans(ALL, id))
        .extracting(Span::name)
        .containsExactlyInAnyOrder("answer", "look");
    record("tr-1", 99);
    traces.recordSpans(ALL, ExperimentId.DEFAULT, Map.of(id, List.of(root)), _ -> Map.of());
    assertThat(traces.load(ALL, id).course().started()).isEqualTo(Instant.ofEpochMilli(99));
  }

  @Test
  void whatIsAskedOfSpansMustHoldOfOneOfThem() {
    Span tool = span("00000000000000a1", Optional.empty(), "tool", "\"k\": \"\\\"v\\\"\"");
    Span other = span("00000000000000a2", Optional.of("00000000000000a1"), "other", "\"k\": \"7\"");
    traces.recordSpans(
        ALL,
        ExperimentId.DEFAULT,
        Map.of(new TraceId("tr-1"), List.of(tool, other)),
        _ -> Map.of());
    assertThat(search("span.name = 'tool' AND span.attributes.k = 'v'")).containsExactly("tr-1");
    assertThat(search("span.name = 'other' AND span.attributes.k = '7'")).containsExactly("tr-1");
    assertThat(search("span.name = 'tool' AND span.attributes.k = '7'")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "span.`id = 'x') OR (1 = 1) OR EXISTS (SELECT 1 FROM trace_span s WHERE s.id` = 'x'",
        "span.`name) OR 1 --` = 'x'",
        "span.`content` = 'x'",
      })
  void noKeyOfASpanReachesIntoTheStatement(String attack) {
    record("tr-1", 1);
    assertThatThrownBy(() -> search(attack)).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> traces.correlation(ALL, HERE, List.of(), List.of(), filter(attack)))
        .isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags.`n' OR '1' = '1` = 'x'",
        "metadata.`a') OR ('1` = 'x'",
        "feedback.`x' OR 1 = 1 --` = 'x'",
        "span.attributes.`x') OR ('1` = 'x'",
        "tags.n = 'x'' OR 1 = 1 --'"
      })
  void whatLooksLikeAStatementIsAKeyOrAValue(String filter) {
    record("tr-1", 1);
    try {
      assertThat(search(filter)).isEmpty();
    } catch (Problem e) {
      assertThat(e.code().name()).isEqualTo("INVALID_REQUEST");
    }
  }

  private record Clause(String text, Predicate<Trace> holds) {}

  private static Clause clause(Random random) {
    int value = random.nextInt(12);
    return switch (random.nextInt(7)) {
      case 0 -> new Clause("tags.n = 'v" + value + "'", is("n", "v" + value));
      case 1 ->
          new Clause("tags.n LIKE 'v1%'", t -> t.tags().getOrDefault("n", "").startsWith("v1"));
      case 2 -> new Clause("tags.n IS NULL", t -> !t.tags().containsKey("n"));
      case 3 ->
          new Clause("timestamp > " + value, t -> t.course().started().toEpochMilli() > value);
      case 4 ->
          new Clause(
              "execution_time <= " + value % 7,
              t -> t.course().millis().orElseThrow() <= value % 7);
      case 5 -> new Clause("status != 'OK'", t -> t.course().state() != TraceState.OK);
      default ->
          new Clause(
              "status IN ('ERROR', 'OK') AND metadata.`mlflow.trace.session` = 's1'",
              t -> t.metadata().containsValue("s1"));
    };
  }

  private static Predicate<Trace> is(String key, String value) {
    return trace -> value.equals(trace.tags().get(key));
  }

  @Test
  void searchesFindWhatTheirFiltersSay() {
    Random made = new Random(7);
    List<Trace> all = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      Map<String, String> tags =
          made.nextInt(4) == 0 ? Map.of() : Map.of("n", "v" + made.nextInt(12));
      all.add(
          traces.record(
              ALL, trace("tr-%02d".formatted(i), made.nextInt(20), STATES.get(i % 2), tags)));
    }
    Map<String, Comparator<Trace>> orders = new TreeMap<>();
    orders.put("timestamp ASC", Comparator.comparing(t -> t.course().started()));
    orders.put(
        "execution_time DESC", Comparator.comparing(t -> -t.course().millis().orElseThrow()));
    orders.put("request_id DESC", Comparator.comparing((Trace t) -> t.id().value()).reversed());
    Comparator<Trace> newest =
        Comparator.<Trace, Instant>comparing(t -> t.course().started())
            .reversed()
            .thenComparing(t -> t.id().value());
    forAll(
        200,
        random -> IntStream.range(0, 1 + random.nextInt(3)).mapToObj(_ -> clause(random)).toList(),
        clauses -> {
          Random random = new Random(clauses.hashCode());
          String order = List.copyOf(orders.keySet()).get(random.nextInt(orders.size()));
          String filter = String.join(" AND ", clauses.stream().map(Clause::text).toList());
          List<String> expected =
              all.stream()
                  .filter(t -> clauses.stream().allMatch(one -> one.holds().test(t)))
                  .sorted(orders.get(order).thenComparing(newest))
                  .map(t -> t.id().value())
                  .toList();
          assertThat(search(filter, List.of(order), 0, 500)).isEqualTo(expected);
          assertThat(search(filter, List.of(order), 5, 4))
              .isEqualTo(expected.stream().skip(5).limit(4).toList());
        });
  }

  @Test
  void filtersAreCountedTogether() {
    for (int i = 0; i < 10; i++) {
      traces.record(ALL, trace("tr-" + i, i, STATES.get(i % 2), Map.of("half", i < 5 ? "a" : "b")));
    }
    Correlation found =
        traces.correlation(
            ALL, HERE, filter("status = 'OK'"), filter("tags.half = 'a'"), filter("timestamp < 8"));
    assertThat(found).isEqualTo(new Correlation(4, 5, 3, 8));
  }

  @Test
  void figuresAreMadeByGroup() {
    for (int i = 0; i < 20; i++) {
      traces.record(ALL, trace("tr-" + i, i, STATES.get(i % 2), Map.of()));
    }
    FigureQuery query =
        new FigureQuery(
            HERE,
            FigureView.TRACES,
            "latency",
            List.of(
                new Aggregation(Aggregation.Kind.MAX, Optional.empty()),
                new Aggregation(Aggregation.Kind.PERCENTILE, Optional.of(50.0))),
            List.of("trace_status"),
            List.of(),
            new FigureQuery.Span(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
            new FigureQuery.Page(0, 10));
    List<Figure> figures = traces.figures().of(ALL, query).items();
    assertThat(figures)
        .extracting(figure -> figure.dimensions().get("trace_status"))
        .containsExactly("ERROR", "OK");
    // Of 1, 3, … 19 and of 0, 2, … 18, modulo 7.
    assertThat(figures.getFirst().values()).containsEntry("MAX", 6.0).containsEntry("P50.0", 3.0);
    assertThat(figures.getLast().values()).containsEntry("MAX", 6.0).containsEntry("P50.0", 2.5);
  }

  @Test
  void tracesGoOneByOneAndByTime() {
    for (int i = 0; i < 6; i++) {
      record("tr-" + i, i);
    }
    TraceId second = new TraceId("tr-1");
    assertThat(traces.delete(ALL, ExperimentId.DEFAULT, List.of(second, new TraceId("tr-none"))))
        .containsExactly(second);
    assertThat(
            traces.deleteUntil(
                ALL, ExperimentId.DEFAULT, Instant.ofEpochMilli(3), OptionalLong.of(2)))
        .containsExactly(new TraceId("tr-0"), new TraceId("tr-2"));
    assertThat(search("")).containsExactly("tr-5", "tr-4", "tr-3");
    assertThatThrownBy(() -> traces.load(ALL, second)).isInstanceOf(Problem.class);
  }

  @Test
  void aRunMayBeLinkedBeforeItsTraceHasCome() {
    traces.linkToRun(ALL, List.of(new TraceId("tr-1")), "some-run");
    record("tr-1", 1);
    record("tr-2", 2);
    assertThat(search("run_id = 'some-run'")).containsExactly("tr-1");
  }

  @Test
  void anAssessmentTakesThePlaceOfAnother() {
    record("tr-1", 1);
    TraceId id = new TraceId("tr-1");
    Assessment first = feedback("a-1", "true", Optional.empty());
    Assessment second = feedback("a-2", "false", Optional.of(first.id()));
    Assessments all = traces.assessments();
    all.add(ALL, id, first);
    all.add(ALL, id, second);
    assertThat(all.load(ALL, id, first.id()).history().isValid()).isFalse();
    assertThat(search("feedback.good = 'false'")).containsExactly("tr-1");
    all.delete(ALL, id, second.id());
    assertThat(all.load(ALL, id, first.id()).history().isValid()).isTrue();
    assertThat(search("feedback.good IS NULL")).isEmpty();
    assertThatThrownBy(
            () -> all.add(ALL, id, feedback("a-3", "1", Optional.of(new AssessmentId("a-none")))))
        .isInstanceOf(Problem.class);
    assertThat(traces.load(ALL, id).assessments()).hasSize(1);
  }

  private static Assessment feedback(String id, String value, Optional<AssessmentId> overrides) {
    return new Assessment(
        new AssessmentId(id),
        "good",
        Assessment.Kind.FEEDBACK,
        Json.parseObject("{\"value\": " + value + "}"),
        new Assessment.Source("HUMAN", "ada"),
        new Assessment.Note(Optional.empty(), Optional.empty(), Map.of()),
        new Assessment.History(Instant.EPOCH, Instant.EPOCH, overrides, true));
  }
}
