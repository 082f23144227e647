package dev.rondo.loop.endpoint;

import dev.rondo.data.SqlAppender;
import dev.rondo.data.SqlSession;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.json.Json;
import dev.rondo.loop.endpoint.Guard.Place;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Holds what goes into endpoints, and what comes out, against contracts, and keeps what was found:
/// of requests all, of answers those that were refused, by periods that end with each window; and
/// the logged answers of each window as a whole. Thread-safe.
public final class EndpointGuards {
  private static final String ANSWERS = "answers";

  private final QualityResults quality;
  private final InstantSource clock;
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.EPOCH);
  private final Map<Place, Guard> guards = new ConcurrentHashMap<>();
  private final Queue<Guard> former = new ConcurrentLinkedQueue<>();

  /// @param clock system time
  public EndpointGuards(QualityResults quality, InstantSource clock) {
    this.quality = quality;
    this.clock = clock;
  }

  /// Judges an endpoint's requests from now on. The same contract goes on counting.
  public RequestCheck requests(Caller caller, String endpoint, Contract contract) {
    return guard(new Place(caller.project(), HandOver.REQUEST, endpoint), contract)::check;
  }

  /// Judges an endpoint's answers from now on.
  ///
  /// @param output what the answer is called
  public AnswerCheck answers(
      Caller caller, String endpoint, Optional<Contract> contract, String output) {
    Place place = new Place(caller.project(), HandOver.PREDICTION, endpoint);
    if (contract.isEmpty()) {
      Optional.ofNullable(guards.remove(place)).ifPresent(former::add);
      return AnswerCheck.NONE;
    }
    Guard guard = guard(place, contract.get());
    List<String> columns = columns(contract.get());
    return (id, millis, version, value) ->
        check(guard, columns, output, new Answer(id, millis, version, value));
  }

  private Guard guard(Place place, Contract contract) {
    Guard before = guards.get(place);
    if (before != null && before.contract().equals(contract)) {
      return before;
    }
    Guard next = new Guard(quality, place, contract, this::moment);
    Optional.ofNullable(guards.put(place, next)).ifPresent(former::add);
    return next;
  }

  /// The time, but never the same twice.
  private Instant moment() {
    Instant now = clock.instant();
    return latest.updateAndGet(before -> now.isAfter(before) ? now : before.plusMillis(1));
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
    return guard.check(row);
  }

  /// Keeps what has been found at a project's endpoints so far, so that a kill loses no more than
  /// what comes after.
  ///
  /// @param at the moment that it counts for
  public void keep(Caller caller, EventTime at) {
    Stream.concat(former.stream(), guards.values().stream())
        .filter(guard -> guard.place().project().equals(caller.project()))
        .forEach(guard -> guard.keep(caller, at));
  }

  /// Ends the periods of all of a project's endpoints, and keeps what was found.
  public void close(Caller caller, EventTime at) {
    close(caller, at, _ -> true);
  }

  /// Ends the periods of an endpoint's requests and refused answers, and keeps what was found.
  /// Doing it again keeps what has come since.
  ///
  /// @param at the moment that they count for
  public void close(Caller caller, String endpoint, EventTime at) {
    close(caller, at, place -> place.endpoint().equals(endpoint));
  }

  /// Those of contracts that others have taken the place of go when nothing comes any more: what
  /// was under way then may come a little later.
  private void close(Caller caller, EventTime at, Predicate<Place> isMeant) {
    Predicate<Guard> isOne =
        guard -> guard.place().project().equals(caller.project()) && isMeant.test(guard.place());
    former.stream()
        .filter(isOne)
        .filter(guard -> !guard.close(caller, at))
        .toList()
        .forEach(former::remove);
    guards.values().stream().filter(isOne).forEach(guard -> guard.close(caller, at));
  }

  /// Judges an endpoint's logged answers of a window as a whole, and keeps what was found. The log
  /// alone decides: judging it again finds the same.
  ///
  /// @param output what the answer is called
  public void judgeAnswers(
      Caller caller,
      SqlSession session,
      String endpoint,
      String output,
      PredictionBlock block,
      EventTime from,
      EventTime until) {
    Guard guard = guards.get(new Place(caller.project(), HandOver.PREDICTION, endpoint));
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
    quality.record(caller, HandOver.PREDICTION, endpoint, until.toString(), until, logged);
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
