package dev.rondo.api.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.api.mlflow.MlflowHarness.Answer;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.testing.Callers;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.registry.ModelSource;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.NewVersion;
import dev.rondo.registry.Readiness;
import dev.rondo.registry.Readiness.State;
import dev.rondo.registry.scan.ModelFile;
import dev.rondo.registry.scan.Scan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionScansTest {
  private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final CountDownLatch gate = new CountDownLatch(1);
  private MlflowHarness home;
  private VersionScans scans;

  @BeforeEach
  void open() {
    home = new MlflowHarness(folder);
    scans = new VersionScans(home.registry, home.ledger, home.blobs, Duration.ZERO);
    home.post("registered-models/create", "{'name': 'taxi'}");
  }

  @AfterEach
  void close() {
    gate.countDown();
    scans.close();
    home.close();
  }

  private static NewVersion wanted(String source) {
    return new NewVersion("taxi", ModelSource.at(source), "", Map.of(), Optional.empty());
  }

  /// A file that can be read when the gate is open.
  private ModelFile file() {
    return new ModelFile(
        "w.bin",
        CONTENT.length,
        Digest.of(CONTENT),
        () -> {
          await();
          return new ByteArrayInputStream(CONTENT);
        });
  }

  private void await() throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Readiness readiness(int version) {
    return home.registry.load(Callers.ALL, "taxi", version).readiness();
  }

  private Readiness decided(int version) {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (readiness(version).state() == State.PENDING && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(1_000_000);
    }
    return readiness(version);
  }

  private Answer get(int version) {
    return home.get("model-versions/get?name=taxi&version=" + version);
  }

  @Test
  void aVersionIsPendingUntilItsFilesHaveBeenLookedAt() {
    scans.register(Callers.ALL, wanted("s3://m"), List.of(file()));
    assertThat(get(1).json().at("/model_version/status").asString())
        .isEqualTo("PENDING_REGISTRATION");
    assertThat(home.get("registered-models/get-latest-versions?name=taxi").json()).isEmpty();
    scans.register(Callers.ALL, wanted("s3://other"), List.of());
    assertThat(readiness(2).state()).as("it does not wait for the first").isEqualTo(State.READY);
    gate.countDown();
    assertThat(decided(1).state()).isEqualTo(State.READY);
    assertThat(get(1).json().at("/model_version/status").asString()).isEqualTo("READY");
    assertThat(home.registry.load(Callers.ALL, "taxi", 1).scan()).isPresent();
  }

  @Test
  void aClientWaitsForWhatIsSeenSoon() {
    try (VersionScans patient =
        new VersionScans(home.registry, home.ledger, home.blobs, Duration.ofMinutes(1))) {
      gate.countDown();
      ModelVersion version = patient.register(Callers.ALL, wanted("s3://m"), List.of(file()));
      assertThat(version.readiness().state()).isEqualTo(State.READY);
      assertThat(version.scan()).isPresent();
    }
  }

  @Test
  void whatTakesLongDoesNotHoldUpOthers() {
    scans.register(Callers.ALL, wanted("s3://m"), List.of(file()));
    ModelFile other =
        new ModelFile("w.bin", 1, Digest.of("w"), () -> new ByteArrayInputStream(new byte[] {'w'}));
    scans.register(Callers.ALL, wanted("s3://n"), List.of(other));
    assertThat(decided(2).state()).isEqualTo(State.READY);
    assertThat(readiness(1).state()).isEqualTo(State.PENDING);
  }

  @Test
  void aVersionWhoseFilesCannotBeReadIsRefusedWithTheReason() {
    ModelFile broken =
        new ModelFile(
            "w.bin",
            1,
            Digest.of("w"),
            () -> {
              throw new IOException("The disk is gone.");
            });
    scans.register(Callers.ALL, wanted("s3://m"), List.of(broken));
    assertThat(decided(1).state()).isEqualTo(State.FAILED);
    assertThat(get(1).json().at("/model_version/status").asString())
        .isEqualTo("FAILED_REGISTRATION");
    assertThat(get(1).json().at("/model_version/status_message").asString())
        .contains("The disk is gone.");
  }

  @Test
  void whatAServerHasLeftPendingIsLookedAtByTheNext() throws IOException {
    RunId run = home.ledger.start(Callers.ALL, RunStart.of("user", "r")).id();
    try (InputStream content = new ByteArrayInputStream(CONTENT)) {
      home.ledger
          .files()
          .put(Callers.ALL, ArtifactRoot.of(run), "model/w.bin", home.blobs.put(content));
    }
    String source = "mlflow-artifacts:/0/" + run + "/artifacts/model";
    home.registry.admissions().begin(Callers.ALL, wanted(source));
    home.registry.admissions().begin(Callers.ALL, wanted("mlflow-artifacts:/0/gone/artifacts"));
    assertThat(readiness(1).state()).isEqualTo(State.PENDING);
    scans.start();
    assertThat(decided(1).state()).isEqualTo(State.READY);
    assertThat(home.registry.load(Callers.ALL, "taxi", 1).scan().orElseThrow().files())
        .isEqualTo(1);
    assertThat(decided(2).state()).isEqualTo(State.FAILED);
  }

  @Test
  void aVersionThatIsDeletedMeanwhileStaysSo() {
    scans.register(Callers.ALL, wanted("s3://m"), List.of(file()));
    home.registry.catalog().delete(Callers.ALL, "taxi", 1);
    gate.countDown();
    scans.register(Callers.ALL, wanted("s3://n"), List.of(file()));
    assertThat(decided(2).state()).isEqualTo(State.READY);
    Scan seen = home.registry.load(Callers.ALL, "taxi", 2).scan().orElseThrow();
    home.registry.admissions().admit(Callers.ALL, "taxi", 1, seen);
    assertThat(home.registry.find(Callers.ALL, "taxi", 1)).isEmpty();
  }
}
