package dev.rondo.api.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.http.HttpOptions;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.testing.TestServer;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.SqliteDatabase;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.http.OutgoingRules;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.kernel.testing.Wait;
import dev.rondo.ledger.RunId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwarderTest {
  private static final Pace QUICK = new Pace(Duration.ofMillis(1), Duration.ofMillis(20));
  private static final String KEY = "hush-hush";
  private static final Logger LOGGER = Logger.getLogger(Standing.class.getName());

  @TempDir Path folder;
  private Database database;
  private Events events;
  private Optional<TestServer> server = Optional.empty();
  private Optional<Forwarder> forwarder = Optional.empty();
  private final List<Integer> taken = new CopyOnWriteArrayList<>();
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler log = new Log();

  private final class Log extends Handler {
    @Override
    public void publish(LogRecord line) {
      logged.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    LOGGER.addHandler(log);
    database = SqliteDatabase.open(folder.resolve("t.db"), new TestClock());
    events = new Events(database, new TestClock());
  }

  @AfterEach
  void close() {
    forwarder.ifPresent(Forwarder::close);
    server.ifPresent(TestServer::close);
    events.close();
    database.close();
    LOGGER.removeHandler(log);
  }

  private void publish(int from, int to) {
    for (int i = from; i < to; i++) {
      Map<String, Integer> data = Map.of("n", i);
      database.write(tx -> {
        events.publish(tx, Callers.ALL, "run.started", "s", data);
        return true;
      });
    }
  }

  /// The number stands in the job's name.
  private static List<RunEvent> mapped(Event fact) {
    Name job = new Name("rondo://tests", fact.data().get("n").asString());
    return List.of(
        new RunEvent(
            RunEvent.Type.START,
            fact.at(),
            new RunId("0".repeat(32)),
            List.of(),
            new RunEvent.Job(job, List.of()),
            List.of(),
            List.of()));
  }

  private static int number(Request request) {
    return Json.parseObject(request.text()).at("/job/name").asInt();
  }

  private Response take(int number) {
    taken.add(number);
    return Response.empty(201);
  }

  private int serve(int port, Function<Request, Response> answers) {
    TestServer started =
        TestServer.start(
            routes ->
                routes
                    .post("/api/v1/lineage")
                    .permission(Permission.READ)
                    .summary("Take an event")
                    .handle(answers::apply),
            _ -> Callers.ALL,
            HttpOptions.local(port));
    server = Optional.of(started);
    return started.port();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Forwarder forward(int port) {
    return forward(port, ForwarderTest::mapped, Duration.ofSeconds(20));
  }

  private Forwarder forward(int port, Function<Event, List<RunEvent>> mapping, Duration patience) {
    OutgoingRules rules =
        OutgoingRules.USUAL.withTrustedHosts(Set.of("127.0.0.1")).withTimes(patience, patience);
    URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/lineage");
    return start(
        new HttpReceiver(new OutgoingHttp(rules), address, Optional.of(new ApiKey(KEY))), mapping);
  }

  private Forwarder start(Receiver receiver, Function<Event, List<RunEvent>> mapping) {
    Forwarder started = new Forwarder(events, mapping, receiver, QUICK);
    started.start();
    forwarder = Optional.of(started);
    return started;
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  void whatWasPublishedBeforeAndAfterArrivesInOrder() {
    List<String> keys = new CopyOnWriteArrayList<>();
    int port =
        serve(
            0,
            request -> {
              keys.add(request.header("Authorization").orElse(""));
              return take(number(request));
            });
    publish(0, 250);
    Forwarder sending = forward(port);
    publish(250, 300);
    Wait.until("all events", () -> taken.size() == 300);
    assertThat(taken).isEqualTo(numbers(0, 300));
    assertThat(keys).containsOnly("Bearer " + KEY);
    Wait.until("nothing left", () -> sending.figures().waiting() == 0);
    assertThat(sending.figures())
        .isEqualTo(
            new Standing.Figures("http://127.0.0.1:" + port + "/api/v1/lineage", 300, 0, 0, 0));
  }

  @Test
  void aReceiverThatIsDownHoldsUpNobodyAndLosesNothing() throws IOException {
    int port = freePort();
    Forwarder sending = forward(port);
    publish(0, 50);
    events.awaitSettled(Duration.ofSeconds(20));
    Wait.until("some failures", () -> sending.figures().failures() > 3);
    assertThat(sending.figures().waiting()).isEqualTo(50);
    serve(port, request -> take(number(request)));
    Wait.until("all events", () -> taken.size() == 50);
    assertThat(taken).isEqualTo(numbers(0, 50));
    assertThat(logged).filteredOn(line -> line.contains("cannot be sent")).hasSize(1);
  }

  @Test
  void aReceiverInTroubleIsTriedAgainUntilItTakesTheEvent() {
    List<Integer> troubles = List.of(500, 503, 429, 401, 404, 302);
    AtomicInteger asked = new AtomicInteger();
    int port =
        serve(
            0,
            request -> {
              int n = asked.getAndIncrement();
              return n % 2 == 1
                  ? take(number(request))
                  : Response.text("wrong key " + KEY).status(troubles.get(n / 2 % troubles.size()));
            });
    publish(0, 20);
    forward(port);
    Wait.until("all events", () -> taken.size() == 20);
    assertThat(taken).isEqualTo(numbers(0, 20));
    assertThat(logged).isNotEmpty().noneMatch(line -> line.contains(KEY));
    assertThat(new ApiKey(KEY).toString()).doesNotContain(KEY);
  }

  @Test
  void anEventThatIsRefusedIsLeftOutAndTheOthersGoOn() {
    int port =
        serve(
            0,
            request -> {
              int number = number(request);
              return number % 10 == 5 ? Response.text("no such thing").status(422) : take(number);
            });
    publish(0, 30);
    Forwarder sending = forward(port);
    Wait.until("all events", () -> sending.figures().waiting() == 0);
    assertThat(taken).hasSize(27).isSorted().doesNotContain(5, 15, 25);
    assertThat(sending.figures().refused()).isEqualTo(3);
    assertThat(logged)
        .singleElement()
        .asString()
        .contains("is left out: it answers with status 422: no such thing.");
  }

  @Test
  void aReceiverThatHangsIsGivenUpAndTriedAgain() {
    AtomicInteger asked = new AtomicInteger();
    List<Forwarder> sending = new CopyOnWriteArrayList<>();
    int port =
        serve(
            0,
            request -> {
              int number = number(request);
              if (asked.getAndIncrement() == 0) {
                Wait.until("patience to end", () -> sending.getFirst().figures().failures() > 0);
              }
              return take(number);
            });
    Forwarder started = forward(port, ForwarderTest::mapped, Duration.ofMillis(300));
    sending.add(started);
    publish(0, 10);
    Wait.until("all events", () -> Set.copyOf(taken).containsAll(numbers(0, 10)));
    List<Integer> firsts = taken.stream().distinct().toList();
    assertThat(firsts).isEqualTo(numbers(0, 10));
    assertThat(taken).filteredOn(number -> number > 0).doesNotHaveDuplicates();
  }

  @Test
  void afterARestartItGoesOnWhereItStopped() {
    int port = serve(0, request -> take(number(request)));
    publish(0, 5);
    Forwarder first = forward(port);
    Wait.until("all events", () -> first.figures().waiting() == 0);
    first.close();
    publish(5, 10);
    forward(port);
    Wait.until("the others", () -> taken.size() == 10);
    assertThat(taken).isEqualTo(numbers(0, 10));
  }

  @Test
  void itStopsWhileTheReceiverHangs() {
    AtomicInteger asked = new AtomicInteger();
    List<String> ended = new CopyOnWriteArrayList<>();
    int port =
        serve(
            0,
            _ -> {
              asked.incrementAndGet();
              Wait.until("the end", () -> !ended.isEmpty());
              return Response.empty(201);
            });
    publish(0, 1);
    Forwarder sending = forward(port);
    Wait.until("the call", () -> asked.get() == 1);
    sending.close();
    ended.add("closed");
    assertThat(
            events
                .cursor("openlineage http://127.0.0.1:" + port + "/api/v1/lineage", Set.of("x"))
                .position())
        .isZero();
  }

  @Test
  void aFactThatCannotBeToldHoldsUpTheOthersOnlyForSomeTries() {
    int port = serve(0, request -> take(number(request)));
    AtomicInteger tries = new AtomicInteger();
    publish(0, 3);
    Forwarder sending =
        forward(
            port,
            fact -> {
              if (fact.data().get("n").asInt() == 1) {
                tries.incrementAndGet();
                throw Problem.invalid("What it speaks of is broken.");
              }
              return mapped(fact);
            },
            Duration.ofSeconds(20));
    Wait.until("the others", () -> sending.figures().waiting() == 0);
    assertThat(taken).containsExactly(0, 2);
    assertThat(tries).hasValue(5);
    assertThat(sending.figures().refused()).isEqualTo(1);
  }

  @Test
  void aHostInThisMachineIsOnlyCalledWhenItIsTrusted() {
    int port = serve(0, request -> take(number(request)));
    publish(0, 1);
    URI address = URI.create("http://127.0.0.1:" + port + "/api/v1/lineage");
    Forwarder sending =
        start(
            new HttpReceiver(new OutgoingHttp(OutgoingRules.USUAL), address, Optional.empty()),
            ForwarderTest::mapped);
    Wait.until("a failure", () -> sending.figures().failures() > 0);
    assertThat(taken).isEmpty();
    assertThat(logged).singleElement().asString().contains("name '127.0.0.1:" + port + "'");
  }

  @Test
  void aFileGetsALineForEachEventAndLosesAHalfOne() throws IOException {
    Path file = folder.resolve("new").resolve("events.ndjson");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"whole\":true}\n{\"ha");
    publish(0, 30);
    Forwarder sending = start(new FileReceiver(file), ForwarderTest::mapped);
    Wait.until("all events", () -> sending.figures().waiting() == 0);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    assertThat(lines.removeFirst()).isEqualTo("{\"whole\":true}");
    assertThat(lines.stream().map(line -> Json.parse(line).at("/job/name").asInt()))
        .isEqualTo(numbers(0, 30));
  }

  @Test
  void aFileThatCannotBeWrittenIsTriedAgain() throws IOException {
    Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
    publish(0, 3);
    Forwarder sending =
        start(new FileReceiver(blocked.resolve("events.ndjson")), ForwarderTest::mapped);
    Wait.until("a failure", () -> sending.figures().failures() > 0);
    Files.delete(blocked);
    Wait.until("all events", () -> sending.figures().waiting() == 0);
    assertThat(blocked.resolve("events.ndjson")).exists();
  }
}
