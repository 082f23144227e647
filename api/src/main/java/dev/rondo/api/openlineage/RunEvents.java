package dev.rondo.api.openlineage;

import dev.rondo.api.openlineage.RunEvent.Dataset;
import dev.rondo.api.openlineage.RunEvent.Job;
import dev.rondo.api.openlineage.RunFacets.Reference;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.event.Event;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import dev.rondo.quality.QualityRecord;
import dev.rondo.quality.QualityResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Makes the events of the standard from the facts of the outbox and what is known of them: one for
/// the start of a run, one for its end, and both for a check of data, which is a run as well.
/// Thread-safe.
final class RunEvents {
  private static final String STARTED = "run.started";
  private static final String FINISHED = "run.finished";
  private static final String CHECKED = "quality.checked";

  /// The facts that events are made of.
  static final Set<String> FACTS = Set.of(STARTED, FINISHED, CHECKED);

  private final Ledger ledger;
  private final QualityResults quality;
  private final Jobs jobs;
  private final Datasets datasets;
  private final Name.Space space;
  private final Facet engine;

  /// @param version of this program
  RunEvents(
      Ledger ledger,
      QualityResults quality,
      Jobs jobs,
      Datasets datasets,
      Name.Space space,
      String version) {
    this.ledger = ledger;
    this.quality = quality;
    this.jobs = jobs;
    this.datasets = datasets;
    this.space = space;
    this.engine = RunFacets.engine(version);
  }

  /// All that is known of a fact, for a receiver of the whole installation.
  List<RunEvent> of(Event fact) {
    return of(fact, platform(fact));
  }

  private static Caller platform(Event fact) {
    return Caller.platform("openlineage", fact.project());
  }

  /// The events of a fact, in order; none when what it speaks of is no longer known.
  ///
  /// @param reader who may be told of the fact, but not of every run that had something checked
  List<RunEvent> of(Event fact, Caller reader) {
    Caller caller = platform(fact);
    return switch (fact.type()) {
      case STARTED -> run(caller, fact).map(run -> started(caller, run)).stream().toList();
      case FINISHED -> run(caller, fact).map(run -> ended(caller, run)).stream().toList();
      case CHECKED ->
          quality
              .find(caller, fact.data().path("result").asString(""))
              .map(check -> checked(caller, check, reader))
              .orElse(List.of());
      default -> List.of();
    };
  }

  /// What another system has told of is not told again.
  private Optional<Run> run(Caller caller, Event fact) {
    return ledger
        .find(caller, new RunId(fact.subject()))
        .filter(run -> !LineageReceiver.isReceived(run));
  }

  private RunEvent started(Caller caller, Run run) {
    return new RunEvent(
        RunEvent.Type.START,
        run.started(),
        run.id(),
        facets(caller, run),
        jobs.job(caller, run),
        List.of(),
        List.of());
  }

  private RunEvent ended(Caller caller, Run run) {
    List<AssetRecord> wrote = ledger.outputs(caller, run.id());
    List<QualityRecord> checks = checks(caller, wrote);
    List<Facet> facets = facets(caller, run);
    if (!checks.isEmpty()) {
      facets.add(QualityFacets.tests(checks.stream().map(QualityRecord::result).toList()));
    }
    if (run.status() != RunStatus.FINISHED) {
      failure(caller, run).map(RunFacets::error).ifPresent(facets::add);
    }
    return new RunEvent(
        type(run.status()),
        run.ended().orElse(run.started()),
        run.id(),
        facets,
        jobs.job(caller, run),
        datasets.inputs(caller, ledger.inputs(caller, run.id()), wrote),
        datasets.outputs(caller, wrote, checks));
  }

  private static RunEvent.Type type(RunStatus status) {
    return switch (status) {
      case FINISHED -> RunEvent.Type.COMPLETE;
      case FAILED -> RunEvent.Type.FAIL;
      case KILLED -> RunEvent.Type.ABORT;
      case RUNNING, SCHEDULED -> RunEvent.Type.START;
    };
  }

  private List<QualityRecord> checks(Caller caller, List<AssetRecord> wrote) {
    return wrote.stream()
        .map(AssetRecord::asset)
        .filter(asset -> asset.kind() == Asset.Kind.QUALITY_RESULT)
        .flatMap(asset -> quality.find(caller, asset.version()).stream())
        .toList();
  }

  private Optional<String> failure(Caller caller, Run run) {
    return ledger.tags(caller, run.id()).stream()
        .filter(tag -> tag.key().equals(Tag.ERROR))
        .map(Tag::value)
        .findFirst()
        .or(() -> jobs.execution(caller, run.id()).flatMap(e -> jobs.failure(caller, e)));
  }

  private List<Facet> facets(Caller caller, Run run) {
    List<Facet> facets = new ArrayList<>(List.of(engine));
    parent(jobs.above(caller, run)).ifPresent(facets::add);
    jobs.execution(caller, run.id())
        .map(execution -> execution.parameters().path("now"))
        .filter(JsonNode::isString)
        .flatMap(now -> moment(now.stringValue()))
        .ifPresent(moment -> facets.add(RunFacets.nominalTime(moment)));
    return facets;
  }

  private static Optional<Facet> parent(List<Reference> above) {
    return above.isEmpty()
        ? Optional.empty()
        : Optional.of(RunFacets.parent(above.getFirst(), above.getLast()));
  }

  /// A pipeline's parameter of this name need not be a time.
  private static Optional<EventTime> moment(String now) {
    try {
      return Optional.of(EventTime.parse(now));
    } catch (Problem e) {
      return Optional.empty();
    }
  }

  /// A check ends well whatever it found: that stands in its assertions.
  private List<RunEvent> checked(Caller caller, QualityRecord check, Caller reader) {
    RunId id = new RunId(check.id());
    List<Facet> facets = new ArrayList<>(List.of(engine, RunFacets.nominalTime(check.eventTime())));
    List<Reference> above =
        checker(caller, check).stream()
            .takeWhile(one -> !ledger.isHidden(reader, one.run()))
            .toList();
    parent(above).ifPresent(facets::add);
    Job job =
        new Job(
            space.in(caller.project(), "check." + check.handOver().text() + "." + check.dataset()),
            List.of(RunFacets.jobType("CHECK")));
    Dataset judged = datasets.judged(caller, check);
    return List.of(
        new RunEvent(RunEvent.Type.START, check.at(), id, facets, job, List.of(), List.of()),
        new RunEvent(
            RunEvent.Type.COMPLETE, check.at(), id, facets, job, List.of(judged), List.of()));
  }

  /// The run that had the check made, and those above it.
  private List<Reference> checker(Caller caller, QualityRecord check) {
    Asset asset = check.asset();
    Optional<Run> maker =
        ledger
            .asset(caller, asset.kind(), asset.name(), asset.version())
            .flatMap(AssetRecord::maker)
            .flatMap(id -> ledger.find(caller, id));
    List<Reference> above = new ArrayList<>();
    maker.ifPresent(run -> {
      above.add(new Reference(run.id(), jobs.job(caller, run).name()));
      above.addAll(jobs.above(caller, run));
    });
    return above;
  }
}
