package dev.rondo.loop;

import dev.rondo.data.Snapshot;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.EventTime;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Metric;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.loop.source.FixFile;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.loop.source.Quarantine.Entry;
import dev.rondo.loop.source.Quarantine.State;
import dev.rondo.loop.source.Readmission;
import dev.rondo.loop.source.Readmission.Candidate;
import dev.rondo.loop.source.SourceDefinition;
import dev.rondo.quality.QualityRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The way back from quarantine: rows are handed out, come back corrected, are judged again after
/// their contract was corrected, or are given up. What was judged is a run of the ledger, which
/// read the quarantined batches and the corrections and wrote a snapshot, and what judges found.
/// Thread-safe.
public final class WayBack {
  /// The kind of its runs.
  static final String RUN = "quarantine";

  private static final int MOST = 100_000;

  private final Components components;
  private final Projects projects;
  private final Quarantine quarantine;
  private final Readmission readmission;
  private final Function<Caller, Optional<EventTime>> now;

  /// @param now the moment that a project has come to
  WayBack(
      Components components,
      Projects projects,
      Quarantine quarantine,
      Function<Caller, Optional<EventTime>> now) {
    this.components = components;
    this.projects = projects;
    this.quarantine = quarantine;
    this.readmission = new Readmission(components.tables(), quarantine, components.quality());
    this.now = now;
  }

  /// What came of rows that were judged again.
  ///
  /// @param judged open rows
  /// @param accepted of them; the others stay open
  /// @param resolvedBefore rows that were named and had been resolved already
  /// @param snapshots that took the accepted rows
  public record Outcome(long judged, long accepted, long resolvedBefore, List<String> snapshots) {
    public Outcome {
      snapshots = List.copyOf(snapshots);
    }
  }

