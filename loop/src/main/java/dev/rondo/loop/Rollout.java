package dev.rondo.loop;

import dev.rondo.delivery.ReleaseRequest;
import dev.rondo.delivery.ReleaseStatus;
import dev.rondo.delivery.ReleaseTarget;
import dev.rondo.delivery.Releases;
import dev.rondo.delivery.Rollback;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.event.Event;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.training.GoldenRows;
import dev.rondo.registry.ModelVersion;
import dev.rondo.serving.Deployment;
import dev.rondo.serving.DeploymentRequest;
import dev.rondo.serving.EndpointStatus;
import dev.rondo.serving.ModelProbe;
import dev.rondo.serving.ModelRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Brings what the registry has decided to the endpoints: a promoted version by a release with its
/// checks, a withdrawn one by going back.
final class Rollout {
  /// The kind of a release's runs.
  static final String RELEASE = "release";

  private static final int PROBES = 200;
  private static final Duration PROBE_LIMIT = Duration.ofMinutes(1);

  private final Components components;
  private final Releases releases;

  Rollout(Components components, Releases releases) {
    this.components = components;
    this.releases = releases;
  }

  /// Ends, after a start, the releases that a stop interrupted; what asked for them asks again.
  void recover(Caller caller) {
    releases.recover(caller);
  }

  /// `model.promoted`: releases the version at every endpoint of its model.
  void release(Event event) {
    Caller caller = Caller.platform("release", event.project());
    ModelVersion version =
        components
            .registry()
            .load(
                caller,
                event.data().path("model").asString(),
                event.data().path("version").asInt());
    String reason = event.data().path("reason").asString("promoted");
    for (EndpointStatus endpoint : endpoints(caller, version.model())) {
      release(caller, endpoint.name(), version, reason, event.sequence());
    }
  }

  private void release(
      Caller caller, String endpoint, ModelVersion version, String reason, long sequence) {
    RunId run = components.ledger().start(caller, RunStart.of(RELEASE, endpoint)).id();
    components.ledger().recordInput(caller, run, version.asset(), Map.of());
    Target target = new Target(caller, endpoint, version, reason);
    boolean isDone =
        releases
            .release(
                caller,
                new ReleaseRequest(
                    endpoint,
                    version.model(),
                    Integer.toString(version.version()),
                    reason,
                    "promoted/" + sequence),
                target)
            .status()
            .equals(ReleaseStatus.SUCCEEDED);
    target.deployed.ifPresent(deployment ->
        components
            .ledger()
            .recordOutput(caller, run, deployment.asset(), Map.of("reason", reason)));
    components.ledger().finish(caller, run, isDone ? RunStatus.FINISHED : RunStatus.FAILED);
  }

  private List<EndpointStatus> endpoints(Caller caller, String model) {
    return components.serving().endpoints(caller).stream()
        .filter(status -> status.model().equals(model))
        .toList();
  }

  /// `model.rolled-back`: takes every endpoint of the model back to the version before.
  void rollBack(Event event) {
    Caller caller = Caller.platform("rollback", event.project());
    String model = event.data().path("model").asString();
    int withdrawn = event.data().path("previous").asInt();
    String reason = event.data().path("reason").asString();
    for (EndpointStatus endpoint : endpoints(caller, model)) {
      boolean isRunning =
          endpoint.active().map(d -> d.model().version() == withdrawn).orElse(false);
      if (isRunning && endpoint.previous().isPresent()) {
        components.serving().rollBack(caller, endpoint.name(), reason);
        releases.rolledBack(
            caller,
            new Rollback(
                endpoint.name(),
                model,
                Integer.toString(withdrawn),
                Integer.toString(endpoint.previous().get().model().version()),
                reason));
      }
    }
  }

  /// One endpoint, for one version.
  private final class Target implements ReleaseTarget {
    private final Caller caller;
    private final String endpoint;
    private final ModelVersion version;
    private final String reason;
    private final GoldenRows golden;
    private Optional<Deployment> deployed = Optional.empty();

    Target(Caller caller, String endpoint, ModelVersion version, String reason) {
      this.caller = caller;
      this.endpoint = endpoint;
      this.version = version;
      this.reason = reason;
      Digest digest = Objects.requireNonNull(version.content().artifacts().get("golden"));
      this.golden =
          GoldenRows.parse(new String(components.blobs().load(digest), StandardCharsets.UTF_8));
    }

    private ModelRef model() {
      return new ModelRef(version.model(), version.version());
    }

    private Deployment loaded() {
      return deployed.orElseThrow(
          () -> Problem.conflict("Version %d is not loaded.", version.version()));
    }

    @Override
    public void load() {
      ModelProbe.require(
          components.children(),
          components.blobs().existing(version.digest()),
          golden.rows(),
          PROBE_LIMIT);
      deployed =
          Optional.of(
              components
                  .serving()
                  .load(
                      caller,
                      new DeploymentRequest(
                          endpoint, model(), version.digest(), version.signature().inputNames())));
    }

    @Override
    public double largestGoldenDifference() {
      float[] given = components.serving().score(caller, model(), golden.rows());
      double largest = 0;
      for (int i = 0; i < given.length; i++) {
        largest = Math.max(largest, Math.abs(given[i] - golden.expected()[i]));
      }
      return largest;
    }

    @Override
    public Duration probeLatency() {
      float[][] one = {golden.rows()[0]};
      long start = System.nanoTime();
      for (int i = 0; i < PROBES; i++) {
        components.serving().score(caller, model(), one);
      }
      return Duration.ofNanos((System.nanoTime() - start) / PROBES);
    }

    @Override
    public void activate() {
      deployed = Optional.of(components.serving().activate(caller, loaded().id(), reason));
    }

    @Override
    public void discard() {
      deployed.ifPresent(deployment ->
          components
              .serving()
              .discard(caller, deployment.id(), "The release did not pass its checks."));
    }
  }
}
