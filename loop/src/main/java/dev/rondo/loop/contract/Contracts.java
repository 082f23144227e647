package dev.rondo.loop.contract;

import dev.rondo.delivery.Build;
import dev.rondo.delivery.BuildStatus;
import dev.rondo.delivery.Builds;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.event.Event;
import dev.rondo.kernel.event.Events;
import dev.rondo.loop.ActiveProject;
import dev.rondo.loop.project.Project;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.change.Version;
import dev.rondo.quality.publication.Agreement;
import dev.rondo.quality.publication.Approval;
import dev.rondo.quality.publication.ContractText;
import dev.rondo.quality.publication.Proposal;
import dev.rondo.quality.publication.Publications;
import dev.rondo.quality.publication.PublishedContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A project's contracts: their versions, what changes between them, who is concerned. When the
/// last who had to has agreed, the commit is built again. Thread-safe.
public final class Contracts {
  private final Publications publications;
  private final PartyFinder finder;
  private final Builds builds;
  private final Function<Caller, Optional<Project>> projects;

  /// @param projects finds the caller's project as it runs
  public Contracts(
      Publications publications,
      PartyFinder finder,
      Builds builds,
      Function<Caller, Optional<Project>> projects) {
    this.publications = publications;
    this.finder = finder;
    this.builds = builds;
    this.projects = projects;
  }

  /// What changes from one version to another, and whom it concerns.
  public record Changes(ContractText from, ContractText to, ContractDiff diff, Parties parties) {}

  public void listen(Events events) {
    events.subscribe(
        "loop-contracts", Set.of("contract.approved", "build.failed"), this::buildAgain);
  }

  /// An approval may come while the build that asks for it still runs, so both are listened to.
  private void buildAgain(Event event) {
    Caller caller = Caller.platform("contracts", event.project());
    String commit = event.data().path("commit").asString("");
    Optional<Build> newest = builds.list(caller, 1).stream().findFirst();
    if (newest.isPresent()
        && newest.get().commit().value().equals(commit)
        && newest.get().status() == BuildStatus.FAILED
        && publications.isAgreedSince(caller, commit)) {
      builds.retry(caller, newest.get().commit());
    }
  }

  /// Publishes the contracts of the commit that runs when nothing was ever published: it was built
  /// before versions were kept.
  public void adopt(Caller caller, ActiveProject active) {
    if (!publications.newest(caller).isEmpty()) {
      return;
    }
    Map<String, byte[]> files = builds.files(caller, active.bundle().digest());
    String commit = active.commit();
    List<Proposal> proposals = new ArrayList<>();
    for (String path : new TreeSet<>(active.project().contracts().keySet())) {
      String text = new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
      try {
        ContractText content =
            ContractText.of(
                ContractDocument.parse(path, text), text, ContractPlace.of(active.project(), path));
        proposals.add(
            new Proposal(content, commit, caller.user(), Optional.empty(), Set.of(), Set.of(), ""));
      } catch (Problem e) {
        System.getLogger(Contracts.class.getName())
            .log(System.Logger.Level.WARNING, "'" + path + "' is not published: " + e.text());
      }
    }
    publications.adopt(caller, commit, proposals);
  }

  /// The versions of a contract, newest first; none when it is only proposed.
  ///
  /// @throws Problem `not-found` when it is not even proposed
  public List<PublishedContract> versions(Caller caller, String contract) {
    List<PublishedContract> versions = publications.versions(caller, contract);
    if (versions.isEmpty() && publications.proposal(caller, contract).isEmpty()) {
      Set<String> known =
          publications.newest(caller).stream()
              .map(one -> one.content().contract())
              .collect(Collectors.toCollection(TreeSet::new));
      throw Problem.notFound("%s", Nearest.none("contract", contract, known));
    }
    return versions;
  }

  /// Who brings and who reads what a contract speaks of, as the ledger and the files that run tell.
  public Parties parties(Caller caller, String contract) {
    Set<String> places =
        Stream.concat(
                versions(caller, contract).stream().limit(1).map(PublishedContract::content),
                publications.proposal(caller, contract).stream().map(Proposal::content))
            .flatMap(content -> content.places().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return parties(caller, places);
  }

  private Parties parties(Caller caller, Set<String> places) {
    return projects
        .apply(caller)
        .map(one -> finder.find(caller, one, places))
        .orElseGet(() -> new Parties(List.of(), List.of()));
  }

  /// Notes that a consumer agrees to what is proposed. Whom the project that runs names for the
  /// consumer's kind has to agree, or an administrator; what a commit says of owners counts when it
  /// runs.
  ///
  /// @return the approval that stands
  /// @throws Problem as [Publications#approve]
  public Approval approve(Caller caller, Agreement agreement) {
    String owner =
        projects
            .apply(caller)
            .map(project -> PartyFinder.owner(project, agreement.consumer()))
            .orElse("");
    return publications.approve(caller, agreement, owner);
  }

  /// What is proposed, against what is published; or, when nothing is, the newest version against
  /// the one before. Empty when there is only one.
  public Optional<Changes> newestChanges(Caller caller, String contract) {
    List<ContractText> texts = texts(caller, contract);
    return texts.size() < 2
        ? Optional.empty()
        : Optional.of(changes(caller, texts.get(1), texts.get(0)));
  }

  /// What changes between two versions, published or proposed.
  ///
  /// @throws Problem `not-found` when there is no such version
  public Changes changes(Caller caller, String contract, String from, String to) {
    List<ContractText> texts = texts(caller, contract);
    return changes(caller, found(contract, texts, from), found(contract, texts, to));
  }

  private Changes changes(Caller caller, ContractText from, ContractText to) {
    Set<String> places = new TreeSet<>(from.places());
    places.addAll(to.places());
    return new Changes(
        from, to, ContractDiff.of(from.document(), to.document()), parties(caller, places));
  }

  /// Newest first: what is proposed, then what was published.
  private List<ContractText> texts(Caller caller, String contract) {
    return Stream.concat(
            publications.proposal(caller, contract).stream().map(Proposal::content),
            versions(caller, contract).stream().map(PublishedContract::content))
        .toList();
  }

  private static ContractText found(String contract, List<ContractText> texts, String version) {
    Version wanted = Version.parse(version);
    return texts.stream()
        .filter(text -> text.version().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            Problem.notFound(
                "'%s' has no version %s; it has %s.",
                contract, wanted, texts.stream().map(text -> text.version().toString()).toList()));
  }
}
