package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.SseStream;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.workflow.ExecutionId;
import dev.rondo.workflow.LogLine;
import dev.rondo.workflow.Task;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `/runs/{id}/log`: the lines of a task's log as it writes them.
final class RunLog {
  private static final int PAUSE_MILLIS = 400;

  private final Parts parts;

  RunLog(Parts parts) {
    this.parts = parts;
  }

  Response open(Request request) {
    Caller caller = request.caller();
    ExecutionId id = new ExecutionId(request.parameter("id"));
    String task =
        request.query("task").orElseThrow(() -> Problem.invalid("A log needs its 'task'."));
    long after = request.query("after", 0);
    if (parts.execution(caller, id).isEmpty()) {
      throw RunPages.unknown(id.value());
    }
    isLive(caller, id, task);
    return Response.events(stream -> {
      long start = stream.lastEventId().map(Feed::sequence).orElse(after);
      feed(caller, id, task, start, stream);
    });
  }

  /// The state is read before the lines, so that none is missed at the end.
  private void feed(Caller caller, ExecutionId id, String task, long start, SseStream stream)
      throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long sent = start;
    while (stream.isOpen()) {
      Optional<Caller> reader =
          parts.projects().again(caller).filter(now -> parts.execution(now, id).isPresent());
      if (reader.isEmpty()) {
        return;
      }
      boolean isLive = isLive(reader.get(), id, task);
      List<LogLine> lines = parts.engine().logs(reader.get(), id, task, sent);
      for (LogLine line : lines) {
        stream.send(Long.toString(line.line()), "line", line.text());
        sent = line.line();
      }
      if (lines.isEmpty() && !isLive) {
        stream.send(Long.toString(sent), "end", "");
        return;
      }
      if (lines.isEmpty()) {
        never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean isLive(Caller caller, ExecutionId id, String task) {
    return parts.engine().tasks(caller, id).stream()
        .filter(one -> one.id().equals(task))
        .findFirst()
        .map((Task one) -> !one.status().isFinal())
        .orElseThrow(() -> Problem.notFound("Execution '%s' has no task '%s'.", id.value(), task));
  }
}
