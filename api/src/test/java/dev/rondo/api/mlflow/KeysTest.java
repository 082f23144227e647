package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wherever a tag has a key, the key is a plain path.
class KeysTest {
  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    home.post("registered-models/create", "{'name': 'm'}");
    home.post("model-versions/create", "{'name': 'm', 'source': 's3://bucket/m'}");
    new TraceClient(home).tell("tr-1", 1, "OK", "t", "");
  }

  @AfterEach
  void close() {
    home.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a$%", "a//b", "/a", "./a", "a#b", ""})
  void aKeyThatIsNoPlainPathIsRefused(String key) {
    String tag = "'key': '" + key + "', 'value': 'v'";
    String tags = "'tags': [{" + tag + "}]}";
    for (Answer refused :
        List.of(
            home.post("experiments/create", "{'name': 'e', " + tags),
            home.post("experiments/set-experiment-tag", "{'experiment_id': '0', " + tag + "}"),
            home.post("registered-models/create", "{'name': 'n', " + tags),
            home.post("registered-models/set-tag", "{'name': 'm', " + tag + "}"),
            home.post("model-versions/create", "{'name': 'm', 'source': 's3://b/m', " + tags),
            home.post("model-versions/set-tag", "{'name': 'm', 'version': '1', " + tag + "}"),
            home.send("PATCH", "traces/tr-1/tags", "{" + tag + "}"))) {
      assertThat(refused.error()).isEqualTo("400 INVALID_PARAMETER_VALUE");
    }
    assertThat(home.get("experiments/get-by-name?experiment_name=e").status()).isEqualTo(404);
    assertThat(home.get("registered-models/get?name=n").status()).isEqualTo(404);
    assertThat(home.get("model-versions/search").json().path("model_versions")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b/c.d:e-f_g", "é", "mlflow.note.content"})
  void aPlainPathIsAKey(String key) {
    String tag = "'key': '" + key + "', 'value': 'v'}";
    assertThat(
            home.post("experiments/set-experiment-tag", "{'experiment_id': '0', " + tag).status())
        .isEqualTo(200);
    assertThat(home.post("registered-models/set-tag", "{'name': 'm', " + tag).status())
        .isEqualTo(200);
    assertThat(home.post("model-versions/set-tag", "{'name': 'm', 'version': '1', " + tag).status())
        .isEqualTo(200);
  }
}
