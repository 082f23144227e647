package dev.rondo.loop.endpoint;

import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.source.CheckPoint;
import dev.rondo.quality.Contract;
import dev.rondo.quality.ContractCheck;
import dev.rondo.quality.ContractColumn;
import dev.rondo.quality.HandOver;
import dev.rondo.quality.QualityResult;
import dev.rondo.quality.QualityResults;
import dev.rondo.serving.AnswerCheck;
import dev.rondo.serving.PredictionBlock;
import dev.rondo.serving.RequestCheck;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Holds what goes into endpoints, and what comes out, against contracts, and keeps what was found
/// of each window. What was refused is counted in memory until then. Thread-safe.
public final class EndpointGuards {
  private static final String ANSWERS = "answers";

  private record Key(ProjectName project, String endpoint) {}

  /// A contract at an endpoint, and what it has found so far.
  private record Guard(Contract contract, BreachCount count) {
    static Guard of(Contract contract) {
      return new Guard(contract, new BreachCount(contract));
    }
  }

  /// Counts of a contract that another has taken the place of.
  private record Former(Key key, HandOver handOver, BreachCount count) {}

  private final QualityResults quality;
  private final InstantSource clock;
  private final Queue<Former> former = new ConcurrentLinkedQueue<>();
  private final Map<Key, Guard> requests = new ConcurrentHashMap<>();
  private final Map<Key, Guard> answers = new ConcurrentHashMap<>();

  /// @param clock system time
  public EndpointGuards(QualityResults quality, InstantSource clock) {
    this.quality = quality;
    this.clock = clock;
  }

  /// Judges an endpoint's requests from now on. The same contract goes on counting.
  public RequestCheck requests(Caller caller, String endpoint, Contract contract) {
    Guard guard = guard(requests, HandOver.REQUEST, new Key(caller.project(), endpoint), contract);
    return request -> guard.count().check(request);
  }

  /// Judges an endpoint's answers from now on.
  ///
  /// @param output what the answer is called
  public AnswerCheck answers(
      Caller caller, String endpoint, Optional<Contract> contract, String output) {
    Key key = new Key(caller.project(), endpoint);
    if (contract.isEmpty()) {
      Optional.ofNullable(answers.remove(key))
          .ifPresent(gone -> former.add(new Former(key, HandOver.PREDICTION, gone.count())));
      return AnswerCheck.NONE;
    }
    Guard guard = guard(answers, HandOver.PREDICTION, key, contract.get());
    List<String> columns = columns(contract.get());
    return (id, millis, version, value) ->
        check(guard, columns, output, new Answer(id, millis, version, value));
  }

  private Guard guard(Map<Key, Guard> guards, HandOver handOver, Key key, Contract contract) {
    Guard before = guards.get(key);
    if (before != null && before.contract().equals(contract)) {
      return before;
    }
    Guard next = Guard.of(contract);
    guards.put(key, next);
    if (before != null) {
      former.add(new Former(key, handOver, before.count()));
    }
    return next;
  }

  private static List<String> columns(Contract contract) {
    return contract.columns().stream().map(ContractColumn::name).toList();
  }

  private record Answer(String id, long millis, int version, float value) {}

  private static List<Mistake> check(
      Guard guard, List<String> columns, String output, Answer answer) {
    ObjectNode row = Json.object();
    for (String column : columns) {
      if (column.equals(output)) {
        row.put(column, (double) answer.value());
      } else {
        switch (column) {
          case "request_id" -> row.put(column, answer.id());
          case "event_time" -> row.put(column, Instant.ofEpochMilli(answer.millis()).toString());
          default -> row.put(column, answer.version());
        }
      }
    }
    return guard.count().check(row);
  }

  /// Keeps what was found of an endpoint's requests since the last time. Every call keeps its own.
  ///
  /// @param at the moment that they count for
  public void keepRequests(Caller caller, String endpoint, EventTime at) {
    Key key = new Key(caller.project(), endpoint);
    counts(requests, HandOver.REQUEST, key)
        .flatMap(count -> count.take(endpoint).stream())
        .forEach(result -> keep(caller, HandOver.REQUEST, key, at, result));
  }

