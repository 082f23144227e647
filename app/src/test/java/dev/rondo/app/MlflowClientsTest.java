package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// MLflow's own Python clients on our server, in what people do with them.
class MlflowClientsTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "mlflow_client.py");
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mlflow==3.17.2", "mlflow==2.22.5"})
  void theirClientWorksUnchanged(String client) throws Exception {
    Path python = PythonClient.python(client);
    try (Server server = Server.start(new ServerOptions(folder.resolve("home"), 0))) {
      PythonClient.Outcome outcome =
          PythonClient.run(List.of(python.toString(), SCRIPT.toString(), server.url()));
      assertThat(outcome.text()).contains("all is as it should be with client");
      assertThat(outcome.code()).isZero();
    }
  }
}
