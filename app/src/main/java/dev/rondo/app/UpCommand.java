package dev.rondo.app;

import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Starts the platform and stays up.
@Command(name = "up", description = "Start the platform and stay up until interrupted.")
public final class UpCommand implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.system();
    try (Server server = Server.start(ServerOptions.of(options, terminal))) {
      terminal.out().println("Rondo is up at " + server.url());
      terminal.out().flush();
      untilInterrupted(server);
    }
    return 0;
  }

  /// Waits for the process to be told to end, and closes the server then.
  public static void untilInterrupted(Server server) throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  end.countDown();
                  awaitQuietly(closed);
                }));
    end.await();
    server.close();
    closed.countDown();
  }

  private static void awaitQuietly(CountDownLatch closed) {
    try {
      closed.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
