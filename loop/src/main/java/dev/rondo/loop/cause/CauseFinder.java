package dev.rondo.loop.cause;

import dev.rondo.delivery.Builds;
import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Problem;
import dev.rondo.ledger.AssetRecord;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.Run;
import dev.rondo.ledger.UpstreamChange;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import dev.rondo.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/// Finds what changed upstream between the last time that all was well and a failure, the likeliest
/// cause first. Thread-safe.
public final class CauseFinder {
  /// Of each run's lineage; what lies further away is no likely cause.
  public static final int MOST_NODES = 400;

  private static final int MOST_CAUSES = 50;

  private final Ledger ledger;
  private final Builds builds;
  private final Failures failures;
  private final SnapshotChange snapshots;

  public CauseFinder(
      Ledger ledger, Registry registry, QualityResults quality, Profiles profiles, Builds builds) {
    this.ledger = ledger;
    this.builds = builds;
    this.failures = new Failures(ledger, registry, quality);
    this.snapshots = new SnapshotChange(ledger, profiles);
  }

  /// @param subject a run's or a check's id, a model's version as `model@version`, or a monitor's
  ///   window as `monitor@day`, by its first day
  /// @throws Problem `not-found` when there is nothing of the kind
  public Causes find(Caller caller, String subject) {
    Failure failure = failures.find(caller, subject);
    return new Causes(
        failure, failure.good().map(good -> causes(caller, failure, good)).orElse(List.of()));
  }

  private List<Cause> causes(Caller caller, Failure failure, Run good) {
    Run run = failure.run();
    Weight weight = new Weight(good.started(), run.ended().orElse(run.started()));
    List<Cause> causes = new ArrayList<>();
    List<UpstreamChange> files = new ArrayList<>();
    for (UpstreamChange change : ledger.history().changes(caller, run, good, MOST_NODES)) {
      if (change.is(Asset.Kind.SOURCE_FILE)) {
        files.add(change);
      } else {
        cause(caller, change, weight).ifPresent(causes::add);
      }
    }
    sourceFiles(files, weight).ifPresent(causes::add);
    causes.addAll(new RunChanges(ledger, weight).between(caller, good, run));
    return causes.stream()
        .filter(cause -> !failure.sentence().contains(cause.sentence()))
        .sorted(
            Comparator.comparingDouble(Cause::weight)
                .reversed()
                .thenComparing(Cause::kind)
                .thenComparing(Cause::name))
        .limit(MOST_CAUSES)
        .toList();
  }

  private Optional<Cause> cause(Caller caller, UpstreamChange change, Weight weight) {
    String name = change.name().name();
    return switch (change.name().kind()) {
      case SNAPSHOT -> Optional.of(told(change, weight, snapshots.look(caller, change)));
      case BUNDLE -> Optional.of(told(change, weight, code(caller, change)));
      case FEATURE_VIEW ->
          told(change, weight, 0.8, "The definition of feature view '%s' is another.", name);
      case TRAINING_SET -> Optional.of(told(change, weight, rows(change)));
      case MODEL_VERSION ->
          told(change, weight, 0.7, "Model '%s' went %s.", name, SnapshotChange.versions(change));
      case DEPLOYMENT ->
          told(change, weight, 0.6, "Another deployment answers at endpoint '%s'.", name);
      case DECISION ->
          told(
              change,
              weight,
              0.5,
              "It was decided on model '%s': %s.",
              name,
              SnapshotChange.fact(change.newest(), "verb"));
      case DATASET -> told(change, weight, 0.6, "The data '%s' from outside are others.", name);
      default -> Optional.empty();
    };
  }

  /// A change as it looks from near.
  ///
  /// @param size 0 to 1
  record Seen(double size, String sentence) {}

  private static Optional<Cause> told(
      UpstreamChange change, Weight weight, double size, String format, Object... arguments) {
    return Optional.of(told(change, weight, new Seen(size, format.formatted(arguments))));
  }

  private static Cause told(UpstreamChange change, Weight weight, Seen seen) {
    AssetRecord newest = change.newest();
    String early = change.isRead() ? "" : " It was there before the end, but not read yet.";
    return new Cause(
        weight.of(seen.size(), change.distance(), Optional.of(newest.recorded())),
        change.name().kind().text(),
        change.name().name(),
        change.from().map(one -> one.asset().version()),
        change.to().map(one -> one.asset().version()),
        Optional.of(newest.recorded()),
        change.distance(),
        seen.sentence() + early,
        Optional.of(newest.asset()));
  }

  private static Seen rows(UpstreamChange change) {
    String rows =
        change
            .from()
            .flatMap(SnapshotChange::rows)
            .flatMap(from ->
                change
                    .to()
                    .flatMap(SnapshotChange::rows)
                    .map(to -> " " + SnapshotChange.growth(from, to)))
            .orElse("");
    return new Seen(
        0.4 + rowGrowth(change),
        "The training set '%s' is another%s.".formatted(change.name().name(), rows));
  }

  static double rowGrowth(UpstreamChange change) {
    return change
        .from()
        .flatMap(SnapshotChange::rows)
        .flatMap(
            from -> change.to().flatMap(SnapshotChange::rows).map(to -> Weight.growth(from, to)))
        .orElse(0.0);
  }

  private Seen code(Caller caller, UpstreamChange change) {
    List<String> files =
        change
            .from()
            .flatMap(from -> change.to().map(to -> changedFiles(caller, from.asset(), to.asset())))
            .orElse(List.of());
    String told =
        files.isEmpty()
            ? ""
            : ": %d files changed (%s%s)"
                .formatted(
                    files.size(),
                    String.join(", ", files.stream().limit(5).toList()),
                    files.size() > 5 ? ", …" : "");
    return new Seen(
        0.4 + 0.1 * files.size(),
        "The code went %s%s.".formatted(SnapshotChange.commits(change), told));
  }

  /// What two commits have otherwise; nothing when one of them is not known here.
  private List<String> changedFiles(Caller caller, Asset from, Asset to) {
    try {
      Map<String, byte[]> before = builds.files(caller, from.digest());
      Map<String, byte[]> after = builds.files(caller, to.digest());
      TreeSet<String> names = new TreeSet<>(before.keySet());
      names.addAll(after.keySet());
      return names.stream()
          .filter(name -> !Arrays.equals(before.get(name), after.get(name)))
          .toList();
    } catch (Problem e) {
      return List.of();
    }
  }

  private static Optional<Cause> sourceFiles(List<UpstreamChange> files, Weight weight) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = files.stream().map(one -> one.name().name()).sorted().toList();
    Instant newest =
        files.stream().map(one -> one.newest().recorded()).max(Comparator.naturalOrder()).get();
    int distance = files.stream().mapToInt(UpstreamChange::distance).min().orElse(1);
    long replaced = files.stream().filter(one -> one.from().isPresent()).count();
    String sentence =
        "Source files that are new or others: %d (%s%s)%s."
            .formatted(
                names.size(),
                String.join(", ", names.stream().limit(5).toList()),
                names.size() > 5 ? ", …" : "",
                replaced > 0
                    ? "; %d of them were there with another content".formatted(replaced)
                    : "");
    return Optional.of(
        new Cause(
            weight.of(replaced > 0 ? 0.8 : 0.5, distance, Optional.of(newest)),
            "source-files",
            Objects.requireNonNull(names.getFirst()),
            Optional.empty(),
            Optional.of(Integer.toString(names.size())),
            Optional.of(newest),
            distance,
            sentence,
            Optional.empty()));
  }
}
