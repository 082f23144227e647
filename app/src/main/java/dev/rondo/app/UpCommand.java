package dev.rondo.app;

import dev.rondo.access.Users;
import dev.rondo.cli.HomeOptions;
import dev.rondo.cli.Terminal;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the platform and stays up.
@Command(name = "up", description = "Start the platform and stay up until interrupted.")
public final class UpCommand implements Callable<Integer> {
  @Mixin private final HomeOptions options = new HomeOptions();

  @Option(
      names = "--sign-in",
      description = "Ask everybody for a user name and a password; else RONDO_SIGN_IN=true.")
  private boolean isSignInAsked;

  @Override
  public Integer call() throws Exception {
    Terminal terminal = Terminal.system();
    ServerOptions chosen =
        ServerOptions.of(options, terminal).withSignIn(SignInOptions.of(isSignInAsked, terminal));
    try (Server server = Server.start(chosen)) {
      terminal.out().println("Rondo is up at " + server.url());
      server
          .firstPassword()
          .ifPresent(password ->
              terminal
                  .out()
                  .println(
                      "Sign in as '"
                          + Users.FIRST
                          + "' with the password "
                          + password
                          + " (it is shown this once)."));
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
