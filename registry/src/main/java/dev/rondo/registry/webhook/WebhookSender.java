package dev.rondo.registry.webhook;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.event.Cursor;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.registry.webhook.WebhookTable.Owed;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Calls webhooks, each of its own line of news, one after the other: a delivery has the same id
/// whenever it is repeated, so that a receiver can tell. One that does not take it after some tries
/// is given up. The news of an event is done with when all webhooks have taken it, but for those
/// that are slow: nobody waits for them, and what they have not taken when the server stops they
/// are told after its next start. Thread-safe.
public final class WebhookSender implements AutoCloseable {
  private static final String CONSUMER = "webhooks";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_DIGITS = 32;
  private static final int LONGEST_LINE = 1_000;

  /// How long the others wait for one.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Webhooks webhooks;
  private final OutgoingHttp http;
  private final InstantSource clock;
  private final List<Duration> waits;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private boolean isClosed;

  /// @param clock system time
  /// @param waits before each further try
  public WebhookSender(
      Webhooks webhooks, OutgoingHttp http, InstantSource clock, List<Duration> waits) {
    this.webhooks = webhooks;
    this.http = http;
    this.clock = clock;
    this.waits = List.copyOf(waits);
  }

  /// What came of a call.
  ///
  /// @param status of the answer; 0 when there was none
  /// @param problem empty when the call was taken
  public record Outcome(int status, String problem) {
    boolean isTaken() {
      return problem.isEmpty();
    }

    /// Whether it may be taken another time.
    boolean isWorthAnotherTry() {
      return !isTaken() && (status == 0 || status == 429 || status >= 500);
    }
  }

  /// Tells webhooks of all that happens from now on, of what happened since the last time, and the
  /// slow ones of what they had not taken then.
  public void start(Events events) {
    Cursor outbox = events.cursor(CONSUMER, WebhookNews.EVENTS);
    webhooks.owed().forEach(owed -> tellAgain(outbox, owed));
    events.subscribe(CONSUMER, WebhookNews.EVENTS, this::tell);
  }

  private void tellAgain(Cursor outbox, Owed owed) {
    Optional<Event> event =
        outbox.after(owed.event() - 1, 1).stream()
            .filter(found -> found.sequence() == owed.event())
            .findFirst();
    Optional<Webhook> webhook = webhooks.find(owed).filter(Webhook::isActive);
    Optional<WebhookNews> news = event.flatMap(WebhookNews::of);
    if (webhook.isPresent() && news.isPresent()) {
      add(event.get(), news.get(), webhook.get())
          .ifPresent(place -> place.end().thenRun(() -> settle(owed)));
    } else {
      webhooks.settle(owed);
    }
  }

  private void tell(Event event) {
    WebhookNews.of(event)
        .ifPresent(news -> {
          Map<Owed, Place> places = new LinkedHashMap<>();
          for (Webhook webhook : webhooks.of(event.project(), news.topic())) {
            Owed owed = new Owed(event.project(), webhook.id(), event.sequence());
            add(event, news, webhook).ifPresent(place -> places.put(owed, place));
          }
          await(places.values());
          places.forEach(this::remember);
          requireOpen(event);
        });
  }

  private Optional<Place> add(Event event, WebhookNews news, Webhook webhook) {
    return lines
        .computeIfAbsent(webhook.id(), _ -> new Line())
        .add(() -> deliver(event, news, webhook));
  }

  /// What is not taken yet is told again when the server ends before.
  private void remember(Owed owed, Place place) {
    if (!place.end().isDone()) {
      webhooks.owe(owed);
      place.end().thenRun(() -> settle(owed));
    }
  }

  private void settle(Owed owed) {
    if (isOpen()) {
      try {
        webhooks.settle(owed);
      } catch (Problem e) {
        log("A webhook will be told of an event again: " + e.text(), Optional.of(e));
      }
    }
  }

  private synchronized boolean isOpen() {
    return !isClosed;
  }

  /// What is cut off by the end of the server is told at its next start.
  private void requireOpen(Event event) {
    if (!isOpen()) {
      throw Problem.of(
          ProblemCode.CANCELLED, "Event %d is not told: the server ends.", event.sequence());
    }
  }

  /// Where a delivery stands.
  ///
  /// @param end of the delivery; also of one that has failed
  /// @param isFirst whether it stands behind no other one
  private record Place(CompletableFuture<Void> end, boolean isFirst) {}

