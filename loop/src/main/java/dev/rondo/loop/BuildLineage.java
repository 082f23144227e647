package dev.rondo.loop;

import dev.rondo.delivery.Build;
import dev.rondo.delivery.BuildStatus;
import dev.rondo.delivery.Builds;
import dev.rondo.delivery.repository.CommitId;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Records every build as a run that wrote the bundle, or failed.
final class BuildLineage {
  /// The kind of its runs.
  static final String RUN = "build";

  private final Ledger ledger;
  private final Builds builds;

  BuildLineage(Ledger ledger, Builds builds) {
    this.ledger = ledger;
    this.builds = builds;
  }

  void listen(Events events) {
    events.subscribe("loop-build-lineage", Set.of("build.succeeded", "build.failed"), this::record);
  }

  private void record(Event event) {
    Caller caller = Caller.platform("lineage", event.project());
    String commit = event.data().path("commit").asString();
    Optional<Build> build = builds.find(caller, new CommitId(commit));
    build.filter(one -> one.status().isFinal()).ifPresent(one -> record(caller, one));
  }

  private void record(Caller caller, Build build) {
    String commit = build.commit().value();
    RunStart start =
        RunStart.of(RUN, caller.project().value())
            .withId(new RunId(build.id().value()))
            .withUser(build.user())
            .withStarted(build.created())
            .withEnvironment(Environment.here(RUN).withCommit(commit));
    RunId run = ledger.start(caller, start).id();
    build
        .bundle()
        .map(bundle ->
            new Asset(Asset.Kind.BUNDLE, caller.project().value(), commit, bundle.digest()))
        .ifPresent(bundle -> ledger.recordOutput(caller, run, bundle, Map.of()));
    if (!build.message().isEmpty()) {
      ledger.setTags(caller, run, List.of(Tag.error(build.message())));
    }
    boolean isDone = build.status() == BuildStatus.SUCCEEDED;
    ledger.finish(caller, run, isDone ? RunStatus.FINISHED : RunStatus.FAILED);
  }
}
