package dev.rondo.serving;

import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import java.nio.FloatBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Runs models, as many at once as there are processors: a native call holds the thread that
/// carries it, and a single row takes microseconds, so that handing it to another thread would cost
/// more than the call. Who waits too long is refused. Thread-safe.
final class Engine {
  private static final long PATIENCE_SECONDS = 10;

  private final Semaphore processors =
      new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
  private final BufferPool buffers = new BufferPool();

  BufferPool buffers() {
    return buffers;
  }

  float score(LoadedModel model, float[] features) {
    enter();
    try {
      return model.onnx().score(features);
    } finally {
      processors.release();
    }
  }

  /// @param rows a direct buffer with `count` rows from its start
  float[] score(LoadedModel model, FloatBuffer rows, int count) {
    float[] values = new float[count];
    if (count == 0) {
      return values;
    }
    if (count == 1) {
      float[] row = new float[model.inputs().size()];
      rows.get(0, row);
      values[0] = score(model, row);
      return values;
    }
    FloatBuffer out = buffers.take(count);
    try {
      run(model, rows, count, out);
      out.get(0, values);
      return values;
    } finally {
      buffers.give(out);
    }
  }

  private void run(LoadedModel model, FloatBuffer rows, int count, FloatBuffer out) {
    enter();
    try {
      model.onnx().score(rows, count, out);
    } finally {
      processors.release();
    }
  }

  private void enter() {
    try {
      if (processors.tryAcquire() || processors.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The prediction was cancelled.", e);
    }
    throw Problem.of(
        ProblemCode.UNAVAILABLE,
        "Every processor has been busy for %d seconds; try again later.",
        PATIENCE_SECONDS);
  }
}
