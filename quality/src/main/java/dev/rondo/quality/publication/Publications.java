package dev.rondo.quality.publication;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Nearest;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.event.Events;
import dev.rondo.quality.change.Approvals;
import dev.rondo.quality.change.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The contracts that were published, each version once and for ever; what the newest commit
/// proposes; and who has agreed to it. Tells `contract.published`, `contract.withdrawn` and
/// `contract.approved`. Thread-safe.
public final class Publications {
  private final Database database;
  private final Events events;
  private final InstantSource clock;

  /// @param clock system time
  public Publications(Database database, Events events, InstantSource clock) {
    this.database = database;
    this.events = events;
    this.clock = clock;
    database.migrate(
        "contract",
        List.of(
            PublicationTable.SCHEMA + ";\n" + ApprovalTable.SCHEMA,
            PublicationTable.AUTHORS + ";\n" + ApprovalTable.STANDINGS));
  }

  /// Notes what a commit brings, in place of what any other has proposed: a contract that is not
  /// among it is withdrawn when the commit is published.
  public void propose(Caller caller, List<Proposal> proposals) {
    caller.require(Permission.PUSH_CODE);
    Instant now = clock.instant();
    database.write(tx -> {
      PublicationTable.propose(tx, caller.project(), proposals, now);
      return true;
    });
  }

  /// Publishes what a commit has proposed, as part of the transaction that makes the commit good.
  ///
  /// @param user who pushed it
  /// @throws Problem `conflict` when a version is published with another content
  public void publish(Transaction tx, Caller caller, String commit, String user) {
    caller.require(Permission.PUSH_CODE);
    Instant now = clock.instant();
    Set<String> kept = new HashSet<>();
    for (Proposal proposal : PublicationTable.proposals(tx, caller.project())) {
      if (proposal.commit().equals(commit)) {
        kept.add(proposal.content().contract());
        publish(tx, caller, proposal, user, now);
      }
    }
    for (PublishedContract newest : PublicationTable.newest(tx, caller.project())) {
      String contract = newest.content().contract();
      if (!kept.contains(contract) && newest.withdrawn().isEmpty()) {
        PublicationTable.withdraw(tx, caller.project(), contract, now);
        tell(tx, caller, "contract.withdrawn", newest.content(), Map.of("user", user));
      }
    }
    PublicationTable.propose(tx, caller.project(), List.of(), now);
  }

  /// Publishes at once what a commit holds that ran before anything was published.
  public void adopt(Caller caller, String commit, List<Proposal> proposals) {
    caller.require(Permission.PUSH_CODE);
    database.write(tx -> {
      PublicationTable.propose(tx, caller.project(), proposals, clock.instant());
      publish(tx, caller, commit, caller.user());
      return true;
    });
  }

  private void publish(Transaction tx, Caller caller, Proposal proposal, String user, Instant now) {
    ContractText content = proposal.content();
    Optional<PublishedContract> same =
        find(
            PublicationTable.versions(tx, caller.project(), content.contract()), content.version());
    if (same.isPresent()) {
      requireSame(same.get().content(), content);
      PublicationTable.keep(tx, caller.project(), content);
      return;
    }
    PublicationTable.publish(tx, caller.project(), proposal, user, now);
    tell(
        tx,
        caller,
        "contract.published",
        content,
        Map.of("user", user, "commit", proposal.commit()));
  }

  private static void requireSame(ContractText published, ContractText content) {
    if (!published.digest().equals(content.digest())) {
      throw Problem.conflict(
          "%s is published with digest %s and cannot get %s: a version never changes. Give the new"
              + " content a new version.",
          published, published.digest().brief(), content.digest().brief());
    }
  }

  private void tell(
      Transaction tx, Caller caller, String type, ContractText content, Map<String, String> more) {
    Map<String, Object> fact = new HashMap<>(more);
    fact.put("contract", content.contract());
    fact.put("version", content.version().toString());
    fact.put("digest", content.digest().value());
    events.publish(tx, caller, type, content.contract(), fact);
  }

  /// The newest version of each contract, by id; also of those that were withdrawn.
  public List<PublishedContract> newest(Caller caller) {
    caller.require(Permission.READ);
    return database.read(tx -> PublicationTable.newest(tx, caller.project()));
  }

  /// The versions of a contract, newest first; empty when none was published.
  public List<PublishedContract> versions(Caller caller, String contract) {
    caller.require(Permission.READ);
    return database.read(tx -> PublicationTable.versions(tx, caller.project(), contract));
  }

  /// What the newest commit that was judged proposes and is not published, by contract.
  public List<Proposal> proposals(Caller caller) {
    caller.require(Permission.READ);
    return database.read(tx ->
        PublicationTable.proposals(tx, caller.project()).stream()
            .filter(proposal -> !isPublished(tx, caller, proposal.content()))
            .toList());
  }

  /// What the newest commit proposes for a contract.
  public Optional<Proposal> proposal(Caller caller, String contract) {
    return proposals(caller).stream()
        .filter(proposal -> proposal.content().contract().equals(contract))
        .findFirst();
  }

