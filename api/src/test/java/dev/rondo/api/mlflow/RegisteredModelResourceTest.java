package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.testing.Callers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisteredModelResourceTest {
  private static final String INVALID = "400 INVALID_PARAMETER_VALUE";
  private static final String MISSING = "404 RESOURCE_DOES_NOT_EXIST";

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

  private Answer create(String name) {
    return home.post("registered-models/create", "{'name': '" + name + "'}");
  }

  private Answer version(String name) {
    return home.post(
        "model-versions/create", "{'name': '" + name + "', 'source': 's3://bucket/" + name + "'}");
  }

  private Answer stage(String name, int version, String more) {
    return home.post(
        "model-versions/transition-stage",
        "{'name': '" + name + "', 'version': '" + version + "'" + more + "}");
  }

  private Answer get(String name) {
    return home.get("registered-models/get?name=" + name);
  }

  private Answer search(String filter, String more) {
    return home.get(
        "registered-models/search?filter="
            + URLEncoder.encode(filter, StandardCharsets.UTF_8)
            + more);
  }

  private static List<String> names(Answer answer) {
    return answer
        .json()
        .path("registered_models")
        .valueStream()
        .map(model -> model.path("name").asString())
        .toList();
  }

  private static List<String> stages(Answer answer) {
    return answer
        .json()
        .path("model_versions")
        .valueStream()
        .map(one -> one.path("version").asString() + " " + one.path("current_stage").asString())
        .toList();
  }

  @Test
  void aModelIsMadeDescribedTaggedRenamedAndDeleted() {
    Answer made =
        home.post(
            "registered-models/create",
            "{'name': 'taxi', 'description': 'd', 'tags': [{'key': 'team', 'value': 'red'}]}");
    assertThat(made.json().at("/registered_model/name").asString()).isEqualTo("taxi");
    assertThat(made.json().at("/registered_model/creation_timestamp").isNumber()).isTrue();
    assertThat(made.json().at("/registered_model/latest_versions").isMissingNode()).isTrue();
    assertThat(made.json().at("/registered_model/tags").toString())
        .isEqualTo("[{\"key\":\"team\",\"value\":\"red\"}]");
    assertThat(create("taxi").error()).isEqualTo("400 RESOURCE_ALREADY_EXISTS");
    version("taxi");
    home.post("registered-models/alias", "{'name': 'taxi', 'alias': 'best', 'version': '1'}");
    assertThat(
            home.send("PATCH", "registered-models/update", "{'name': 'taxi', 'description': ''}")
                .json()
                .at("/registered_model/description")
                .asString("?"))
        .isEmpty();
    assertThat(
            home.post("registered-models/rename", "{'name': 'taxi', 'new_name': 'cab'}")
                .json()
                .at("/registered_model/latest_versions/0/name")
                .asString())
        .isEqualTo("cab");
    assertThat(get("taxi").error()).isEqualTo(MISSING);
    assertThat(get("cab").json().at("/registered_model/aliases").toString())
        .isEqualTo("[{\"alias\":\"best\",\"version\":\"1\"}]");
    create("bus");
    assertThat(home.post("registered-models/rename", "{'name': 'cab', 'new_name': 'bus'}").error())
        .isEqualTo("400 RESOURCE_ALREADY_EXISTS");
    assertThat(home.send("DELETE", "registered-models/delete", "{'name': 'cab'}").json()).isEmpty();
    assertThat(home.send("DELETE", "registered-models/delete", "{'name': 'cab'}").error())
        .isEqualTo(MISSING);
    assertThat(create("cab").status()).isEqualTo(200);
    assertThat(version("cab").json().at("/model_version/version").asString()).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "a:b", "..", ".", "a\\\\b", "a\\u0000b"})
  void aNameIsOnePlainSegment(String name) {
    assertThat(create(name).error()).isEqualTo(INVALID);
    create("taxi");
    assertThat(
            home.post("registered-models/rename", "{'name': 'taxi', 'new_name': '" + name + "'}")
                .error())
        .isEqualTo(INVALID);
  }

  @Test
  void theJobThatDeploysAModelIsKept() {
    Answer made =
        home.post("registered-models/create", "{'name': 'm', 'deployment_job_id': 'job-1'}");
    String job = "/registered_model/deployment_job_id";
    assertThat(made.json().at(job).asString()).isEqualTo("job-1");
    home.send("PATCH", "registered-models/update", "{'name': 'm', 'description': 'd'}");
    assertThat(home.get("registered-models/get?name=m").json().at(job).asString())
        .isEqualTo("job-1");
    Answer changed =
        home.send(
            "PATCH", "registered-models/update", "{'name': 'm', 'deployment_job_id': 'job-2'}");
    assertThat(changed.json().at(job).asString()).isEqualTo("job-2");
    assertThat(
            home.get("registered-models/search")
                .json()
                .at("/registered_models/0/deployment_job_id")
                .asString())
        .isEqualTo("job-2");
  }

  @Test
  void namesMayHaveSpacesAndLettersOfAnyLanguage() {
    assertThat(create("Fahrt dauer é.v2").status()).isEqualTo(200);
    assertThat(create("x".repeat(251)).error()).isEqualTo(INVALID);
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(home.post("registered-models/create", "{}").message())
        .startsWith("Missing value for required parameter 'name'.");
    for (String path : List.of("get", "alias?alias=a", "get-latest-versions")) {
      assertThat(home.get("registered-models/" + path).error()).isEqualTo(INVALID);
    }
    assertThat(home.send("DELETE", "registered-models/delete?name=taxi", "").error())
        .as("only the body counts")
        .isEqualTo(INVALID);
    for (String path :
        List.of("get?name=x", "alias?name=x&alias=a", "get-latest-versions?name=x")) {
      assertThat(home.get("registered-models/" + path).error()).isEqualTo(MISSING);
    }
    assertThat(home.post("registered-models/rename", "{'name': 'x', 'new_name': 'y'}").error())
        .isEqualTo(MISSING);
    assertThat(
            home.post("registered-models/set-tag", "{'name': 'x', 'key': 'a', 'value': 'b'}")
                .error())
        .isEqualTo(MISSING);
  }

  @Test
  void tagsAreSetAgainAndTakenAway() {
    create("taxi");
    for (String value : List.of("a", "b")) {
      home.post(
          "registered-models/set-tag", "{'name': 'taxi', 'key': 'k', 'value': '" + value + "'}");
    }
    assertThat(get("taxi").json().at("/registered_model/tags/0/value").asString()).isEqualTo("b");
    for (int i = 0; i < 2; i++) {
      assertThat(
              home.send("DELETE", "registered-models/delete-tag", "{'name': 'taxi', 'key': 'k'}")
                  .status())
          .isEqualTo(200);
    }
    assertThat(get("taxi").json().at("/registered_model/tags").isMissingNode()).isTrue();
    assertThat(tag("x".repeat(250), "y".repeat(100_000)).status()).isEqualTo(200);
    assertThat(tag("x".repeat(251), "y").message()).contains("exceeds the maximum length of 250");
    assertThat(tag("x", "y".repeat(100_001)).message()).contains("maximum length of 100000");
    for (String key : List.of("/a", "../a", "a//b", "a\\u0001", "a$")) {
      assertThat(tag(key, "y").error()).as(key).isEqualTo(INVALID);
    }
  }

  private Answer tag(String key, String value) {
    return home.post(
        "registered-models/set-tag",
        "{'name': 'taxi', 'key': '" + key + "', 'value': '" + value + "'}");
  }

  @Test
  void aliasesPointAtOneVersionEach() {
    create("taxi");
    version("taxi");
    version("taxi");
    assertThat(alias("best", 1).json()).isEmpty();
    assertThat(alias("best", 2).json()).isEmpty();
    assertThat(
            home.get("registered-models/alias?name=taxi&alias=best")
                .json()
                .at("/model_version/version")
                .asString())
        .isEqualTo("2");
    assertThat(
            home.get("registered-models/alias?name=taxi&alias=LATEST")
                .json()
                .at("/model_version/version")
                .asString())
        .isEqualTo("2");
    for (int i = 0; i < 2; i++) {
      assertThat(
              home.send("DELETE", "registered-models/alias", "{'name': 'taxi', 'alias': 'best'}")
                  .status())
          .isEqualTo(200);
    }
    assertThat(home.get("registered-models/alias?name=taxi&alias=best").error()).isEqualTo(INVALID);
    assertThat(alias("best", 9).error()).isEqualTo(MISSING);
    for (String wrong : List.of("latest", "Latest", "v1", "V22", "a b", "a.b", "x".repeat(256))) {
      assertThat(alias(wrong, 1).error()).as(wrong).isEqualTo(INVALID);
    }
    assertThat(alias("x".repeat(255), 1).status()).isEqualTo(200);
    assertThat(alias("v1x", 1).status()).isEqualTo(200);
  }

  private Answer alias(String alias, int version) {
    return home.post(
        "registered-models/alias",
        "{'name': 'taxi', 'alias': '" + alias + "', 'version': '" + version + "'}");
  }

  @Test
  void theNewestVersionOfEachStageIsFound() {
    create("taxi");
    IntStream.range(0, 5).forEach(_ -> version("taxi"));
    stage("taxi", 1, ", 'stage': 'production'");
    stage("taxi", 2, ", 'stage': 'Production'");
    stage("taxi", 3, ", 'stage': 'STAGING'");
    assertThat(stages(home.get("registered-models/get-latest-versions?name=taxi")))
        .containsExactly("5 None", "3 Staging", "2 Production");
    assertThat(
            stages(
                home.post(
                    "registered-models/get-latest-versions",
                    "{'name': 'taxi', 'stages': ['production', 'None']}")))
        .containsExactly("5 None", "2 Production");
    assertThat(home.get("registered-models/get-latest-versions?name=taxi&stages=Gold").error())
        .isEqualTo(INVALID);
    assertThat(get("taxi").json().at("/registered_model/latest_versions")).hasSize(3);
    stage("taxi", 4, ", 'stage': 'Production', 'archive_existing_versions': true");
    assertThat(stages(home.get("registered-models/get-latest-versions?name=taxi&stages=Archived")))
        .containsExactly("2 Archived");
    assertThat(stage("taxi", 4, ", 'stage': 'None', 'archive_existing_versions': true").error())
        .isEqualTo(INVALID);
  }

  @Test
  void modelsAreSearchedByNameAndTagInPages() {
    for (String name : List.of("bus", "Bike", "cab", "taxi")) {
      create(name);
      home.clock.advance(java.time.Duration.ofSeconds(1));
    }
    home.post("registered-models/set-tag", "{'name': 'cab', 'key': 'a b', 'value': 'x'}");
    assertThat(names(search("", ""))).containsExactly("Bike", "bus", "cab", "taxi");
    assertThat(names(search("name LIKE 'b%'", ""))).containsExactly("bus");
    assertThat(names(search("name ILIKE 'b%'", ""))).containsExactly("Bike", "bus");
    assertThat(names(search("tags.`a b` = 'x' and name != 'bus'", ""))).containsExactly("cab");
    assertThat(names(search("tags.`a b` != 'y'", ""))).containsExactly("cab");
    assertThat(names(search("", "&order_by=timestamp%20DESC")))
        .containsExactly("taxi", "cab", "Bike", "bus");
    Answer page = search("", "&max_results=3");
    String token = page.json().path("next_page_token").asString();
    assertThat(names(search("", "&max_results=3&page_token=" + token))).containsExactly("taxi");
    assertThat(search("name = 'x'", "&page_token=" + token).error()).isEqualTo(INVALID);
    assertThat(search("name = 'nothing'", "").json()).isEmpty();
    for (String wrong :
        List.of(
            "run_id = 'x'", "name = x", "name > 'x'", "(name = 'x')", "tags.a IS NULL", "foo")) {
      assertThat(search(wrong, "").error()).as(wrong).isEqualTo(INVALID);
    }
    assertThat(search("", "&max_results=1001").error()).isEqualTo(INVALID);
    assertThat(search("", "&max_results=0").error()).isEqualTo(INVALID);
    assertThat(search("", "&order_by=foo").error()).isEqualTo(INVALID);
    assertThat(names(search("name = 'x'' OR 1=1 --'", ""))).isEmpty();
  }

  @Test
  void promptsAreFoundOnlyByTheirTag() {
    create("taxi");
    home.post(
        "registered-models/create",
        "{'name': 'hello', 'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}]}");
    home.post(
        "model-versions/create",
        "{'name': 'hello', 'source': 'prompt-template', 'tags':"
            + " [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'},"
            + " {'key': 'mlflow.prompt.text', 'value': 'Hello {{name}}'}]}");
    version("taxi");
    assertThat(names(search("", ""))).containsExactly("taxi");
    assertThat(names(search("tags.`mlflow.prompt.is_prompt` = 'true'", "")))
        .containsExactly("hello");
    assertThat(names(search("name LIKE '%' AND tag.`mlflow.prompt.is_prompt` != 'true'", "")))
        .containsExactly("taxi");
    assertThat(home.get("model-versions/search").json().path("model_versions")).hasSize(1);
    assertThat(
            home.get(
                    "model-versions/search?filter="
                        + URLEncoder.encode(
                            "name = 'hello' AND tag.`mlflow.prompt.is_prompt` = 'true'",
                            StandardCharsets.UTF_8))
                .json()
                .at("/model_versions/0/source")
                .asString())
        .isEqualTo("prompt-template");
    for (String source : List.of("file:///etc", "../../../etc", "/etc/passwd", "a/b", "s3://x/y")) {
      assertThat(
              home.post(
                      "model-versions/create",
                      "{'name': 'hello', 'source': '"
                          + source
                          + "', 'tags': [{'key': 'mlflow.prompt.is_prompt', 'value': 'true'}]}")
                  .error())
          .as(source)
          .isEqualTo(INVALID);
    }
  }

  @Test
  void aServedModelKeepsItsNameAndItsChampion() {
    create("duration");
    version("duration");
    home.served.add("duration");
    for (Answer refused :
        List.of(
            home.post("registered-models/rename", "{'name': 'duration', 'new_name': 'x'}"),
            home.send("DELETE", "registered-models/delete", "{'name': 'duration'}"),
            home.send(
                "DELETE", "registered-models/alias", "{'name': 'duration', 'alias': 'production'}"),
            stage("duration", 1, ", 'stage': 'Production'"),
            home.post(
                "registered-models/alias",
                "{'name': 'duration', 'alias': 'production', 'version': '1'}"))) {
      assertThat(refused.error()).isEqualTo("400 INVALID_STATE");
      assertThat(refused.message()).contains("duration");
    }
    assertThat(stage("duration", 1, ", 'stage': 'Staging'").status()).isEqualTo(200);
  }

  @Test
  void whoMayOnlyReadChangesNothingAndWhoMayRegisterPromotesNothing() {
    create("duration");
    version("duration");
    home.served.add("duration");
    home.caller = caller(Permission.READ, Permission.REGISTER_MODELS);
    assertThat(stage("duration", 1, ", 'stage': 'Production'").error())
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(
            home.post(
                    "registered-models/alias",
                    "{'name': 'duration', 'alias': 'production', 'version': '1'}")
                .error())
        .isEqualTo("403 PERMISSION_DENIED");
    assertThat(stage("duration", 1, ", 'stage': 'Archived'").status()).isEqualTo(200);
    home.caller = caller(Permission.READ);
    assertThat(create("x").error()).isEqualTo("403 PERMISSION_DENIED");
    assertThat(version("duration").error()).isEqualTo("403 PERMISSION_DENIED");
    assertThat(get("duration").status()).isEqualTo(200);
    home.caller = caller(Permission.REGISTER_MODELS);
    assertThat(get("duration").error()).isEqualTo("403 PERMISSION_DENIED");
  }

  private static Caller caller(Permission first, Permission... more) {
    return new Caller("ann", Callers.ALL.project(), EnumSet.of(first, more));
  }
}
