package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.RondoCommand;
import dev.rondo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stores that the real MLflow has made are imported, and then compared field by field by its own
/// client, which reads the one as it reads the other.
class MlflowImportTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "mlflow_import.py");
  private static final String NEW = PythonClient.NEWEST;
  private static final String OLD = PythonClient.OLDER;

  @TempDir Path folder;
  private String said = "";

  @ParameterizedTest
  @ValueSource(strings = {NEW, OLD})
  void aDatabaseComesWhole(String client) throws Exception {
    PythonClient python = PythonClient.install(client);
    String store = "sqlite:///" + folder.resolve("mlflow.db");
    script(python, "make", store, folder.resolve("mlruns").toString());
    importedAndCompared(python, store, store);
  }

  @ParameterizedTest
  @ValueSource(strings = {NEW, OLD})
  void aFolderComesWhole(String client) throws Exception {
    PythonClient python = PythonClient.install(client);
    String store = folder.resolve("mlruns").toString();
    script(python, "make", store, "-");
    importedAndCompared(python, store, store);
  }

  @Test
  void aTrackingServersStoreComesWhole() throws Exception {
    PythonClient python = PythonClient.install(NEW);
    int port = freePort();
    Process stock = stock(python, port);
    try {
      String url = "http://127.0.0.1:" + port;
      awaitListening(port, stock);
      script(python, "make", url, "-");
      importedAndCompared(python, url, url);
    } finally {
      stock.descendants().forEach(ProcessHandle::destroy);
      stock.destroy();
    }
  }

  private void importedAndCompared(PythonClient python, String source, String same)
      throws Exception {
    try (Server server = Server.start(new ServerOptions(folder.resolve("home"), 0))) {
      assertThat(imported(source)).describedAs(said).isZero();
      String first = said;
      assertThat(imported(source)).describedAs(said).isZero();
      assertThat(said).isEqualTo(first);
      script(python, "compare", same, server.url());
    }
  }

  private int imported(String source) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(stream, stream, false, Map.of());
    int exit =
        RondoCommand.build(terminal, List.of())
            .execute("import", "mlflow", source, "--home", folder.resolve("home").toString());
    said = output.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private static void script(PythonClient python, String... arguments) throws Exception {
    PythonClient.Outcome outcome =
        python.run(
            Stream.concat(Stream.of(SCRIPT.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    assertThat(outcome.code()).describedAs(outcome.text()).isZero();
  }

  private Process stock(PythonClient python, int port) throws Exception {
    return new ProcessBuilder(
            python.python().resolveSibling("mlflow").toString(),
            "server",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--workers",
            "1",
            "--backend-store-uri",
            "sqlite:///" + folder.resolve("stock.db"),
            "--artifacts-destination",
            folder.resolve("stock").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("stock.log").toFile())
        .start();
  }

  private static int freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /// The server says nowhere that it is up, so it is asked until it answers.
  private static void awaitListening(int port, Process stock) throws Exception {
    boolean isUp = false;
    while (!isUp && stock.isAlive()) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        isUp = socket.isConnected();
      } catch (java.net.ConnectException e) {
        stock.waitFor(200, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
    }
    assertThat(isUp).isTrue();
  }
}
