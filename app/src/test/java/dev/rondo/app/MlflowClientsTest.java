package dev.rondo.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.json.Json;
import dev.rondo.registry.ModelContent;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registration;
import dev.rondo.registry.Signature;
import dev.rondo.serving.ModelRef;
import dev.rondo.training.MatrixWriter;
import dev.rondo.training.Parameters;
import dev.rondo.training.Plan;
import dev.rondo.training.RowRange;
import dev.rondo.training.TrainingRequest;
import dev.rondo.training.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// MLflow's own Python clients on our server, in what people do with them.
class MlflowClientsTest {
  private static final Path SCRIPT = Path.of("src", "test", "python", "mlflow_client.py");
  private static final Path USERS = Path.of("src", "test", "python", "mlflow_users.py");
  private static final Path CHAMPION = Path.of("src", "test", "python", "mlflow_champion.py");
  private static final Caller CALLER = Caller.platform("test", new ProjectName("default"));
  private static final String MODEL = "eta";
  private static final List<String> NAMES = List.of("distance", "hour", "passengers");
  private static final int ROWS = 600;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {PythonClient.NEWEST, PythonClient.OLDER})
  void theirClientWorksUnchanged(String client) throws Exception {
    PythonClient python = PythonClient.install(client);
    try (Server server = Server.start(new ServerOptions(folder.resolve("home"), 0))) {
      var outcome = python.run(SCRIPT.toString(), server.url());
      assertThat(outcome.text()).contains("all is as it should be with client");
      assertThat(outcome.code()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PythonClient.NEWEST, PythonClient.OLDER})
  void theirClientSignsInAndKeepsUsersAndPermissions(String client) throws Exception {
    PythonClient python = PythonClient.install(client);
    String password = "the-administrator's";
    ServerOptions options =
        new ServerOptions(folder.resolve("home"), 0)
            .withSignIn(new SignInOptions(true, Optional.of(password)));
    try (Server server = Server.start(options)) {
      var outcome =
          python.run(Map.of("RONDO_ADMIN_PASSWORD", password), USERS.toString(), server.url());
      assertThat(outcome.text())
          .contains("users and permissions are as they should be with client");
      assertThat(outcome.code()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PythonClient.NEWEST, PythonClient.OLDER})
  void theirClientLoadsAModelOfOursAndPredictsAsTheServerDoes(String client) throws Exception {
    PythonClient python = PythonClient.install(client);
    try (Server server = Server.start(new ServerOptions(folder.resolve("home"), 0))) {
      Path expected = folder.resolve("expected.json");
      Files.writeString(expected, Json.write(champion(server)));
      var outcome = python.run(CHAMPION.toString(), server.url(), MODEL, expected.toString());
      assertThat(outcome.text()).contains("as the server predicts, so does client");
      assertThat(outcome.code()).isZero();
    }
  }

  /// Trains, registers and promotes a model.
  ///
  /// @return some rows, and what the server makes of them
  private ObjectNode champion(Server server) throws IOException {
    Random random = new Random(5);
    float[][] columns = new float[NAMES.size() + 1][ROWS];
    for (int row = 0; row < ROWS; row++) {
      columns[0][row] = random.nextFloat() * 20;
      columns[1][row] = random.nextInt(24);
      columns[2][row] = row % 7 == 0 ? Float.NaN : random.nextInt(6);
      columns[3][row] = columns[0][row] * (columns[1][row] > 7 ? 3 : 2);
    }
    Path matrix = folder.resolve("matrix");
    MatrixWriter.write(matrix, NAMES, "minutes", List.of(columns));
    ModelVersion version = registered(server, matrix);
    server.components().registry().promote(CALLER, MODEL, version.version(), "It is the first.");
    float[][] rows = new float[50][NAMES.size()];
    ObjectNode json = Json.object();
    ArrayNode lists = json.putArray("rows");
    for (int row = 0; row < rows.length; row++) {
      ArrayNode list = lists.addArray();
      for (int i = 0; i < NAMES.size(); i++) {
        rows[row][i] = columns[i][row];
        list.add(Float.isNaN(rows[row][i]) ? null : (Float) rows[row][i]);
      }
    }
    NAMES.forEach(json.putArray("names")::add);
    ArrayNode predictions = json.putArray("predictions");
    ModelRef ref = new ModelRef(MODEL, version.version());
    for (float prediction :
        server
            .components()
            .serving()
            .scoreOnce(CALLER, ref, version.content().digest(), NAMES, rows)) {
      predictions.add(prediction);
    }
    return json;
  }

  private static ModelVersion registered(Server server, Path matrix) throws IOException {
    Plan plan = new Plan("small", new RowRange(0, ROWS), new RowRange(0, 0), Parameters.DEFAULT);
    Duration patience = Duration.ofMinutes(2);
    try (TrainingResult result =
        server
            .components()
            .trainer()
            .train(CALLER, new TrainingRequest(matrix, List.of(plan), Map.of(), patience))) {
      Blob onnx =
          server
              .components()
              .blobs()
              .put(Files.readAllBytes(result.candidates().getFirst().onnx()));
      ModelContent content =
          new ModelContent(
              onnx.digest(), onnx.size(), "onnx", Signature.floats(NAMES, "prediction"), Map.of());
      return server
          .components()
          .registry()
          .register(CALLER, new Registration(MODEL, "0123456789abcdef".repeat(2), content, ""));
    }
  }
}
