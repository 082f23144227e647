package dev.rondo.loop;

import dev.rondo.delivery.Release;
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
import dev.rondo.ledger.Tag;
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

  /// The kind of a rollback's runs, when the version before was still warm.
  static final String ROLLBACK = "rollback";

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
    ModelVersion version = version(caller, event);
    for (EndpointStatus endpoint : endpoints(caller, version.model())) {
      release(caller, endpoint.name(), version, event);
    }
  }

  private ModelVersion version(Caller caller, Event event) {
    return components
        .registry()
        .load(caller, event.data().path("model").asString(), event.data().path("version").asInt());
  }

  private void release(Caller caller, String endpoint, ModelVersion version, Event event) {
    String reason = event.data().path("reason").asString();
    Target target = new Target(caller, endpoint, version, reason);
    RunId run = components.ledger().start(caller, RunStart.of(RELEASE, endpoint)).id();
    RunStatus status = RunStatus.FAILED;
    try {
      components.ledger().recordInput(caller, run, version.asset(), Map.of());
      Decision decision = Decision.of(event);
      components.ledger().recordInput(caller, run, decision.asset(), decision.facts());
      Release release =
          releases.release(
              caller,
              new ReleaseRequest(
                  endpoint,
                  version.model(),
                  Integer.toString(version.version()),
                  reason,
                  "event/" + event.sequence()),
              target);
      target.deployed.ifPresent(deployment ->
          components
              .ledger()
              .recordOutput(caller, run, deployment.asset(), Map.of("reason", reason)));
      status = release.status() == ReleaseStatus.SUCCEEDED ? RunStatus.FINISHED : RunStatus.FAILED;
      if (!release.message().isEmpty()) {
        components.ledger().setTags(caller, run, List.of(Tag.error(release.message())));
      }
    } finally {
      components.ledger().finish(caller, run, status);
    }
  }

  private List<EndpointStatus> endpoints(Caller caller, String model) {
    return components.serving().endpoints(caller).stream()
        .filter(status -> status.model().equals(model))
        .toList();
  }

  /// `model.rolled-back`: takes every endpoint that runs the withdrawn version back to the one that
  /// took its place: at once when it is still warm there, else by a release.
  void rollBack(Event event) {
    Caller caller = Caller.platform("rollback", event.project());
    ModelVersion version = version(caller, event);
    int withdrawn = event.data().path("previous").asInt();
    for (EndpointStatus endpoint : endpoints(caller, version.model())) {
      if (isVersion(endpoint.active(), withdrawn)) {
        if (isVersion(endpoint.previous(), version.version())) {
          goBack(caller, endpoint, withdrawn, event);
        } else {
          release(caller, endpoint.name(), version, event);
        }
      }
    }
  }

  private static boolean isVersion(Optional<Deployment> deployment, int version) {
    return deployment.filter(one -> one.model().version() == version).isPresent();
  }

  private void goBack(Caller caller, EndpointStatus endpoint, int withdrawn, Event event) {
    String reason = event.data().path("reason").asString();
    Deployment back = components.serving().rollBack(caller, endpoint.name(), reason);
    record(caller, endpoint, back, Decision.of(event));
    releases.rolledBack(
        caller,
        new Rollback(
            endpoint.name(),
            endpoint.model(),
            Integer.toString(withdrawn),
            Integer.toString(back.model().version()),
            reason));
  }

  private void record(Caller caller, EndpointStatus endpoint, Deployment back, Decision decision) {
    RunId run = components.ledger().start(caller, RunStart.of(ROLLBACK, endpoint.name())).id();
    components.ledger().recordInput(caller, run, decision.asset(), decision.facts());
    components
        .ledger()
        .recordOutput(caller, run, back.asset(), Map.of("reason", decision.reason()));
    components.ledger().finish(caller, run, RunStatus.FINISHED);
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
