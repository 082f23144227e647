package dev.rondo.api.resource;

import dev.rondo.loop.contract.Contracts;
import dev.rondo.loop.contract.Participant;
import dev.rondo.loop.contract.Parties;
import dev.rondo.quality.change.Change;
import dev.rondo.quality.publication.Approval;
import dev.rondo.quality.publication.Proposal;
import dev.rondo.quality.publication.PublishedContract;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Contracts as they are written to JSON.
final class ContractViews {
  private ContractViews() {}

  /// @param version the newest that was published; empty when none was
  /// @param proposed the version that waits to be published; empty when none does
  /// @param waiting how many have not agreed to it
  record ContractView(
      String name,
      String version,
      Optional<Instant> published,
      Optional<Instant> withdrawn,
      String proposed,
      int waiting) {}

  record PublishedView(
      String version,
      String digest,
      String commit,
      String user,
      Instant published,
      Optional<Instant> withdrawn) {}

  record VersionText(PublishedView version, String file, String text) {}

  record ProposalView(
      String version,
      String digest,
      String commit,
      String follows,
      List<String> consumers,
      List<String> missing,
      String obstacle) {}

  record ParticipantView(String name, String owner, List<String> knownBy) {}

  record PartiesView(List<ParticipantView> producers, List<ParticipantView> consumers) {}

  /// @param standing as what the user agreed
  record ApprovalView(
      String version,
      String digest,
      String consumer,
      String user,
      String standing,
      String comment,
      Instant at) {}

  record ContractDetail(
      String name,
      List<PublishedView> versions,
      Optional<ProposalView> proposal,
      List<ParticipantView> producers,
      List<ParticipantView> consumers,
      List<ApprovalView> approvals) {}

  /// @param breaks the names of those whom it breaks
  record ChangeView(String kind, String path, String sentence, List<String> breaks, String needs) {}

  record ChangesView(String from, String to, String needed, List<ChangeView> changes) {}

  static PublishedView view(PublishedContract one) {
    return new PublishedView(
        one.content().version().toString(),
        one.content().digest().value(),
        one.commit(),
        one.user(),
        one.published(),
        one.withdrawn());
  }

  static VersionText text(PublishedContract one) {
    return new VersionText(view(one), one.content().file(), one.content().text());
  }

  static ProposalView view(Proposal proposal, List<String> missing) {
    return new ProposalView(
        proposal.content().version().toString(),
        proposal.content().digest().value(),
        proposal.commit(),
        proposal.follows().map(Object::toString).orElse(""),
        proposal.consumers().stream().sorted().toList(),
        missing,
        proposal.obstacle());
  }

  static PartiesView view(Parties parties) {
    return new PartiesView(views(parties.producers()), views(parties.consumers()));
  }

  static List<ParticipantView> views(List<Participant> participants) {
    return participants.stream()
        .map(one ->
            new ParticipantView(
                one.name(),
                one.owner(),
                one.evidence().stream().map(ContractViews::word).sorted().toList()))
        .toList();
  }

  static ApprovalView view(Approval approval) {
    return new ApprovalView(
        approval.version().toString(),
        approval.digest().value(),
        approval.consumer(),
        approval.user(),
        approval.standing(),
        approval.comment(),
        approval.at());
  }

  static ChangesView view(Contracts.Changes changes) {
    return new ChangesView(
        changes.from().version().toString(),
        changes.to().version().toString(),
        changes.from().version().after(changes.diff().needed()).toString(),
        changes.diff().changes().stream().map(one -> view(changes.parties(), one)).toList());
  }

  private static ChangeView view(Parties parties, Change change) {
    return new ChangeView(
        word(change.kind()),
        change.path(),
        parties.sentence(change),
        parties.brokenBy(change).stream().map(Participant::name).toList(),
        word(change.needs()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
