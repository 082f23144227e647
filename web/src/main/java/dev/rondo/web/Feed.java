package dev.rondo.web;

import dev.rondo.api.VisibleEvents;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.SseStream;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// `/feed`: the events of a project as they happen. A moment that matters comes as a line of the
/// page; anything else only says that something moved.
final class Feed {
  private static final int PAGE = 200;
  private static final Set<String> ROUTINE =
      Set.of(
          "run.started",
          "run.finished",
          "execution.started",
          "task.started",
          "task.finished",
          "quality.checked",
          "monitor.window-closed",
          "deployment.loaded");

  private final Site site;
  private final ProjectReader projects;
  private final Events events;

  Feed(Site site, Parts parts) {
    this.site = site;
    this.projects = parts.projects();
    this.events = parts.events();
  }

  /// Whether people want to read of it; routine is seen on the map.
  static boolean matters(Event event) {
    return switch (event.type()) {
      case "execution.finished" -> !event.data().path("status").asString("").equals("SUCCEEDED");
      // The endpoint itself tells what it answers with; of the release only a failure is news.
      case "deployment.succeeded" -> false;
      case "deployment.rolled-back" -> !event.data().has("release");
      default -> !ROUTINE.contains(event.type());
    };
  }

  Response open(Request request) {
    Caller caller = request.caller();
    Frame frame = site.frame(request, "", "", "");
    long after = request.query("after", 0);
    return Response.events(stream -> {
      long start = stream.lastEventId().map(Feed::sequence).orElse(after);
      feed(caller, frame, stream, start);
    });
  }

  /// The number that a client's last event had; 0 for anything else.
  static long sequence(String id) {
    return id.chars().allMatch(Character::isDigit) && id.length() < 18 && !id.isEmpty()
        ? Long.parseLong(id)
        : 0;
  }

  /// The queue only wakes: events are read from the outbox, in order and without a gap, by whoever
  /// may still read them.
  private void feed(Caller caller, Frame frame, SseStream stream, long start)
      throws IOException, InterruptedException {
    BlockingQueue<Boolean> wake = new ArrayBlockingQueue<>(1);
    long sent = start;
    try (Listening _ = listen(caller, wake)) {
      while (stream.isOpen()) {
        Optional<Caller> reader = projects.again(caller);
        if (reader.isEmpty()) {
          return;
        }
        List<Event> page = events.since(reader.get(), sent, PAGE);
        if (page.isEmpty()) {
          wake.poll(1, TimeUnit.MINUTES);
        } else {
          send(frame, stream, VisibleEvents.of(reader.get(), page));
          sent = page.getLast().sequence();
        }
      }
    }
  }

  private interface Listening extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  private Listening listen(Caller caller, BlockingQueue<Boolean> wake) {
    AutoCloseable listening =
        events.listen(event -> {
          if (event.project().equals(caller.project())) {
            wake.offer(true);
          }
        });
    return () -> {
      try {
        listening.close();
      } catch (Exception e) {
        throw new IOException(e);
      }
    };
  }

  private void send(Frame frame, SseStream stream, List<Event> page) throws IOException {
    for (Event event : page) {
      if (matters(event)) {
        String line = site.render("moment.jte", Map.of("frame", frame, "event", event));
        stream.send(Long.toString(event.sequence()), "moment", line);
      }
    }
    if (!page.isEmpty()) {
      Event last = page.getLast();
      stream.send(Long.toString(last.sequence()), "moved", last.type());
    }
  }
}
