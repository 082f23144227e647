package dev.rondo.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs native calls (DuckDB, LMDB) on a bounded pool of platform threads, since they would pin the
/// carriers of virtual threads. Thread-safe.
public final class NativePool implements AutoCloseable {
  private final ExecutorService threads;

  public NativePool(int size) {
    threads =
        Executors.newFixedThreadPool(
            size, Thread.ofPlatform().daemon().name("native-", 0).factory());
  }

  /// Runs the call and waits for it. Interrupting the waiting thread interrupts the call.
  public <T> T call(Callable<T> call) {
    Future<T> future = threads.submit(call);
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Problem.wrap(ProblemCode.CANCELLED, "The call was cancelled.", e);
    } catch (ExecutionException e) {
      throw rethrow(e.getCause() == null ? e : e.getCause());
    }
  }

  private static RuntimeException rethrow(Throwable cause) {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> Problem.wrap(ProblemCode.INTERNAL, String.valueOf(cause.getMessage()), cause);
    };
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
