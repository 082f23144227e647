package dev.rondo.api.openlineage;

import dev.rondo.api.openlineage.ReceivedEvent.Data;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.blob.Blob;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.json.Json;
import dev.rondo.ledger.Artifact;
import dev.rondo.ledger.Environment;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.RunChange;
import dev.rondo.ledger.RunId;
import dev.rondo.ledger.RunReport;
import dev.rondo.ledger.RunStart;
import dev.rondo.ledger.RunStatus;
import dev.rondo.ledger.Tag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Takes what other systems tell of their runs into the ledger: Spark's, Airflow's, dbt's. A run is
/// known by its id, so that events may come twice and in any order. Data is what its name says:
/// what was read is this installation's own snapshot or file where the event tells which one, and
/// anything else a data set from outside; nothing is guessed. Who made what is our own is told by
/// nobody else. Thread-safe.
final class LineageReceiver {
  /// The kind of the runs that others tell of.
  static final String KIND = "openlineage";

  /// The version of data of which none is told.
  static final String UNVERSIONED = "unversioned";

  private static final int LONGEST_NAME = 250;
  private static final int LONGEST_FIELDS = 32_000;

  private final Ledger ledger;
  private final BlobStore blobs;
  private final Name.Space space;
  private final Function<Caller, Optional<Path>> folder;

  /// @param folder of a project's source files
  LineageReceiver(
      Ledger ledger, BlobStore blobs, Name.Space space, Function<Caller, Optional<Path>> folder) {
    this.ledger = ledger;
    this.blobs = blobs;
    this.space = space;
    this.folder = folder;
  }

  /// Notes an event. One of this installation's own jobs, which some receiver has passed on,
  /// changes nothing.
  ///
  /// @throws Problem `conflict` when the id is that of a run that is not the other system's; what
  ///   is refused has noted nothing
  void accept(Caller caller, ReceivedEvent event) {
    if (isOurs(event.job())) {
      return;
    }
    ledger.report(
        caller,
        new RunReport(
            starts(caller, event),
            tags(event),
            file(event),
            event.inputs().stream().map(data -> read(caller, data)).toList(),
            event.outputs().stream().map(LineageReceiver::foreign).toList(),
            change(event)));
  }

  private Artifact file(ReceivedEvent event) {
    String name = event.status().name().toLowerCase(Locale.ROOT);
    Blob blob = blobs.put(Json.write(event.whole()).getBytes(StandardCharsets.UTF_8));
    return new Artifact("openlineage/" + name + ".json", blob.digest(), blob.size());
  }

  private static Optional<RunChange> change(ReceivedEvent event) {
    return event.status() == RunStatus.RUNNING
        ? Optional.empty()
        : Optional.of(
            new RunChange(
                Optional.of(event.status()), Optional.of(event.time()), Optional.empty()));
  }

  /// The very asset of this installation, if it is there; else one of its own name.
  private RunReport.Data read(Caller caller, Data data) {
    return own(caller, data)
        .map(asset -> new RunReport.Data(asset, facts(data)))
        .orElseGet(() -> foreign(data));
  }

  private static RunReport.Data foreign(Data data) {
    String name = data.name().namespace() + "/" + data.name().name();
    String version = data.version().map(LineageReceiver::brief).orElse(UNVERSIONED);
    Asset asset =
        new Asset(Asset.Kind.DATASET, brief(name), version, Digest.of(name + "@" + version));
    return new RunReport.Data(asset, facts(data));
  }

  private boolean isOurs(Name name) {
    return name.namespace().equals(space.root()) || name.namespace().startsWith(space.root() + "/");
  }

  /// The run, after the one that it is part of.
  private List<RunStart> starts(Caller caller, ReceivedEvent event) {
    List<RunStart> starts = new ArrayList<>();
    Optional<ReceivedEvent.Parent> parent =
        event.parent().filter(above -> !above.run().equals(event.run()));
    parent.ifPresent(above -> starts.add(start(caller, above.run(), above.job(), event.time())));
    RunStart start = start(caller, event.run(), event.job(), event.time());
    Environment environment =
        event.commit().map(Environment.UNKNOWN::withCommit).orElse(Environment.UNKNOWN);
    starts.add(
        parent
            .map(above -> start.withParent(above.run()))
            .orElse(start)
            .withEnvironment(environment));
    return starts;
  }

