package dev.rondo.loop.contract;

import dev.rondo.delivery.BuildLog;
import dev.rondo.delivery.PushedCode;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Mistake;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProblemCode;
import dev.rondo.kernel.json.Yaml;
import dev.rondo.loop.project.Project;
import dev.rondo.quality.ContractDocument;
import dev.rondo.quality.change.Approvals;
import dev.rondo.quality.change.Bump;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.change.Party;
import dev.rondo.quality.publication.ContractText;
import dev.rondo.quality.publication.Proposal;
import dev.rondo.quality.publication.Publications;
import dev.rondo.quality.publication.PublishedContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges the contracts of one commit by what was published before, and says what changes. Confined
/// to one thread.
final class CommitJudgement {
  private final Publications publications;
  private final PartyFinder finder;
  private final Caller caller;
  private final Project project;
  private final PushedCode code;
  private final BuildLog log;
  private final Map<String, PublishedContract> published = new LinkedHashMap<>();
  private final Map<String, String> paths = new LinkedHashMap<>();
  private final List<Proposal> proposals = new ArrayList<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  CommitJudgement(
      Publications publications,
      PartyFinder finder,
      Caller caller,
      Project project,
      PushedCode code,
      BuildLog log) {
    this.publications = publications;
    this.finder = finder;
    this.caller = caller;
    this.project = project;
    this.code = code;
    this.log = log;
    publications.newest(caller).forEach(one -> published.put(one.content().contract(), one));
  }

  /// What the commit brings, unchanged contracts too.
  List<Proposal> proposals() {
    return List.copyOf(proposals);
  }

  /// Everything that keeps the commit from being published.
  List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  void judge() {
    new TreeSet<>(project.contracts().keySet()).forEach(this::judge);
    published.values().stream()
        .filter(one -> one.withdrawn().isEmpty())
        .filter(one -> !paths.containsKey(one.content().contract()))
        .forEach(this::gone);
    if (published.isEmpty()) {
      log.say("Nothing was published before: what is there becomes the first version.");
    } else if (proposals.stream().allMatch(this::isUnchanged) && mistakes.isEmpty()) {
      log.say("The %d contracts are as they were published.".formatted(proposals.size()));
    }
  }

  private boolean isUnchanged(Proposal proposal) {
    PublishedContract before = published.get(proposal.content().contract());
    return before != null && before.content().digest().equals(proposal.content().digest());
  }

  private void judge(String path) {
    byte[] bytes = Objects.requireNonNull(code.files().get(path));
    String text = new String(bytes, StandardCharsets.UTF_8);
    Yaml yaml = Yaml.parse(path, text);
    ContractDocument document = ContractDocument.parse(path, text);
    String other = paths.putIfAbsent(document.id(), path);
    if (other != null) {
      mistakes.add(
          yaml.place("/id")
              .mistake(
                  "The contract '%s' stands in '%s' too; give one of them another id."
                      .formatted(document.id(), other)));
      return;
    }
    numbered(yaml, document, text).ifPresent(content -> judge(yaml, document, content));
  }

  /// Empty when its version is not in numbers, which is a mistake.
  private Optional<ContractText> numbered(Yaml yaml, ContractDocument document, String text) {
    try {
      return Optional.of(
          ContractText.of(document, text, ContractPlace.of(project, document.file())));
    } catch (Problem e) {
      mistakes.add(yaml.place("/version").mistake(e.text()));
      return Optional.empty();
    }
  }

  private void judge(Yaml yaml, ContractDocument document, ContractText content) {
    PublishedContract before = published.get(content.contract());
    if (before == null) {
      log.say("%s is new.".formatted(content));
      proposals.add(proposal(content, Optional.empty(), Set.of(), Set.of(), ""));
    } else if (before.content().digest().equals(content.digest())) {
      proposals.add(proposal(content, Optional.of(before), Set.of(), Set.of(), ""));
    } else {
      follow(yaml, document, content, before);
    }
  }

