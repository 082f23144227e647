package dev.rondo.loop.evaluation;

import dev.rondo.delivery.Releases;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.loop.project.Project;
import dev.rondo.registry.ModelVersion;
import dev.rondo.registry.Registry;
import dev.rondo.registry.VersionNotes;
import dev.rondo.registry.evaluation.Report;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Gathers what there is to say of a version: who answers for it, its card, what was decided of it,
/// and where it served. Thread-safe.
public final class VersionPapers {
  private static final int MOST = 1_000;

  private final Registry registry;
  private final BlobStore blobs;
  private final Releases releases;
  private final Function<Caller, Optional<Project>> projects;

  public VersionPapers(
      Registry registry,
      BlobStore blobs,
      Releases releases,
      Function<Caller, Optional<Project>> projects) {
    this.registry = registry;
    this.blobs = blobs;
    this.releases = releases;
    this.projects = projects;
  }

  /// @param owner empty where nobody said
  /// @param licence empty where nobody said
  /// @param card Markdown: what people wrote, else what is known
  /// @param isWritten whether people wrote the card
  /// @param history what was said, the newest first
  /// @param approver the role whose approval it needs before production; empty when it needs none
  /// @param decisions the newest first
  /// @param served the newest first
  public record Papers(
      String owner,
      String licence,
      String card,
      boolean isWritten,
      List<VersionNotes> history,
      Optional<String> approver,
      List<Decision> decisions,
      List<Served> served) {}

  public Papers of(Caller caller, ModelVersion version) {
    List<VersionNotes> history =
        registry.papers().notes(caller, version.model(), version.version());
    Optional<VersionNotes> newest = history.stream().findFirst();
    String written = newest.map(VersionNotes::card).orElse("");
    return new Papers(
        newest.map(VersionNotes::owner).orElse(""),
        newest.map(VersionNotes::licence).orElse(""),
        written.isEmpty() ? card(caller, version, newest) : written,
        !written.isEmpty(),
        history,
        registry.papers().approver(caller),
        decisions(caller, version),
        Served.of(releases.list(caller, MOST), version.model(), version.version()));
  }

  private String card(Caller caller, ModelVersion version, Optional<VersionNotes> notes) {
    Optional<Report> report =
        registry.evaluations(caller, version.model(), version.version()).reversed().stream()
            .flatMap(one -> one.report().stream())
            .findFirst()
            .map(digest -> Report.parse(blobs.load(digest)));
    return new ModelCard(version, notes, report, projects.apply(caller)).text(blobs);
  }

  private List<Decision> decisions(Caller caller, ModelVersion version) {
    String model = version.model();
    int number = version.version();
    Stream<Decision> approvals =
        registry.papers().approvals(caller, model, number).stream().map(Decision::of);
    Stream<Decision> stages =
        registry.stageHistory(caller, model, MOST).stream()
            .filter(change -> change.version() == number)
            .map(Decision::of);
    Stream<Decision> aliases =
        registry.aliasHistory(caller, model, MOST).stream()
            .filter(change ->
                change.version().orElse(0) == number || change.previous().orElse(0) == number)
            .map(change -> Decision.of(change, number));
    return Stream.of(approvals, stages, aliases)
        .flatMap(one -> one)
        .sorted(Comparator.comparing(Decision::at).reversed())
        .toList();
  }
}
