package dev.rondo.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.kernel.testing.TestClock;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStatus;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Papers;
import dev.rondo.registry.Stage;
import dev.rondo.registry.evaluation.Report;
import dev.rondo.registry.scan.Finding;
import dev.rondo.registry.scan.Scan;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of models and their versions.
class ModelPagesTest {
  @TempDir Path home;
  private WebHarness web;

  @BeforeEach
  void open() {
    web = new WebHarness(home, new TestClock(), DevServer.steps(), 0);
  }

  @AfterEach
  void close() {
    web.close();
  }

  private String page(String path) {
    HttpResponse<String> answer = web.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void aVersionsPageShowsJudgementDecisionAndLineage() {
    RunId run = web.run("fit", RunStatus.FINISHED);
    Asset set = WebHarness.asset(Asset.Kind.TRAINING_SET, "trips-set");
    web.ledger.recordInput(Callers.ALL, run, set, Map.of());
    ModelVersion version = web.register("trips", run);
    web.ledger.recordOutput(Callers.ALL, run, version.asset(), Map.of());
    web.registry.evaluate(
        Callers.ALL,
        "trips",
        1,
        new Evaluation(
            set,
            Map.of("mae", 3.1),
            OptionalInt.empty(),
            Map.of(),
            Evaluation.Verdict.FIRST,
            "There is no other."));
    web.registry.promote(Callers.ALL, "trips", 1, "It is the first.");
    assertThat(page("/models/trips/1"))
        .contains("There is no other.", "3.1", "It is the first.", "trips-set", "distance")
        .contains(
            "Where it comes from", "/runs/" + run.value(), "rondo lineage model-version trips 1");
    assertThat(page("/models/trips/production")).contains("trips v1");
    assertThat(page("/models/trips")).contains("There is no other.", "production");
    assertThat(page("/models")).contains("/models/trips/1");
  }

  @Test
  void aVersionsPageShowsWhatWasMeasured() {
    web.register("trips", web.run("fit", RunStatus.FINISHED));
    Asset set = WebHarness.asset(Asset.Kind.TRAINING_SET, "trips-set");
    Report report = DevServer.report(1);
    web.registry.evaluate(
        Callers.ALL,
        "trips",
        1,
        new Evaluation(
            set,
            Map.of("mae", 1.2),
            OptionalInt.empty(),
            Map.of(),
            Evaluation.Verdict.NOT_BETTER,
            report.reason()),
        web.blobs.put(report.bytes()).digest());
    web.registry
        .papers()
        .describe(
            Callers.ALL,
            "trips",
            1,
            new Papers.Change(
                Optional.of("Mei <Lin>"), Optional.of("Apache-2.0"), Optional.empty()));
    assertThat(page("/models/trips/1"))
        .contains(
            "Learned without these rows.",
            "at most 1.000 is allowed",
            "By slice: mae",
            "Residuals: label less")
        .contains("As a table", "echarts", "error p90", "Mei &lt;Lin&gt;", "Apache-2.0")
        .contains("Made from what is known", "<h2>Features</h2>", "It does worst on these slices");
  }

  @Test
  void aModelFromElsewhereIsShownWithWhatItsFilesHold() {
    String tag = "<script>alert(1)</script>";
    web.registry.catalog().create(Callers.ALL, "fare model", "Predicts fares.", Map.of("t", tag));
    Scan scan =
        new Scan(
            "mlflow",
            List.of("sklearn"),
            "(x: double) -> (long)",
            7,
            2_048,
            Digest.of("files"),
            List.of(
                new Finding(
                    "model.pkl", Finding.Severity.DANGEROUS, "GLOBAL os.system, with REDUCE")));
    for (Optional<Scan> seen : List.of(Optional.of(scan), Optional.<Scan>empty())) {
      web.registry
          .catalog()
          .register(
              Callers.ALL,
              new NewVersion("fare model", ModelSource.at("s3://bucket/fare"), "", Map.of(), seen));
    }
    web.registry.setStage(Callers.ALL, "fare model", 1, Stage.STAGING, "Try it.");
    assertThat(page("/models")).contains("Predicts fares.").doesNotContain(tag);
    assertThat(page("/models/fare%20model"))
        .contains("s3://bucket/fare", "Try it.", "staging")
        .doesNotContain(tag);
    assertThat(page("/models/fare%20model/1"))
        .contains("model.pkl", "GLOBAL os.system, with REDUCE", "dangerous", "sklearn", "Staging");
    assertThat(page("/models/fare%20model/2")).contains("They are not in this server.");
  }

  @Test
  void promptsStandApartFromModels() {
    web.registry.catalog().create(Callers.ALL, "fare model", "", Map.of());
    assertThat(page("/models")).contains("fare model").doesNotContain("kind=prompts");
    web.registry
        .catalog()
        .create(Callers.ALL, "greeting", "", Map.of("mlflow.prompt.is_prompt", "true"));
    assertThat(page("/models")).contains("fare model", "kind=prompts").doesNotContain("greeting");
    assertThat(page("/models?kind=prompts")).contains("greeting").doesNotContain("fare model");
    Map<String, String> text = Map.of("mlflow.prompt.text", "Good <b>day</b>, {{name}}");
    web.registry
        .catalog()
        .register(
            Callers.ALL,
            new NewVersion("greeting", ModelSource.at("dummy"), "", text, Optional.empty()));
    assertThat(page("/models/greeting"))
        .contains("Good &lt;b&gt;day", "kind=prompts")
        .doesNotContain("Judged");
    assertThat(page("/models/greeting/1"))
        .contains("Good &lt;b&gt;day&lt;/b&gt;, {{name}}")
        .doesNotContain("Judged", "Deployments");
  }
}
