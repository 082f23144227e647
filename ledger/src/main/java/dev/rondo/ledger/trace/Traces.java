package dev.rondo.ledger.trace;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Slice;
import dev.rondo.ledger.ArtifactRoot;
import dev.rondo.ledger.ArtifactTree;
import dev.rondo.ledger.ExperimentId;
import dev.rondo.ledger.Experiments;
import dev.rondo.ledger.Reachable;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.Runs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What applications did, request by request. What a call has noted is durable when it returns.
/// Thread-safe.
public final class Traces {
  private static final int MOST_LINKS = 100;
  private static final int MOST_DELETED = 1_000;
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,255}");

  private final Database database;
  private final Experiments experiments;
  private final IdSource ids;
  private final Assessments assessments;
  private final TraceFigures figures;

  public Traces(Database database, Experiments experiments, IdSource ids) {
    this.database = database;
    this.experiments = experiments;
    this.ids = ids;
    database.migrate(
        "traces",
        List.of(
            String.join(";\n", TraceTable.SCHEMA, SpanTable.SCHEMA, AssessmentTable.SCHEMA),
            TraceTable.SCHEMA_2,
            TraceCandidates.SCHEMA,
            TraceTable.SCHEMA_CLAIMED));
    this.assessments = new Assessments(database, ids);
    this.figures = new TraceFigures(database);
  }

  /// What is said of traces.
  public Assessments assessments() {
    return assessments;
  }

  /// Figures of many traces.
  public TraceFigures figures() {
    return figures;
  }

  /// Stores what an application tells of a trace, in place of what was known of it before; tags and
  /// metadata are added to those that there are.
  ///
  /// @throws Problem `not-found` when there is no such experiment, `invalid-request` when it is
  ///   deleted
  public Trace record(Caller caller, Trace trace) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    experiments.load(caller, trace.experiment());
    return database.write(tx -> {
      Experiments.requireActive(tx, caller, trace.experiment());
      requireWritable(tx, caller, trace.id(), trace.experiment());
      long key = TraceTable.put(tx, caller.project(), trace, false);
      claim(tx, caller, key, trace.metadata());
      trace.assessments().forEach(one -> AssessmentTable.put(tx, caller.project(), key, one));
      TraceTable.requireRoom(tx, key);
      return load(tx, caller, trace.id());
    });
  }

  /// The run that a trace says it was made in may not take it: then it stays a claim of the
  /// trace's.
  private static void claim(
      Transaction tx, Caller caller, long trace, Map<String, String> metadata) {
    Optional.ofNullable(metadata.get(Trace.SOURCE_RUN))
        .flatMap(RunId::find)
        .filter(run -> !Runs.takes(tx, caller, run))
        .ifPresent(_ -> TraceTable.claim(tx, trace));
  }

  /// Refuses a trace that is there already in an experiment into which the caller may not write.
  private static void requireWritable(Transaction tx, Caller caller, TraceId id) {
    if (!Reachable.isWhole(caller, Permission.WRITE_RUNS)) {
      experiment(tx, caller.project(), id.value())
          .ifPresent(of -> Reachable.require(caller, Permission.WRITE_RUNS, of, () -> missing(id)));
    }
  }

  /// [#requireWritable] for what is told of a trace in an experiment: one that is there stays where
  /// it is, since whoever could move it could take it from those who manage it.
  private static void requireWritable(
      Transaction tx, Caller caller, TraceId id, ExperimentId experiment) {
    requireWritable(tx, caller, id);
    experiment(tx, caller.project(), id.value())
        .filter(of -> !of.equals(experiment))
        .ifPresent(of -> {
          throw Problem.invalid(
              "The trace %s is of experiment %s, and cannot be told of in experiment %s.",
              id, of, experiment);
        });
  }

  /// An id for a trace whose application leaves the choice to us.
  public TraceId newId() {
    return new TraceId(ids.next());
  }

  /// Stores spans. A trace that nobody has told of is made of them.
  ///
  /// @param tags of each trace
  /// @throws Problem `not-found` when there is no such experiment, `invalid-request` when it is
  ///   deleted
  public void recordSpans(
      Caller caller,
      ExperimentId experiment,
      Map<TraceId, List<Span>> spans,
      Function<TraceId, Map<String, String>> tags) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    experiments.load(caller, experiment);
    List<Spanned> all =
        spans.entrySet().stream()
            .map(entry ->
                new Spanned(
                    experiment, entry.getKey(), tags.apply(entry.getKey()), entry.getValue()))
            .toList();
    database.write(tx -> {
      Experiments.requireActive(tx, caller, experiment);
      all.forEach(one -> recordSpans(tx, caller, one));
      return true;
    });
  }

  private record Spanned(
      ExperimentId experiment, TraceId id, Map<String, String> tags, List<Span> spans) {
    /// Before its spans are stored.
    Trace begun() {
      return DerivedTrace.of(id, experiment, spans.getFirst().nanos(), Optional.empty());
    }
  }

  private static void recordSpans(Transaction tx, Caller caller, Spanned spanned) {
    requireWritable(tx, caller, spanned.id(), spanned.experiment());
    Optional<Long> known = TraceTable.key(tx, caller.project(), spanned.id());
    boolean isDerived = known.isEmpty() || TraceTable.isDerived(tx, known.get());
    long key = known.orElseGet(() -> TraceTable.put(tx, caller.project(), spanned.begun(), true));
    spanned.spans().forEach(span -> SpanTable.put(tx, caller.project(), key, span));
    if (isDerived) {
      Trace derived =
          DerivedTrace.of(
              spanned.id(),
              spanned.experiment(),
              SpanTable.extent(tx, key).orElseThrow(),
              SpanTable.root(tx, key));
      TraceTable.put(tx, caller.project(), derived, true);
    }
    spanned.tags().forEach((name, value) -> TraceTable.tag(tx, caller.project(), key, name, value));
    TraceTable.tag(tx, caller.project(), key, Trace.SPANS_LOCATION, Trace.SPANS_HERE);
    TraceTable.requireRoom(tx, key);
  }

  /// Notes how a trace ended, and more tags and metadata.
  ///
  /// @throws Problem `not-found`
  public Trace end(
      Caller caller,
      TraceId id,
      Instant ended,
      TraceState state,
      Map<String, String> tags,
      Map<String, String> metadata) {
    return change(
        caller,
        id,
        (tx, key) -> {
          TraceTable.end(tx, key, ended, state);
          TraceLimits.entries(tags)
              .forEach((name, value) -> TraceTable.tag(tx, caller.project(), key, name, value));
          TraceLimits.entries(metadata)
              .forEach(
                  (name, value) -> TraceTable.metadata(tx, caller.project(), key, name, value));
          claim(tx, caller, key, metadata);
          return load(tx, caller, id);
        });
  }

  /// @throws Problem `not-found`
  public Trace load(Caller caller, TraceId id) {
    return find(caller, id).orElseThrow(() -> missing(id));
  }

  public Optional<Trace> find(Caller caller, TraceId id) {
    Reachable.require(caller, Permission.READ);
    return database
        .read(tx -> TraceTable.find(tx, caller.project(), id))
        .filter(trace -> !Reachable.isHidden(caller, trace.experiment()));
  }

  /// The spans that are stored here, in the order in which they began.
  ///
  /// @throws Problem `not-found` when there is no such trace
  public List<Span> spans(Caller caller, TraceId id) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> SpanTable.list(tx, key(tx, caller, Permission.READ, id)));
  }

  public Slice<Trace> search(Caller caller, TraceSearch search) {
    Reachable.require(caller, Permission.READ);
    TraceSearch seen = search.in(Reachable.among(caller, search.experiments()));
    return database.read(tx -> TraceTable.search(tx, caller.project(), seen));
  }

  /// The newest traces that were made in a run or linked with it, by callers who may write to it.
  public List<Trace> ofRun(Caller caller, RunId run, int limit) {
    Reachable.require(caller, Permission.READ);
    return database.read(tx -> TraceTable.ofRun(tx, caller.project(), run, limit)).stream()
        .filter(trace -> !Reachable.isHidden(caller, trace.experiment()))
        .toList();
  }

  /// How often two filters hold of the same traces.
  ///
  /// @param base what all counted traces fulfil
  public Correlation correlation(
      Caller caller,
      List<ExperimentId> some,
      List<Condition> first,
      List<Condition> second,
      List<Condition> base) {
    return figures.correlation(caller, some, first, second, base);
  }

  /// Sets a tag; a long value is cut.
  public void setTag(Caller caller, TraceId id, String key, String value) {
    TraceLimits.key(key);
    change(
        caller,
        id,
        (tx, trace) -> {
          TraceTable.tag(tx, caller.project(), trace, key, TraceLimits.value(value));
          TraceTable.requireRoom(tx, trace);
          return true;
        });
  }

  /// @throws Problem `not-found` when there is no such tag
  public void deleteTag(Caller caller, TraceId id, String key) {
    change(
        caller,
        id,
        (tx, trace) -> {
          if (!TraceTable.deleteTag(tx, trace, key)) {
            throw Problem.notFound("No trace tag with key '%s' for trace with ID '%s'", key, id);
          }
          return true;
        });
  }

  /// Notes that traces belong to a run, if it takes them. They may be told of later.
  public void linkToRun(Caller caller, List<TraceId> some, String run) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    if (!RUN.matcher(run).matches()) {
      throw Problem.invalid("'run_id' must be letters, digits, dashes and underscores.");
    }
    if (some.size() > MOST_LINKS) {
      throw Problem.invalid(
          "%d traces are linked at once; %d are the most.", some.size(), MOST_LINKS);
    }
    database.write(tx -> {
      some.forEach(id -> requireWritable(tx, caller, id));
      boolean isTaken = RunId.find(run).map(id -> Runs.takes(tx, caller, id)).orElse(true);
      if (isTaken) {
        some.forEach(id -> TraceTable.linkRun(tx, caller.project(), id, run));
      }
      return isTaken;
    });
  }

  /// Notes which prompts a trace used.
  public void linkToPrompts(Caller caller, TraceId id, List<PromptVersion> prompts) {
    if (prompts.size() > MOST_LINKS) {
      throw Problem.invalid(
          "%d prompts are linked at once; %d are the most.", prompts.size(), MOST_LINKS);
    }
    change(
        caller,
        id,
        (tx, trace) -> {
          prompts.forEach(one -> TraceTable.linkPrompt(tx, caller.project(), trace, one));
          return true;
        });
  }

  /// Deletes traces of an experiment with all that belongs to them.
  ///
  /// @return those that were there
  public List<TraceId> delete(Caller caller, ExperimentId experiment, List<TraceId> some) {
    Reachable.require(caller, Permission.MANAGE);
    if (some.size() > MOST_DELETED) {
      throw Problem.invalid(
          "%d traces are deleted at once; %d are the most.", some.size(), MOST_DELETED);
    }
    return database.write(tx -> {
      if (!Reachable.isWhole(caller, Permission.MANAGE)) {
        Experiments.requireManaged(tx, caller, experiment);
      }
      return some.stream().filter(id -> delete(tx, caller.project(), experiment, id)).toList();
    });
  }

  private static boolean delete(
      Transaction tx, ProjectName project, ExperimentId experiment, TraceId id) {
    boolean wasThere = TraceTable.delete(tx, project, experiment, id);
    if (wasThere) {
      ArtifactTree.deleteAll(tx, project, new ArtifactRoot(ArtifactRoot.Kind.TRACE, id.value()));
    }
    return wasThere;
  }

  /// Deletes some of an experiment's traces with all that belongs to them, for what removes it.
  ///
  /// @return how many; there may be more when it is not 0
  public static int deleteSome(Transaction tx, ProjectName project, ExperimentId experiment) {
    List<TraceId> some = TraceTable.until(tx, project, experiment, LATEST, MOST_DELETED);
    some.forEach(id -> delete(tx, project, experiment, id));
    return some.size();
  }

  /// The experiment of a trace, for what belongs to it.
  public static Optional<ExperimentId> experiment(Transaction tx, ProjectName project, String id) {
    return TraceTable.experiment(tx, project, id);
  }

  /// Deletes the oldest traces of an experiment that began at a moment or before.
  ///
  /// @param most all of them when empty
  /// @return the deleted ones
  public List<TraceId> deleteUntil(
      Caller caller, ExperimentId experiment, Instant last, OptionalLong most) {
    Reachable.require(caller, Permission.MANAGE);
    List<TraceId> deleted = new ArrayList<>();
    long left = most.orElse(Long.MAX_VALUE);
    List<TraceId> page = oldest(caller, experiment, last, left);
    while (!page.isEmpty()) {
      deleted.addAll(delete(caller, experiment, page));
      left -= page.size();
      page = oldest(caller, experiment, last, left);
    }
    return deleted;
  }

  private List<TraceId> oldest(Caller caller, ExperimentId experiment, Instant last, long most) {
    int limit = (int) Math.min(MOST_DELETED, most);
    return database.read(tx -> {
      if (!Reachable.isWhole(caller, Permission.MANAGE)) {
        Experiments.requireManaged(tx, caller, experiment);
      }
      return TraceTable.until(tx, caller.project(), experiment, last, limit);
    });
  }

  private <T> T change(Caller caller, TraceId id, BiFunction<Transaction, Long, T> work) {
    Reachable.require(caller, Permission.WRITE_RUNS);
    return database.write(tx -> work.apply(tx, key(tx, caller, Permission.WRITE_RUNS, id)));
  }

  /// The key of a trace with which the caller may do so.
  static long key(Transaction tx, Caller caller, Permission permission, TraceId id) {
    if (!Reachable.isWhole(caller, permission)) {
      ExperimentId experiment =
          experiment(tx, caller.project(), id.value()).orElseThrow(() -> missing(id));
      Reachable.require(caller, permission, experiment, () -> missing(id));
    }
    return TraceTable.key(tx, caller.project(), id).orElseThrow(() -> missing(id));
  }

  private static Trace load(Transaction tx, Caller caller, TraceId id) {
    return TraceTable.find(tx, caller.project(), id).orElseThrow(() -> missing(id));
  }

  private static Problem missing(TraceId id) {
    return Problem.notFound("Trace with ID '%s' not found.", id);
  }
}