  private void follow(
      Yaml yaml, ContractDocument document, ContractText content, PublishedContract before) {
    ContractDocument older = before.content().document();
    ContractDiff diff = ContractDiff.of(older, document);
    Set<String> places = new TreeSet<>(before.content().places());
    places.addAll(content.places());
    Parties parties = finder.find(caller, project, places);
    ChangeReport report = new ChangeReport(log, content, parties);
    report.tell(before.content(), diff);
    Approvals approvals = new Approvals(asked(diff, parties), publications.agreed(caller, content));
    List<Mistake> refusals = refusals(older, document, approvals);
    String obstacle =
        refusals.stream()
            .filter(refusal -> !refusal.path().isEmpty())
            .map(Mistake::message)
            .findFirst()
            .orElseGet(() -> sameNumber(before.content(), content));
    if (!obstacle.isEmpty() && refusals.isEmpty()) {
      mistakes.add(yaml.place("/version").mistake(obstacle));
    }
    refusals.forEach(refusal -> mistakes.add(yaml.place("/version").mistake(refusal.message())));
    Set<String> missing = new TreeSet<>(approvals.missing());
    proposals.add(proposal(content, Optional.of(before), approvals.consumers(), missing, obstacle));
    if (obstacle.isEmpty()) {
      report.ask(missing);
    }
  }

  private Proposal proposal(
      ContractText content,
      Optional<PublishedContract> before,
      Set<String> consumers,
      Set<String> missing,
      String obstacle) {
    return new Proposal(
        content,
        code.commit().value(),
        code.user(),
        before.map(one -> one.content().version()),
        consumers,
        missing,
        obstacle);
  }

  /// Everyone who reads the data; callers too, when a change asks more of them.
  private static Set<String> asked(ContractDiff diff, Parties parties) {
    if (!diff.isBreaking()) {
      return Set.of();
    }
    Set<String> asked = PartyFinder.names(parties.consumers());
    if (diff.changes().stream().anyMatch(change -> change.breaks().contains(Party.PRODUCERS))) {
      parties.producers().stream()
          .map(Participant::name)
          .filter(name -> name.startsWith(PartyFinder.CALLERS))
          .forEach(asked::add);
    }
    return asked;
  }

  private static List<Mistake> refusals(
      ContractDocument before, ContractDocument after, Approvals approvals) {
    try {
      ContractDiff.publishable(before, after, approvals);
      return List.of();
    } catch (Problem e) {
      if (e.code() != ProblemCode.PRECONDITION_FAILED) {
        throw e;
      }
      return e.mistakes();
    }
  }

  /// Why a number cannot be used again; empty when it is not.
  private static String sameNumber(ContractText before, ContractText after) {
    return before.version().equals(after.version())
        ? "Version %s of '%s' is published with another content and never changes; make it %s or later."
            .formatted(after.version(), after.contract(), after.version().after(Bump.PATCH))
        : "";
  }

  /// A contract goes with the data, or after it was retired with everyone's agreement. Who is at
  /// work holds it, also when only the ledger knows.
  private void gone(PublishedContract gone) {
    ContractText content = gone.content();
    Parties parties = finder.find(caller, project, content.places());
    List<Participant> left =
        Stream.concat(parties.producers().stream(), parties.consumers().stream()).toList();
    if (left.isEmpty() || content.isRetired()) {
      log.say("The contract %s is gone.".formatted(content));
      return;
    }
    mistakes.add(
        new Mistake(
            content.file(),
            0,
            0,
            "",
            "The contract '%s' is gone, but %s is still used by %s. Keep it, take these away with it, or publish it with the status 'retired' first, to which all who read the data agree."
                .formatted(
                    content.contract(),
                    String.join(", ", content.places()),
                    left.stream().map(Participant::told).collect(Collectors.joining("; ")))));
  }
}