  private static boolean isPublished(Transaction tx, Caller caller, ContractText content) {
    return find(
            PublicationTable.versions(tx, caller.project(), content.contract()), content.version())
        .filter(published -> published.content().digest().equals(content.digest()))
        .isPresent();
  }

  private static Optional<PublishedContract> find(
      List<PublishedContract> versions, Version version) {
    return versions.stream().filter(one -> one.content().version().equals(version)).findFirst();
  }

  /// Every approval that a contract was given, oldest first.
  public List<Approval> approvals(Caller caller, String contract) {
    caller.require(Permission.READ);
    return database.read(tx -> ApprovalTable.list(tx, caller.project(), contract));
  }

  /// The consumers who have agreed to exactly this content.
  public Set<String> agreed(Caller caller, ContractText content) {
    caller.require(Permission.READ);
    return database.read(tx -> agreed(tx, caller, content));
  }

  /// Who must agree to a proposal and has not yet, by name.
  public List<String> missing(Caller caller, Proposal proposal) {
    return new Approvals(proposal.consumers(), agreed(caller, proposal.content())).missing();
  }

  private static Set<String> agreed(Transaction tx, Caller caller, ContractText content) {
    return ApprovalTable.list(tx, caller.project(), content.contract()).stream()
        .filter(approval -> approval.version().equals(content.version()))
        .filter(approval -> approval.digest().equals(content.digest()))
        .map(Approval::consumer)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Notes that a consumer agrees to what is proposed. Agreeing again changes nothing.
  ///
  /// @param owner who answers for the consumer; empty when nobody is declared to
  /// @return the approval that stands
  /// @throws Problem `forbidden` when another has to agree; `not-found` when there is no such
  ///   proposal or consumer; `conflict` when another content is proposed now, or agreement cannot
  ///   help
  public Approval approve(Caller caller, Agreement agreement, String owner) {
    caller.require(Permission.APPROVE_CONTRACTS);
    Version version = Version.parse(agreement.version());
    Instant now = clock.instant();
    return database.write(tx -> {
      Proposal proposal = proposed(tx, caller, agreement.contract(), version);
      agreement.requireFits(proposal);
      String standing = agreement.standing(caller, owner, proposal.author());
      Approval approval =
          new Approval(
              agreement.contract(),
              version,
              proposal.content().digest(),
              agreement.consumer(),
              caller.user(),
              standing,
              agreement.comment(),
              now);
      return kept(tx, caller, proposal, approval);
    });
  }

  private Approval kept(Transaction tx, Caller caller, Proposal proposal, Approval approval) {
    if (ApprovalTable.insert(tx, caller.project(), approval)) {
      Map<String, String> more =
          Map.of(
              "user", approval.user(),
              "consumer", approval.consumer(),
              "standing", approval.standing(),
              "reason",
                  "For %s (%s): %s"
                      .formatted(approval.consumer(), approval.standing(), approval.comment()),
              "commit", proposal.commit());
      tell(tx, caller, "contract.approved", proposal.content(), more);
      return approval;
    }
    return ApprovalTable.list(tx, caller.project(), approval.contract()).stream()
        .filter(one -> one.version().equals(approval.version()))
        .filter(one -> one.digest().equals(approval.digest()))
        .filter(one -> one.consumer().equals(approval.consumer()))
        .findFirst()
        .orElseThrow();
  }

  private static Proposal proposed(
      Transaction tx, Caller caller, String contract, Version version) {
    List<PublishedContract> published = PublicationTable.versions(tx, caller.project(), contract);
    if (find(published, version).isPresent()) {
      throw Problem.conflict(
          "Version %s of '%s' is published already and needs nobody's approval.",
          version, contract);
    }
    List<Proposal> proposals =
        PublicationTable.proposals(tx, caller.project()).stream()
            .filter(proposal -> !isPublished(tx, caller, proposal.content()))
            .toList();
    return proposals.stream()
        .filter(proposal -> proposal.content().contract().equals(contract))
        .filter(proposal -> proposal.content().version().equals(version))
        .findFirst()
        .orElseThrow(() ->
            Problem.notFound(
                "%s", Nearest.none("proposal", contract + " " + version, texts(proposals))));
  }

  private static List<String> texts(List<Proposal> proposals) {
    return proposals.stream().map(proposal -> proposal.content().toString()).toList();
  }

  /// Whether everything that a commit proposes waited for agreement alone, and all of it is given
  /// since: then its build has something new to find.
  public boolean isAgreedSince(Caller caller, String commit) {
    caller.require(Permission.READ);
    return database.read(tx -> {
      List<Proposal> waiting =
          PublicationTable.proposals(tx, caller.project()).stream()
              .filter(proposal -> proposal.commit().equals(commit))
              .filter(proposal -> !proposal.missing().isEmpty())
              .toList();
      return !waiting.isEmpty()
          && waiting.stream()
              .allMatch(one ->
                  one.isWaiting() && agreed(tx, caller, one.content()).containsAll(one.missing()));
    });
  }
}