  /// Writes the open rows of a data set as CSV, with the rules that each breaks.
  public void export(Caller caller, String dataset, OutputStream out) throws IOException {
    caller.require(Permission.WRITE_DATA);
    FixFile.Export export = new FixFile.Export(out, quarantine.columns(caller, dataset));
    try {
      quarantine.forEachOpen(
          caller,
          dataset,
          entry -> {
            try {
              export.write(entry);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    export.flush();
  }

  /// Judges corrected rows. The same file again finds them resolved, and changes nothing.
  ///
  /// @param csv as [#export] writes it; only the columns that were corrected are needed
  /// @throws Problem `invalid-data` when the file is wrong: then nothing is judged
  public Outcome reingest(Caller caller, String dataset, byte[] csv) {
    caller.require(Permission.WRITE_DATA);
    ActiveProject active = projects.active(caller);
    List<SourceDefinition> sources = sources(active, dataset);
    List<String> columns = known(caller, dataset);
    Map<Long, Map<String, String>> fixes =
        active.workbench().use(session -> FixFile.read(session, csv, columns));
    List<Entry> named = existing(caller, dataset, fixes.keySet());
    List<Entry> open = named.stream().filter(e -> e.state() == State.OPEN).toList();
    Blob fix = components.blobs().put(csv);
    Asset file =
        new Asset(
            Asset.Kind.SOURCE_FILE, dataset + "-corrections", fix.digest().brief(), fix.digest());
    Function<Entry, Candidate> corrected =
        entry ->
            new Candidate(
                entry.number(),
                FixFile.corrected(entry.content(), fixes.getOrDefault(entry.number(), Map.of())),
                entry.broken());
    Work work =
        new Work(
            "corrected by " + file.version(), open, corrected, Optional.of(new Fix(file, fix)));
    return judge(caller, active, sources, work, named.size() - open.size());
  }

  /// Judges every open row anew, as it came, by what judges it now; of very many, the oldest
  /// hundred thousand.
  public Outcome retry(Caller caller, String dataset) {
    caller.require(Permission.WRITE_DATA);
    ActiveProject active = projects.active(caller);
    List<SourceDefinition> sources = sources(active, dataset);
    List<Entry> open = quarantine.entries(caller, dataset, State.OPEN, 0, MOST);
    Function<Entry, Candidate> same =
        entry -> new Candidate(entry.number(), entry.content(), entry.broken());
    return judge(
        caller,
        active,
        sources,
        new Work("judged again at commit " + active.commit(), open, same, Optional.empty()),
        0);
  }

  /// Gives rows up. They stay in quarantine, with the reason.
  ///
  /// @return how many were open
  public int discard(Caller caller, String dataset, Collection<Long> numbers, String reason) {
    caller.require(Permission.WRITE_DATA);
    if (reason.isBlank()) {
      throw Problem.invalid("Say why the rows are discarded: the reason stays with them.");
    }
    List<Entry> open =
        existing(caller, dataset, numbers).stream().filter(e -> e.state() == State.OPEN).toList();
    quarantine.discard(
        caller,
        open,
        new Quarantine.Resolution(
            State.DISCARDED,
            caller.user(),
            components.clock().instant(),
            reason,
            OptionalLong.empty()),
        tx -> {
          if (!open.isEmpty()) {
            publish(tx, caller, "quarantine.discarded", dataset, open.size(), reason);
          }
        });
    return open.size();
  }

  /// What is judged, and why.
  private record Work(
      String reason, List<Entry> open, Function<Entry, Candidate> row, Optional<Fix> fix) {}

  private record Fix(Asset file, Blob content) {}

  private Outcome judge(
      Caller caller,
      ActiveProject active,
      List<SourceDefinition> sources,
      Work work,
      int resolvedBefore) {
    if (work.open().isEmpty()) {
      return new Outcome(0, 0, resolvedBefore, List.of());
    }
    Map<String, List<Entry>> bySource =
        work.open().stream().collect(Collectors.groupingBy(WayBack::source));
    requireKnown(active, bySource.keySet(), sources);
    RunId run =
        components
            .ledger()
            .start(
                caller,
                RunStart.of(RUN, sources.getFirst().dataset())
                    .withEnvironment(Environment.here("quarantine").withCommit(active.commit())))
            .id();
    RunStatus status = RunStatus.FAILED;
    try {
      noteInputs(caller, run, active, sources.getFirst().dataset(), work);
      List<Readmission.Outcome> outcomes = new ArrayList<>();
      for (SourceDefinition source : sources) {
        List<Candidate> rows =
            bySource.getOrDefault(source.name(), List.of()).stream().map(work.row()).toList();
        if (!rows.isEmpty()) {
          outcomes.add(readmit(caller, active, source, rows, work.reason()));
        }
      }
      status = RunStatus.FINISHED;
      return noteOutputs(caller, run, outcomes, resolvedBefore);
    } finally {
      components.ledger().finish(caller, run, status);
    }
  }

  private Readmission.Outcome readmit(
      Caller caller,
      ActiveProject active,
      SourceDefinition source,
      List<Candidate> rows,
      String reason) {
    Instant at = components.clock().instant();
    EventTime arrival = now.apply(caller).orElseGet(() -> new EventTime(at));
    return readmission.run(
        caller,
        active.workbench(),
        source,
        active.project().judges(source),
        rows,
        new Readmission.Cause(reason, arrival, at),
        (tx, accepted) ->
            publish(tx, caller, "quarantine.reingested", source.dataset(), accepted, reason));
  }

  private void publish(
      Transaction tx, Caller caller, String type, String dataset, int rows, String reason) {
    Map<String, Object> data = Map.of("rows", rows, "reason", reason, "user", caller.user());
    components.events().publish(tx, caller, type, dataset, data);
  }

  private void noteInputs(
      Caller caller, RunId run, ActiveProject active, String dataset, Work work) {
    var ledger = components.ledger();
    work.fix()
        .ifPresent(fix -> {
          ledger.recordInput(caller, run, fix.file(), Map.of("user", caller.user()));
          ledger.logArtifact(caller, run, "corrections.csv", fix.content());
        });
    ledger.recordInput(caller, run, active.bundle(), Map.of());
    Set<String> batches =
        work.open().stream().map(Entry::batch).collect(Collectors.toCollection(TreeSet::new));
    for (String batch : batches) {
      ledger.recordInput(caller, run, quarantine.asset(caller, dataset, batch), Map.of());
    }
  }

  private Outcome noteOutputs(
      Caller caller, RunId run, List<Readmission.Outcome> outcomes, int resolvedBefore) {
    List<String> snapshots = new ArrayList<>();
    long accepted = 0;
    long judged = 0;
    for (Readmission.Outcome outcome : outcomes) {
      for (QualityRecord found : outcome.found()) {
        Map<String, Object> facts = Map.of("judge", found.result().contract());
        components.ledger().recordOutput(caller, run, found.asset(), facts);
      }
      accepted += outcome.accepted().size();
      judged += outcome.accepted().size() + outcome.broken().size();
      if (outcome.snapshot().isPresent()) {
        Snapshot made = outcome.snapshot().get();
        components.ledger().recordOutput(caller, run, made.asset(), Map.of("rows", made.rows()));
        snapshots.add(made.asset().name() + "@" + made.asset().version());
      }
    }
    Instant at = components.clock().instant();
    components
        .ledger()
        .logMetrics(
            caller,
            run,
            List.of(
                new Metric("rows_read", judged, at, 0),
                new Metric("rows_accepted", accepted, at, 0),
                new Metric("rows_quarantined", judged - accepted, at, 0)));
    return new Outcome(judged, accepted, resolvedBefore, snapshots);
  }

  /// A batch is named by its source and its moment.
  private static String source(Entry entry) {
    int end = entry.batch().lastIndexOf('/');
    return end < 0 ? entry.batch() : entry.batch().substring(0, end);
  }

  private static void requireKnown(
      ActiveProject active, Set<String> names, List<SourceDefinition> sources) {
    List<String> known = sources.stream().map(SourceDefinition::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw Problem.conflict(
            "Rows came from the source '%s', which project '%s' no longer has for this data set;"
                + " it has %s.",
            name, active.project().name(), known);
      }
    }
  }

  private static List<SourceDefinition> sources(ActiveProject active, String dataset) {
    List<SourceDefinition> sources =
        active.project().sources().values().stream()
            .filter(source -> source.dataset().equals(dataset))
            .sorted(Comparator.comparing(SourceDefinition::name))
            .toList();
    if (sources.isEmpty()) {
      throw Problem.notFound(
          "There is no source of a data set '%s' in project '%s'; there are %s.",
          dataset, active.project().name(), active.project().datasets());
    }
    return sources;
  }

  private List<String> known(Caller caller, String dataset) {
    Set<String> columns = new TreeSet<>(quarantine.columns(caller, dataset));
    if (components.tables().list(caller).contains(dataset)) {
      components.tables().schema(caller, dataset).columns().forEach(c -> columns.add(c.name()));
    }
    return List.copyOf(columns);
  }

  private List<Entry> existing(Caller caller, String dataset, Collection<Long> numbers) {
    List<Entry> entries = quarantine.find(caller, dataset, numbers);
    Set<Long> missing = new TreeSet<>(numbers);
    entries.forEach(entry -> missing.remove(entry.number()));
    if (!missing.isEmpty()) {
      throw Problem.notFound(
          "The quarantine of data set '%s' has no rows with the numbers %s.", dataset, missing);
    }
    return entries;
  }
}
