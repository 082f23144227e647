package dev.rondo.data.internal;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs each task at once on the thread that hands it in. Iceberg waits for the tasks that it hands
/// to other threads by looking every 10 ms, four times in a commit; here nothing is left to wait
/// for. Our files are few and local. It has no threads to stop and is never shut down.
public final class InlineExecutor extends AbstractExecutorService {
  public static final InlineExecutor INSTANCE = new InlineExecutor();

  private InlineExecutor() {}

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