  /// Runs of a namespace are of the experiment of its name, so that they do not stand among those
  /// of people.
  private RunStart start(Caller caller, RunId id, Name job, Instant time) {
    Optional<Run> known = ledger.find(caller, id);
    if (known.isPresent() && !known.get().kind().equals(KIND) && !isOurs(job)) {
      throw Problem.conflict(
          "Run '%s' is a %s of this server and not the job '%s' of '%s'.",
          id, known.get().kind(), job.name(), job.namespace());
    }
    return RunStart.of(KIND, brief(job.name()))
        .withId(id)
        .withExperiment(brief(job.namespace()))
        .withEnvironment(Environment.UNKNOWN)
        .withStarted(time);
  }

  private static List<Tag> tags(ReceivedEvent event) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("openlineage.job", event.job().namespace() + "/" + event.job().name());
    tags.put("openlineage.type", event.jobType());
    tags.put("openlineage.producer", event.whole().path("producer").asString(""));
    event.error().ifPresent(message -> tags.put(Tag.ERROR, Tag.error(message).value()));
    return tags.entrySet().stream()
        .filter(tag -> !tag.getValue().isEmpty())
        .map(tag -> new Tag(tag.getKey(), Tag.cut(tag.getValue())))
        .toList();
  }

  private Optional<Asset> own(Caller caller, Data data) {
    Name name = data.name();
    if (data.version().isEmpty()) {
      return Optional.empty();
    }
    if (name.isFile()) {
      Optional<Path> root = folder.apply(caller);
      Path file = Path.of("/").resolve(name.name().replace('\0', ' '));
      return root.filter(file::startsWith)
          .flatMap(
              at -> known(caller, Asset.Kind.SOURCE_FILE, at.relativize(file).toString(), data));
    }
    if (!name.namespace().equals(space.of(caller.project()))) {
      return Optional.empty();
    }
    int slash = name.name().indexOf('/');
    Optional<Asset.Kind> kind =
        slash < 0 ? Optional.of(Asset.Kind.SNAPSHOT) : kind(name.name().substring(0, slash));
    return kind.flatMap(one -> known(caller, one, name.name().substring(slash + 1), data));
  }

  private static Optional<Asset.Kind> kind(String text) {
    return Stream.of(Asset.Kind.values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  private Optional<Asset> known(Caller caller, Asset.Kind kind, String name, Data data) {
    return ledger
        .asset(caller, kind, name, data.version().orElseThrow())
        .map(record -> record.asset());
  }

  private static Map<String, Object> facts(Data data) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("namespace", data.name().namespace());
    facts.put("name", data.name().name());
    data.rows().ifPresent(rows -> facts.put("rows", rows));
    data.fields()
        .filter(fields -> fields.toString().length() <= LONGEST_FIELDS)
        .ifPresent(fields -> facts.put("fields", fields));
    return facts;
  }

  /// A long name keeps its end, which tells more, and what makes it that one.
  private static String brief(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", " ");
    if (plain.length() <= LONGEST_NAME) {
      return plain;
    }
    String mark = Digest.of(name).value().substring(0, 12) + "…";
    return mark + plain.substring(plain.length() - LONGEST_NAME + mark.length());
  }

  /// Whether events of a run are not ours to tell.
  static boolean isReceived(Run run) {
    return run.kind().equals(KIND);
  }

  /// An event as it was sent. One of a job or of a data set leaves the data that it names.
  void accept(Caller caller, ObjectNode event) {
    if (ReceivedEvent.isOfRun(event)) {
      accept(caller, ReceivedEvent.parse(event));
    } else {
      List<Data> described = ReceivedEvent.described(event);
      ledger.recordData(caller, described.stream().map(data -> read(caller, data)).toList());
    }
  }
}
