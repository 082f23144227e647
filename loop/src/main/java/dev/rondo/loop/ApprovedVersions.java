package dev.rondo.loop;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.registry.Evaluation;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.RecordedEvaluation;
import dev.rondo.registry.Registry;
import dev.rondo.registry.VersionStatus;
import java.util.Optional;
import java.util.Set;

/// Promotes a version that had been judged good and waited for nothing but an approval, with the
/// reason of that judgement. One that was never judged, or that a newer one has overtaken, stays as
/// it is.
final class ApprovedVersions {
  private final Registry registry;

  ApprovedVersions(Registry registry) {
    this.registry = registry;
  }

  void listen(Events events) {
    events.subscribe("loop-approved-versions", Set.of("model.approved"), this::approved);
  }

  private void approved(Event event) {
    Caller caller = Caller.platform("approval", event.project());
    int number = event.data().path("version").asInt();
    registry
        .find(caller, event.subject(), number)
        .filter(version -> waits(caller, version))
        .flatMap(version -> judgement(caller, version))
        .ifPresent(judgement -> promote(caller, event.subject(), number, judgement.reason()));
  }

  private boolean waits(Caller caller, ModelVersion version) {
    boolean isNewest =
        registry
            .champion(caller, version.model())
            .map(champion -> champion.version() < version.version())
            .orElse(true);
    return isNewest && version.status() == VersionStatus.CANDIDATE;
  }

  /// The newest one, when it was good.
  private Optional<Evaluation> judgement(Caller caller, ModelVersion version) {
    return registry.evaluations(caller, version.model(), version.version()).reversed().stream()
        .findFirst()
        .map(RecordedEvaluation::evaluation)
        .filter(one -> one.verdict() != Evaluation.Verdict.NOT_BETTER);
  }

  /// An approval of another role than the one it takes, or of what a scan found dangerous, promotes
  /// nothing.
  private void promote(Caller caller, String model, int version, String reason) {
    try {
      registry.promote(caller, model, version, reason);
    } catch (Problem e) {
      System.getLogger(ApprovedVersions.class.getName())
          .log(System.Logger.Level.INFO, "An approval changed nothing. " + e.text());
    }
  }
}
