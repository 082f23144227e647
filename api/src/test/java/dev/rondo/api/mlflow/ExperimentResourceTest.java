package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentResourceTest {
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

  private String create(String name) {
    return home.post("experiments/create", "{'name': '" + name + "'}")
        .json()
        .path("experiment_id")
        .asString();
  }

  private Answer search(String fields) {
    return home.post("experiments/search", "{'max_results': 9" + fields + "}");
  }

  private static Iterable<String> names(Answer answer) {
    return answer
        .json()
        .path("experiments")
        .valueStream()
        .map(e -> e.path("name").asString())
        .toList();
  }

  @Test
  void thereIsADefaultExperimentFromTheStart() {
    Answer found = home.get("experiments/get?experiment_id=0");
    assertThat(found.json().at("/experiment/name").asString()).isEqualTo("Default");
    assertThat(found.json().at("/experiment/lifecycle_stage").asString()).isEqualTo("active");
    assertThat(found.json().at("/experiment/artifact_location").asString())
        .isEqualTo("mlflow-artifacts:/0");
    assertThat(found.json().at("/experiment/creation_time").isNumber()).isTrue();
  }

  @Test
  void anExperimentIsMadeFoundRenamedTaggedDeletedAndRestored() {
    String id = create("taxi");
    assertThat(id).isEqualTo("1");
    assertThat(
            home.get("experiments/get-by-name?experiment_name=taxi")
                .json()
                .at("/experiment/experiment_id")
                .asString())
        .isEqualTo("1");
    home.post("experiments/update", "{'experiment_id': '1', 'new_name': 'cab'}");
    home.post(
        "experiments/set-experiment-tag", "{'experiment_id': '1', 'key': 'a b', 'value': 'x'}");
    Answer found = home.get("experiments/get?experiment_id=1");
    assertThat(found.json().at("/experiment/name").asString()).isEqualTo("cab");
    assertThat(found.json().at("/experiment/tags").toString())
        .isEqualTo("[{\"key\":\"a b\",\"value\":\"x\"}]");
    assertThat(home.post("experiments/delete", "{'experiment_id': '1'}").json()).isEmpty();
    assertThat(
            home.get("experiments/get?experiment_id=1")
                .json()
                .at("/experiment/lifecycle_stage")
                .asString())
        .isEqualTo("deleted");
    assertThat(names(search(""))).containsExactly("Default");
    assertThat(names(search(", 'view_type': 'DELETED_ONLY'"))).containsExactly("cab");
    assertThat(home.post("experiments/delete", "{'experiment_id': '1'}").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(home.post("experiments/update", "{'experiment_id': '1', 'new_name': 'x'}").error())
        .isEqualTo("500 INVALID_STATE");
    assertThat(home.post("experiments/restore", "{'experiment_id': '1'}").status()).isEqualTo(200);
    assertThat(home.post("experiments/restore", "{'experiment_id': '1'}").error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
    assertThat(
            home.post("experiments/delete-experiment-tag", "{'experiment_id': '1', 'key': 'a b'}")
                .status())
        .isEqualTo(200);
    assertThat(
            home.post("experiments/delete-experiment-tag", "{'experiment_id': '1', 'key': 'a b'}")
                .error())
        .isEqualTo("404 RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void namesAreTakenAlsoByDeletedOnes() {
    create("taxi");
    create("bus");
    assertThat(home.post("experiments/create", "{'name': 'taxi'}").error())
        .isEqualTo("400 RESOURCE_ALREADY_EXISTS");
    assertThat(
            home.post("experiments/update", "{'experiment_id': '2', 'new_name': 'taxi'}").error())
        .isEqualTo("400 BAD_REQUEST");
    home.post("experiments/delete", "{'experiment_id': '1'}");
    assertThat(home.post("experiments/create", "{'name': 'taxi'}").message())
        .contains("already exists in deleted state");
  }

  @Test
  void searchesByNameTimeAndTagInPages() {
    IntStream.range(0, 7).forEach(i -> create("e" + i));
    home.post(
        "experiments/set-experiment-tag", "{'experiment_id': '3', 'key': 'team', 'value': 'red'}");
    assertThat(
            names(
                home.get(
                    "experiments/search?max_results=9&filter=tags.team%20%3D%20'red'%20and%20name%20ILIKE%20'E%25'")))
        .containsExactly("e2");
    Answer first =
        home.get(
            "experiments/search?max_results=3&order_by=name%20DESC&filter=name%20!%3D%20'Default'");
    assertThat(names(first)).containsExactly("e6", "e5", "e4");
    String token = first.json().path("next_page_token").asString();
    String next = "experiments/search?max_results=3&order_by=name%20DESC&page_token=" + token;
    assertThat(names(home.get(next + "&filter=name%20!%3D%20'Default'")))
        .containsExactly("e3", "e2", "e1");
    assertThat(home.get(next).message()).contains("Invalid page token");
    assertThat(home.get("experiments/search?max_results=9&filter=name%20%3D%20'nothing'").json())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{'max_results': 0}", "{'max_results': 50001}", "nonsense"})
  void searchNeedsALimit(String body) {
    assertThat(home.post("experiments/search", body).error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @Test
  void readsWhatClientsSendInTheirWays() {
    assertThat(
            MlflowHarness.answer(
                    home.server.post(
                        "/ajax-api/2.0/mlflow/experiments/create", "{\"name\": \"x\"}"))
                .json()
                .path("experiment_id")
                .asString())
        .isEqualTo("1");
    assertThat(
            MlflowHarness.answer(
                    home.server.post(
                        "/api/2.0/mlflow/experiments/create", "\"{\\\"name\\\": \\\"y\\\"}\""))
                .json()
                .path("experiment_id")
                .asString())
        .isEqualTo("2");
    assertThat(home.post("experiments/create", "not json").message())
        .startsWith("Missing value for required parameter 'name'.");
    assertThat(home.post("experiments/search", "{'max_results': '5', 'unknown': 1}").status())
        .isEqualTo(200);
    assertThat(home.get("experiments/get?experiment_id=x").error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(home.get("experiments/get?experiment_id=77").message())
        .contains("No Experiment with id=77 exists");
    assertThat(home.get("experiments/list").error()).isEqualTo("404 ENDPOINT_NOT_FOUND");
    assertThat(home.server.get("/version").body()).isEqualTo("3.11.1");
    assertThat(home.server.get("/health").body()).isEqualTo("OK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:///#/../../etc",
        "file:///etc",
        "/etc",
        "../x",
        "mlflow-artifacts:/../x",
        "s3://bucket/a/../../b",
        "s3://bucket/a?x=..",
        "s3://bucket/a;x",
        "s3://bucket/%2e%2e",
        "runs:/x/y",
        "javascript:alert(1)",
        "s3:/x",
        "s3:///x",
        "https:/x",
        "dbfs:",
        "dbfs:x",
        "dbfs:/",
        "hdfs:////a",
        "dbfs:/a/../b"
      })
  void aClientCannotChooseARoot(String location) {
    assertThat(
            home.post(
                    "experiments/create", "{'name': 'x', 'artifact_location': '" + location + "'}")
                .error())
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/runs",
        "dbfs:/runs",
        "dbfs:///runs",
        "hdfs:/runs",
        "hdfs:///runs",
        "hdfs://host:8020/runs",
        "abfs://c@account.dfs.core.windows.net/runs"
      })
  void filesMayLieInAStoreOfTheClients(String location) {
    home.post("experiments/create", "{'name': 'x', 'artifact_location': '" + location + "'}");
    assertThat(
            home.get("experiments/get?experiment_id=1")
                .json()
                .at("/experiment/artifact_location")
                .asString())
        .isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e999999999", "-1e999999999", "1e50000000", "9223372036854775808", "1e19", "NaN"})
  void aNumberThatIsNoneIsRefusedBeforeItIsWorkedOut(String number) {
    assertThat(home.get("experiments/search?max_results=" + number).message())
        .contains("'max_results'")
        .contains("a whole number is needed");
    String asText = home.post("experiments/search", "{'max_results': '" + number + "'}").message();
    assertThat(asText).contains("a whole number is needed");
  }

  @Test
  void aNumberInJsonThatIsTooLargeIsRefusedAndATinyOneIsNothing() {
    for (String large : List.of("1e999", "1" + "0".repeat(30), "-1e999")) {
      assertThat(home.post("experiments/search", "{'max_results': " + large + "}").error())
          .isEqualTo("400 INVALID_PARAMETER_VALUE");
    }
    for (String tiny : List.of("1e-999999999", "0e999999999")) {
      assertThat(home.get("experiments/search?max_results=" + tiny).message())
          .contains("max_results")
          .doesNotContain("a whole number is needed");
    }
    assertThat(home.get("experiments/search?max_results=2.9e0").error()).isEqualTo("200 ");
  }
}