  /// What one webhook is still to be told of.
  private final class Line {
    private final Semaphore room = new Semaphore(LONGEST_LINE);
    private CompletableFuture<Void> end = CompletableFuture.completedFuture(null);

    /// Empty when there is no room for it.
    synchronized Optional<Place> add(Runnable delivery) {
      if (!room.tryAcquire()) {
        log("A webhook is so slow that it was not told of an event.", Optional.empty());
        return Optional.empty();
      }
      boolean isFirst = end.isDone();
      end =
          end.thenRunAsync(delivery, calls)
              .whenComplete((_, _) -> room.release())
              .exceptionally(_ -> null);
      return Optional.of(new Place(end, isFirst));
    }
  }

  private static void await(Collection<Place> places) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (Place place : places) {
      try {
        if (place.isFirst()) {
          place.end().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Problem.wrap(ProblemCode.CANCELLED, "The wait for a webhook was cancelled.", e);
      } catch (ExecutionException | TimeoutException e) {
        log("A webhook is slow; the others go on.", Optional.empty());
      }
    }
  }

  private static void log(String text, Optional<Problem> cause) {
    System.getLogger(WebhookSender.class.getName()).log(Level.WARNING, text, cause.orElse(null));
  }

  private void deliver(Event event, WebhookNews news, Webhook webhook) {
    try {
      tell(event, news, webhook);
    } catch (Problem e) {
      log(untold(event, webhook, e.text()), Optional.of(e));
    }
  }

  private static String untold(Event event, Webhook webhook, String why) {
    return "Webhook '%s' was not told of event %d: %s"
        .formatted(webhook.name(), event.sequence(), why);
  }

  private void tell(Event event, WebhookNews news, Webhook webhook) {
    String id = Digest.of(webhook.id() + "/" + event.sequence()).value().substring(0, ID_DIGITS);
    Optional<String> secret = webhooks.secret(event.project(), webhook.id());
    Outcome outcome = call(webhook, id, secret, news);
    for (Duration wait : waits) {
      if (!outcome.isWorthAnotherTry() || !pause(wait)) {
        break;
      }
      outcome = call(webhook, id, secret, news);
    }
    if (!outcome.isTaken()) {
      log(untold(event, webhook, outcome.problem()), Optional.empty());
    }
  }

  /// Calls a webhook once, with something made up.
  public Outcome test(Caller caller, Webhook webhook, WebhookTopic topic) {
    Optional<String> secret = webhooks.secret(caller.project(), webhook.id());
    String id = Digest.of(webhook.id() + "/test/" + clock.millis()).value().substring(0, ID_DIGITS);
    return call(webhook, id, secret, WebhookNews.example(topic, clock.instant()));
  }

  /// The answer's body is not looked at: it is nobody's business here.
  private Outcome call(
      Webhook webhook, String delivery, Optional<String> secret, WebhookNews news) {
    byte[] body = news.body();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("X-MLflow-Delivery-Id", delivery);
    headers.put("X-MLflow-Timestamp", timestamp);
    secret.ifPresent(
        key -> headers.put("X-MLflow-Signature", signature(key, delivery, timestamp, body)));
    try {
      http.requireSecure(webhook.url());
      int status = http.post(webhook.url(), headers, body).status();
      boolean isTaken = status >= 200 && status < 300;
      return new Outcome(status, isTaken ? "" : "The webhook answered with status " + status + ".");
    } catch (Problem e) {
      return new Outcome(0, e.text());
    }
  }

  /// `v1,` and the HMAC-SHA256 of id, time and body with points between them, in base64.
  static String signature(String secret, String delivery, String timestamp, byte[] body) {
    byte[] start = (delivery + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] signed = ByteBuffer.allocate(start.length + body.length).put(start).put(body).array();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException e) {
      throw Problem.wrap(ProblemCode.INTERNAL, "A call cannot be signed: " + e.getMessage(), e);
    }
  }

  /// Waits; false when it is to stop.
  private synchronized boolean pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try {
      for (long left = time.toNanos(); left > 0 && !isClosed; left = end - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !isClosed;
  }

  /// Ends the waits, and cuts off the calls that are under way.
  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    calls.shutdownNow();
  }
}
