package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.registry.scan.Finding;
import dev.rondo.registry.scan.Scan;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionResourceTest {
  private static final String INVALID = "400 INVALID_PARAMETER_VALUE";
  private static final String MISSING = "404 RESOURCE_DOES_NOT_EXIST";

  @TempDir Path folder;
  private MlflowHarness home;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    home.post("registered-models/create", "{'name': 'taxi'}");
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Answer create(String source, String more) {
    return home.post(
        "model-versions/create", "{'name': 'taxi', 'source': '" + source + "'" + more + "}");
  }

  private Answer get(int version) {
    return home.get("model-versions/get?name=taxi&version=" + version);
  }

  private String location(int version) {
    return home.get("model-versions/get-download-uri?name=taxi&version=" + version)
        .json()
        .path("artifact_uri")
        .asString();
  }

  private List<String> search(String filter, String more) {
    return versions(
        home.get(
            "model-versions/search?filter="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8)
                + more));
  }

  private static List<String> versions(Answer answer) {
    assertThat(answer.status()).as(answer.message()).isEqualTo(200);
    return answer
        .json()
        .path("model_versions")
        .valueStream()
        .map(one -> one.path("version").asString())
        .toList();
  }

  private RunId run() {
    return home.ledger.start(Callers.ALL, RunStart.of("user", "r")).id();
  }

  @Test
  void aVersionComesFromAnywhereAndIsEchoed() {
    String run = "0123456789abcdef0123456789abcdef";
    Answer made =
        create(
            "s3://bucket/m",
            ", 'run_id': '"
                + run
                + "', 'run_link': 'http://r/1', 'description': 'd', 'tags':"
                + " [{'key': 'k', 'value': 'v'}]");
    assertThat(made.json().at("/model_version/version").isString()).isTrue();
    assertThat(get(1).json()).isEqualTo(made.json());
    var version = made.json().path("model_version");
    assertThat(version.path("version").asString()).isEqualTo("1");
    assertThat(version.path("source").asString()).isEqualTo("s3://bucket/m");
    assertThat(version.path("run_id").asString()).isEqualTo(run);
    assertThat(version.path("run_link").asString()).isEqualTo("http://r/1");
    assertThat(version.path("status").asString()).isEqualTo("READY");
    assertThat(version.path("current_stage").asString()).isEqualTo("None");
    assertThat(version.path("description").asString()).isEqualTo("d");
    assertThat(version.path("tags").toString()).isEqualTo("[{\"key\":\"k\",\"value\":\"v\"}]");
    assertThat(version.path("creation_timestamp").isNumber()).isTrue();
    assertThat(location(1)).isEqualTo("s3://bucket/m");
    var bare = create("dbfs:/m", "").json().path("model_version");
    assertThat(bare.path("run_id").asString("?")).isEmpty();
    assertThat(bare.path("run_link").asString("?")).isEmpty();
    assertThat(bare.path("description").asString("?")).isEmpty();
  }

  @Test
  void whatIsMissingOrWrongIsSaid() {
    assertThat(home.post("model-versions/create", "{'name': 'taxi'}").message())
        .startsWith("Missing value for required parameter 'source'.");
    assertThat(home.post("model-versions/create", "{'name': 'x', 'source': 's3://a'}").error())
        .isEqualTo(MISSING);
    assertThat(create("s3://a/b", ", 'run_id': '../x'").error()).isEqualTo(INVALID);
    assertThat(create("s3://a/b", ", 'tags': [{'key': '', 'value': 'v'}]").error())
        .isEqualTo(INVALID);
    assertThat(create("s3://" + "a".repeat(2_048), "").error()).isEqualTo(INVALID);
    assertThat(get(7).error()).isEqualTo(MISSING);
    for (String wrong : List.of("x", "-1", "1.5", "99999999999")) {
      assertThat(home.get("model-versions/get?name=taxi&version=" + wrong).error())
          .as(wrong)
          .isEqualTo(INVALID);
    }
    assertThat(
            home.post(
                    "model-versions/transition-stage",
                    "{'name': 'taxi', 'version': '1', 'stage': 'Staging'}")
                .error())
        .isEqualTo(MISSING);
    create("s3://a/b", "");
    assertThat(
            home.post(
                    "model-versions/transition-stage",
                    "{'name': 'taxi', 'version': '1', 'stage': 'Gold'}")
                .error())
        .isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "etc/passwd",
        "../../../etc",
        "file:///etc",
        "FILE:/etc",
        "file:relative",
        "C:/windows",
        "c:\\\\windows",
        "s3://bucket/../../etc",
        "s3://bucket/%2e%2e/etc",
        "s3://bucket/%252e%252e/etc",
        "s3://bucket/%25252525252525252525252525252e/x",
        "http:///#/../../etc/",
        "http://host/x?path=../../etc",
        "http://host/;../x",
        "s3://bucket/a%00b",
        "s3://bucket/a\\u0000b",
        "s3://bucket/a%0ab",
        "s3://bucket\\\\..\\\\x",
        "%66ile:///etc",
        "//host/share",
        "mlflow-artifacts:/0/../../etc",
        "models:/taxi",
        "models:/taxi/Production",
        "runs:/"
      })
  void noPlaceOnAMachineAndNoWayOutOfAPlaceIsTaken(String source) {
    assertThat(create(source, "").error()).isEqualTo(INVALID);
    String tags = ", 'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}]";
    assertThat(create(source, tags).error()).isEqualTo(INVALID);
    home.post("registered-models/create", "{'name': 'hello'" + tags + "}");
    assertThat(
            home.post(
                    "model-versions/create",
                    "{'name': 'hello', 'source': '" + source + "'" + tags + "}")
                .error())
        .isEqualTo(INVALID);
    assertThat(home.get("model-versions/search").json()).isEmpty();
  }

  @Test
  void sourcesOfOursAreResolvedAndMustBelongToTheirRun() {
    RunId run = run();
    String root = "mlflow-artifacts:/0/" + run + "/artifacts";
    String named = ", 'run_id': '" + run + "'";
    assertThat(create(root + "/model", named).json().at("/model_version/source").asString())
        .isEqualTo(root + "/model");
    assertThat(create("runs:/" + run + "/model", "").json().at("/model_version/run_id").asString())
        .isEqualTo(run.value());
    assertThat(location(2)).isEqualTo(root + "/model");
    assertThat(create("models:/taxi/2", "").json().at("/model_version/source").asString())
        .isEqualTo("models:/taxi/2");
    assertThat(location(3)).isEqualTo(root + "/model");
    assertThat(create("models:/taxi/99", "").error()).isEqualTo(MISSING);
    assertThat(create("models:/m-" + "0".repeat(32), "").error()).isEqualTo(MISSING);
    String other = "mlflow-artifacts:/0/" + run() + "/artifacts/model";
    assertThat(create(other, named).error()).isEqualTo(INVALID);
    assertThat(create(root + "x/model", named).error()).isEqualTo(INVALID);
    assertThat(create("runs:/" + run() + "/model", named).error()).isEqualTo(INVALID);
  }

  @Test
  void anAddressOfOursNamesItsRunByItself() {
    RunId run = run();
    String source = "mlflow-artifacts:/0/" + run + "/artifacts/model";
    assertThat(create(source, "").json().at("/model_version/run_id").asString())
        .isEqualTo(run.value());
    assertThat(create("models:/taxi/1", "").json().at("/model_version/run_id").asString())
        .isEqualTo(run.value());
    assertThat(create(source, ", 'run_id': '" + "0".repeat(32) + "'").error()).isEqualTo(INVALID);
    assertThat(create(source.replace("/0/", "/00/"), "").error()).isEqualTo(INVALID);
  }

  @Test
  void filesOfAVersionStayAsTheyWereScanned() {
    RunId run = run();
    Blob good = home.blobs.put("good".getBytes(StandardCharsets.UTF_8));
    Blob other = home.blobs.put("other".getBytes(StandardCharsets.UTF_8));
    home.ledger.logArtifact(Callers.ALL, run, "model/model.pkl", good);
    home.ledger.logArtifact(Callers.ALL, run, "models.txt", good);
    create("runs:/" + run + "/model", "");
    ArtifactRoot root = ArtifactRoot.of(run);
    for (String path : List.of("model/model.pkl", "model/code/sklearn.py")) {
      assertThatThrownBy(() -> home.ledger.logArtifact(Callers.ALL, run, path, other))
          .hasMessageContaining("version 1 of the model 'taxi'");
    }
    for (String path : List.of("model/model.pkl", "model", "")) {
      assertThatThrownBy(() -> home.ledger.files().delete(Callers.ALL, root, path))
          .hasMessageContaining("version 1 of the model 'taxi'");
    }
    assertThatThrownBy(
            () -> home.ledger.files().requireWritable(Callers.ALL, root, "model/new.pkl"))
        .hasMessageContaining("stays as it was registered");
    home.ledger.files().requireWritable(Callers.ALL, root, "model/model.pkl");
    home.ledger.logArtifact(Callers.ALL, run, "model/model.pkl", good);
    home.ledger.logArtifact(Callers.ALL, run, "models.txt", other);
    home.send("DELETE", "model-versions/delete", "{'name': 'taxi', 'version': '1'}");
    home.ledger.logArtifact(Callers.ALL, run, "model/model.pkl", other);
    home.ledger.files().delete(Callers.ALL, root, "model");
  }

  @Test
  void aVersionIsAPromptOnlyWhenItsModelIs() {
    String tag = "{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}";
    assertThat(create("abc", ", 'tags': [" + tag + "]").error()).isEqualTo(INVALID);
    create("s3://a/b", "");
    assertThat(
            home.post(
                    "model-versions/set-tag",
                    "{'name': 'taxi', 'version': '1', 'key': 'mlflow.prompt.is_prompt',"
                        + " 'value': 'true'}")
                .error())
        .isEqualTo(INVALID);
    home.post("registered-models/create", "{'name': 'hello', 'tags': [" + tag + "]}");
    assertThat(
            home.post(
                    "model-versions/create",
                    "{'name': 'hello', 'source': 'file:///etc/passwd', 'tags': [" + tag + "]}")
                .error())
        .isEqualTo(INVALID);
    assertThat(
            home.post(
                    "model-versions/create",
                    "{'name': 'hello', 'source': 'words', 'tags': [" + tag + "]}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void whatAScanFoundDangerousIsRefusedInProductionWithTheWayOut() {
    RunId run = run();
    byte[] bad = "cposix\nsystem\n(S'echo boo'\ntR.".getBytes(StandardCharsets.UTF_8);
    home.ledger.logArtifact(Callers.ALL, run, "model/model.pkl", home.blobs.put(bad));
    create("runs:/" + run + "/model", "");
    Answer alias =
        home.post(
            "registered-models/alias", "{'name': 'taxi', 'alias': 'champion', 'version': '1'}");
    assertThat(alias.error()).isEqualTo("400 INVALID_STATE");
    assertThat(alias.message()).contains("GLOBAL posix.system", "--despite-scan");
    assertThat(
            home.post(
                    "model-versions/transition-stage",
                    "{'name': 'taxi', 'version': '1', 'stage': 'Production'}")
                .error())
        .isEqualTo("400 INVALID_STATE");
  }

  @Test
  void filesInThisServerAreLookedAt() {
    RunId run = run();
    byte[] bad = "cposix\nsystem\n(S'echo boo'\ntR.".getBytes(StandardCharsets.UTF_8);
    byte[] described = "flavors:\n  sklearn: {}\n".getBytes(StandardCharsets.UTF_8);
    home.ledger.logArtifact(Callers.ALL, run, "model/model.pkl", home.blobs.put(bad));
    home.ledger.logArtifact(Callers.ALL, run, "model/MLmodel", home.blobs.put(described));
    home.ledger.logArtifact(Callers.ALL, run, "other.txt", home.blobs.put(described));
    create("runs:/" + run + "/model", "");
    Scan scan = home.registry.load(Callers.ALL, "taxi", 1).scan().orElseThrow();
    assertThat(scan.format()).isEqualTo("mlflow");
    assertThat(scan.flavors()).containsExactly("sklearn");
    assertThat(scan.files()).isEqualTo(2);
    assertThat(scan.findings())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.severity()).isEqualTo(Finding.Severity.DANGEROUS);
          assertThat(one.file()).isEqualTo("model.pkl");
          assertThat(one.text()).isEqualTo("GLOBAL posix.system, with REDUCE");
        });
    create("s3://elsewhere/m", "");
    assertThat(home.registry.load(Callers.ALL, "taxi", 2).scan()).isEmpty();
  }

  @Test
  void anUnsetDescriptionStaysAndAnEmptyOneEmpties() {
    create("s3://a/b", ", 'description': 'd'");
    String named = "{'name': 'taxi', 'version': '1'";
    assertThat(
            home.send("PATCH", "model-versions/update", named + "}")
                .json()
                .at("/model_version/description")
                .asString())
        .isEqualTo("d");
    assertThat(
            home.send("PATCH", "model-versions/update", named + ", 'description': ''}")
                .json()
                .at("/model_version/description")
                .asString("?"))
        .isEmpty();
  }

  @Test
  void aDeletedVersionIsHiddenEverywhereAndItsNumberNeverUsedAgain() {
    create("s3://a/1", "");
    create("s3://a/2", "");
    home.post("registered-models/alias", "{'name': 'taxi', 'alias': 'best', 'version': '2'}");
    assertThat(
            home.send("DELETE", "model-versions/delete", "{'name': 'taxi', 'version': '2'}").json())
        .isEmpty();
    assertThat(
            home.send("DELETE", "model-versions/delete", "{'name': 'taxi', 'version': '2'}")
                .error())
        .isEqualTo(MISSING);
    assertThat(get(2).error()).isEqualTo(MISSING);
    assertThat(search("", "")).containsExactly("1");
    assertThat(search("source_path = 's3://a/2'", "")).isEmpty();
    assertThat(home.get("registered-models/alias?name=taxi&alias=best").error()).isEqualTo(INVALID);
    assertThat(create("s3://a/3", "").json().at("/model_version/version").asString())
        .isEqualTo("3");
    assertThat(home.registry.aliasHistory(Callers.ALL, "taxi", 9)).hasSize(2);
  }

  @Test
  void tagsOfVersionsAreSetAndTakenAway() {
    create("s3://a/b", "");
    String named = "{'name': 'taxi', 'version': '1', 'key': 'k'";
    assertThat(home.post("model-versions/set-tag", named + ", 'value': 'v'}").json()).isEmpty();
    assertThat(get(1).json().at("/model_version/tags/0/value").asString()).isEqualTo("v");
    assertThat(home.send("DELETE", "model-versions/delete-tag", named + "}").status())
        .isEqualTo(200);
    assertThat(home.send("DELETE", "model-versions/delete-tag", named + "}").status())
        .isEqualTo(200);
    assertThat(home.post("model-versions/set-tag", named + "}").error()).isEqualTo(INVALID);
    assertThat(
            home.post(
                    "model-versions/set-tag",
                    "{'name': 'taxi', 'version': '9', 'key': 'k', 'value': 'v'}")
                .error())
        .isEqualTo(MISSING);
  }

  @Test
  void versionsAreSearchedByEverythingTheGrammarNames() {
    String run = "0123456789abcdef0123456789abcdef";
    create("s3://a/1", ", 'run_id': '" + run + "'");
    create("s3://a/2", ", 'tags': [{'key': 'team', 'value': 'Red'}]");
    create("gs://b/3", "");
    assertThat(search("", "")).containsExactly("3", "2", "1");
    assertThat(search("name = 'taxi' AND version_number >= 2", "")).containsExactly("3", "2");
    assertThat(search("run_id = '" + run + "'", "")).containsExactly("1");
    assertThat(search("run_id IN ('" + run + "', 'x')", "")).containsExactly("1");
    assertThat(search("run_id = ''", "")).containsExactly("3", "2");
    assertThat(search("run_id IN ('', '" + run + "')", "")).containsExactly("3", "2", "1");
    assertThat(search("run_id != 'x'", "")).containsExactly("3", "2", "1");
    assertThat(search("run_id != '" + run + "'", "")).containsExactly("3", "2");
    assertThat(search("run_id != ''", "")).containsExactly("1");
    assertThat(search("run_id LIKE '%'", "")).containsExactly("3", "2", "1");
    assertThat(search("source_path LIKE 's3://%'", "")).containsExactly("2", "1");
    assertThat(search("tags.team ILIKE 'r%'", "")).containsExactly("2");
    assertThat(search("tags.team LIKE 'r%'", "")).isEmpty();
    assertThat(search("", "&order_by=version_number%20ASC")).containsExactly("1", "2", "3");
    for (String wrong :
        List.of(
            "version = 1", "version_number = '1'", "name IN ('a')", "run_id == 'x'", "x = 'y'")) {
      assertThat(
              home.get(
                      "model-versions/search?filter="
                          + URLEncoder.encode(wrong, StandardCharsets.UTF_8))
                  .error())
          .as(wrong)
          .isEqualTo(INVALID);
    }
    Answer page = home.get("model-versions/search?max_results=2");
    assertThat(versions(page)).containsExactly("3", "2");
    assertThat(
            versions(
                home.get(
                    "model-versions/search?max_results=2&page_token="
                        + page.json().path("next_page_token").asString())))
        .containsExactly("1");
    assertThat(home.get("model-versions/search?max_results=200001").error()).isEqualTo(INVALID);
  }

  @Test
  void versionsThatAreRegisteredAtOnceGetNumbersOfTheirOwn() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> made =
          IntStream.range(0, 30)
              .mapToObj(i ->
                  threads.submit(() ->
                      create("s3://a/" + i, "").json().at("/model_version/version").asString()))
              .toList();
      for (Future<String> one : made) {
        one.get();
      }
      assertThat(made.stream().map(Future::resultNow))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void stagesAreNotesWithAHistoryWhereNothingIsServed() {
    create("s3://a/1", "");
    create("s3://a/2", "");
    for (int version = 1; version <= 2; version++) {
      Answer moved =
          home.post(
              "model-versions/transition-stage",
              "{'name': 'taxi', 'version': '" + version + "', 'stage': 'production'}");
      assertThat(moved.json().at("/model_version/current_stage").asString())
          .isEqualTo("Production");
      assertThat(moved.json().at("/model_version/aliases").isMissingNode()).isTrue();
    }
    assertThat(get(1).json().at("/model_version/current_stage").asString()).isEqualTo("Production");
    assertThat(home.registry.stageHistory(Callers.ALL, "taxi", 9))
        .extracting(one -> one.version() + " " + one.previous() + " " + one.status())
        .containsExactly("2 CANDIDATE PRODUCTION", "1 CANDIDATE PRODUCTION");
  }
}
