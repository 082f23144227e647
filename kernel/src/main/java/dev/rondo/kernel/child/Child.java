package dev.rondo.kernel.child;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Json;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/// One child process. Used by one caller at a time.
final class Child {
  private static final int LAST_LINES = 20;

  private final Process process;
  private final DataOutputStream requests;
  private final DataInputStream answers;
  private final Deque<String> errors = new ArrayDeque<>();
  private final Thread errorReader;
  private volatile long idleSince;

  private Child(Process process) {
    this.process = process;
    this.requests = new DataOutputStream(process.getOutputStream());
    this.answers = new DataInputStream(process.getInputStream());
    this.errorReader = Thread.ofVirtual().start(this::keepLastErrors);
  }

  static Child start(ChildCommand command) {
    ProcessBuilder builder = new ProcessBuilder(command.line());
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().put("LANG", "C.UTF-8");
    // OpenMP's threads spin while they wait; on busy cores that made a training 20 times slower.
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    builder.directory(command.temporary().toFile());
    try {
      return new Child(builder.start());
    } catch (IOException e) {
      throw Problem.wrap(
          ProblemCode.UNAVAILABLE, "A child process cannot be started: " + e.getMessage(), e);
    }
  }

  ObjectNode call(
      String job, ObjectNode request, Duration timeout, ScheduledExecutorService timer) {
    AtomicBoolean isLate = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        timer.schedule(
            () -> {
              isLate.set(true);
              process.destroyForcibly();
            },
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      ObjectNode message = Json.object().put("job", job);
      message.set("request", request);
      Frames.write(requests, message);
      return unwrap(Frames.read(answers), job);
    } catch (IOException e) {
      process.destroyForcibly();
      throw isLate.get() ? late(job, timeout) : died(job);
    } catch (Died e) {
      throw isLate.get() ? late(job, timeout) : died(job);
    } finally {
      alarm.cancel(false);
    }
  }

  private static ObjectNode unwrap(ObjectNode answer, String job) throws Died {
    if (answer.get("result") instanceof ObjectNode result) {
      return result;
    }
    if (answer.isEmpty()) {
      throw new Died();
    }
    throw Problem.of(
        ProblemCode.valueOf(answer.path("code").asString(ProblemCode.INTERNAL.name())),
        "%s",
        answer.path("message").asString("The job '" + job + "' gave no answer."));
  }

  private static Problem late(String job, Duration timeout) {
    return Problem.of(
        ProblemCode.TIMED_OUT, "The job '%s' took longer than %d s.", job, timeout.toSeconds());
  }

  private Problem died(String job) {
    try {
      process.waitFor();
      errorReader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (errors) {
      return Problem.of(
          ProblemCode.UNAVAILABLE,
          "The process of job '%s' died (exit %s). Its last words: %s",
          job,
          process.isAlive() ? "unknown" : process.exitValue(),
          errors.isEmpty() ? "none" : String.join(" | ", errors));
    }
  }

  private void keepLastErrors() {
    try (BufferedReader lines = process.errorReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (errors) {
          errors.add(line);
          if (errors.size() > LAST_LINES) {
            errors.remove();
          }
        }
      }
    } catch (IOException e) {
      System.getLogger(Child.class.getName())
          .log(System.Logger.Level.DEBUG, "A child's errors ended.", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long processId() {
    return process.pid();
  }

  long idleSince() {
    return idleSince;
  }

  void idleSince(long nanos) {
    idleSince = nanos;
  }

  void end() {
    process.destroyForcibly();
  }

  /// The pipe ended without an answer.
  private static final class Died extends Exception {
    private static final long serialVersionUID = 1;
  }
}