  /// Keeps which of an endpoint's answers were refused since the last time, where no window is
  /// judged that would tell. Every call keeps its own.
  ///
  /// @param at the moment that they count for
  public void keepRefused(Caller caller, String endpoint, EventTime at) {
    Key key = new Key(caller.project(), endpoint);
    counts(answers, HandOver.PREDICTION, key)
        .flatMap(count -> count.takeRefused(endpoint).stream())
        .forEach(result -> keep(caller, HandOver.PREDICTION, key, at, result));
  }

  /// Those of the contract that stands, and of those before it, which are told for the last time.
  private Stream<BreachCount> counts(Map<Key, Guard> guards, HandOver handOver, Key key) {
    return Stream.concat(
        former(handOver, key).stream(),
        Optional.ofNullable(guards.get(key)).map(Guard::count).stream());
  }

  private List<BreachCount> former(HandOver handOver, Key key) {
    List<Former> found =
        former.stream().filter(one -> one.key().equals(key) && one.handOver() == handOver).toList();
    former.removeAll(found);
    return found.stream().map(Former::count).toList();
  }

  private void keep(Caller caller, HandOver handOver, Key key, EventTime at, QualityResult result) {
    String batch = "%s (%s, %s)".formatted(at, result.version(), clock.instant());
    quality.record(caller, handOver, key.endpoint(), batch, at, result);
  }

  /// Keeps what was found at all of a project's endpoints since the last time.
  public void keep(Caller caller, EventTime at) {
    Stream.concat(
            Stream.concat(requests.keySet().stream(), answers.keySet().stream()),
            former.stream().map(Former::key))
        .filter(key -> key.project().equals(caller.project()))
        .map(Key::endpoint)
        .distinct()
        .toList()
        .forEach(endpoint -> {
          keepRequests(caller, endpoint, at);
          keepRefused(caller, endpoint, at);
        });
  }

  /// Judges an endpoint's logged answers of a window as a whole, and keeps what was found, with the
  /// answers that were refused.
  ///
  /// @param output what the answer is called
  public void keepAnswers(
      Caller caller,
      SqlSession session,
      String endpoint,
      String output,
      PredictionBlock block,
      EventTime from,
      EventTime until) {
    Key key = new Key(caller.project(), endpoint);
    former(HandOver.PREDICTION, key).stream()
        .flatMap(count -> count.takeRefused(endpoint).stream())
        .forEach(result -> keep(caller, HandOver.PREDICTION, key, until, result));
    Guard guard = answers.get(key);
    if (guard == null) {
      return;
    }
    List<ContractColumn> columns = guard.contract().columns();
    session.execute(
        columns.stream()
            .map(column -> SqlSession.name(column.name()) + " " + type(column.name(), output))
            .collect(
                Collectors.joining(", ", "CREATE OR REPLACE TEMP TABLE " + ANSWERS + " (", ")")));
    fill(session, columns(guard.contract()), output, block, from);
    CheckPoint point = new CheckPoint(quality, caller, HandOver.PREDICTION, endpoint, until);
    QualityResult logged =
        ContractCheck.check(
            session, ANSWERS, guard.contract(), point.context(guard.contract().id(), endpoint));
    QualityResult all = guard.count().takeWith(logged);
    quality.record(caller, HandOver.PREDICTION, endpoint, until.toString(), until, all);
  }

  private static String type(String column, String output) {
    if (column.equals(output)) {
      return "DOUBLE";
    }
    return switch (column) {
      case "request_id" -> "VARCHAR";
      case "event_time" -> "TIMESTAMP";
      default -> "BIGINT";
    };
  }

  private static void fill(
      SqlSession session,
      List<String> columns,
      String output,
      PredictionBlock block,
      EventTime from) {
    long start = from.value().toEpochMilli();
    try (SqlAppender rows = session.append(ANSWERS)) {
      for (int i = 0; i < block.rows(); i++) {
        if (block.eventMillis()[i] >= start) {
          for (String column : columns) {
            append(rows, column, output, block, i);
          }
          rows.endRow();
        }
      }
    }
  }

  private static void append(
      SqlAppender rows, String column, String output, PredictionBlock block, int i) {
    if (column.equals(output)) {
      rows.real(block.values()[i]);
      return;
    }
    switch (column) {
      case "request_id" -> rows.text(block.requestIds()[i]);
      case "event_time" -> rows.timeMicros(block.eventMillis()[i] * 1_000);
      default -> rows.number(block.versions()[i]);
    }
  }
}
