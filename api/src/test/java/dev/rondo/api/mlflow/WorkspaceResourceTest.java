package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceResourceTest {
  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Answer get(String path) {
    return MlflowHarness.answer(home.server.get(path));
  }

  @Test
  void theServerSaysWhatItIs() {
    assertThat(get("/api/3.0/mlflow/server-info").json())
        .hasToString("{\"store_type\":\"SqlStore\",\"workspaces_enabled\":true}");
    assertThat(get("/ajax-api/3.0/mlflow/ui-telemetry").json()).isEmpty();
    assertThat(get("/ajax-api/2.0/mlflow/gateway-proxy").json()).hasToString("{\"endpoints\":[]}");
    assertThat(get("/graphql").error()).isEqualTo("501 NOT_IMPLEMENTED");
  }

  @Test
  void aWorkspaceIsAProject() {
    assertThat(get("/api/3.0/mlflow/workspaces").json())
        .hasToString("{\"workspaces\":[{\"name\":\"test\"}]}");
    assertThat(get("/api/3.0/mlflow/workspaces/test").json())
        .hasToString("{\"workspace\":{\"name\":\"test\"}}");
    assertThat(get("/api/3.0/mlflow/workspaces/default").status()).isEqualTo(200);
    assertThat(get("/api/3.0/mlflow/workspaces/other").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/3.0/mlflow/workspaces",
    "PATCH, /api/3.0/mlflow/workspaces/test",
    "DELETE, /api/3.0/mlflow/workspaces/test"
  })
  void whatIsNotKeptHereIsSaidSo(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(home.server.uri(path))
            .method(method, BodyPublishers.ofString("{}"))
            .header("Content-Type", "application/json")
            .build();
    assertThat(MlflowHarness.answer(home.server.send(request)).error())
        .isEqualTo("501 NOT_IMPLEMENTED");
  }
}
