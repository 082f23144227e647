package dev.rondo.web;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.kernel.Caller;
import dev.rondo.loop.contract.Contracts;
import dev.rondo.loop.contract.Participant;
import dev.rondo.loop.contract.Parties;
import dev.rondo.quality.Contract;
import dev.rondo.quality.change.Change;
import dev.rondo.quality.change.ContractDiff;
import dev.rondo.quality.publication.Approval;
import dev.rondo.quality.publication.Proposal;
import dev.rondo.quality.publication.PublishedContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `/contracts/{contract}`: what was published, what is proposed and who must still agree, and who
/// brings and reads the data.
final class ContractPage {
  private static final int VERSIONS = 20;

  private final Site site;
  private final Parts parts;

  ContractPage(Site site, Parts parts) {
    this.site = site;
    this.parts = parts;
  }

  /// @param contract its id
  /// @param running as the project's files hold it; empty when they do not
  /// @param approvals newest first
  record View(
      String contract,
      Optional<Contract> running,
      Optional<Proposed> proposed,
      List<Version> versions,
      Parties parties,
      List<Approval> approvals) {}

  /// What waits to be published.
  ///
  /// @param changes against what is published
  /// @param missing who must agree and has not
  record Proposed(Proposal proposal, List<Change> changes, List<Participant> missing) {
    /// What makes it agreed to.
    String command() {
      StringBuilder command =
          new StringBuilder("rondo contracts approve ")
              .append(proposal.content())
              .append(" --digest ")
              .append(proposal.content().digest().brief());
      missing.forEach(one -> command.append(" --consumer ").append(one.name()));
      return command.toString();
    }
  }

  /// A published version and what it changed.
  record Version(PublishedContract published, List<Change> changes) {}

  Response show(Request request) {
    Caller caller = request.caller();
    String contract = request.parameter("contract");
    var publications = parts.data().publications();
    List<PublishedContract> versions = parts.data().contracts().versions(caller, contract);
    Parties parties = parts.data().contracts().parties(caller, contract);
    View view =
        new View(
            contract,
            running(caller, contract),
            publications
                .proposal(caller, contract)
                .map(proposal -> proposed(caller, proposal, parties)),
            versions(versions),
            parties,
            publications.approvals(caller, contract).reversed());
    Frame frame = site.frame(request, contract, "data", "rondo contracts show " + contract);
    return site.page("contract.jte", frame, view);
  }

  private Optional<Contract> running(Caller caller, String contract) {
    return parts.projects().find(caller).stream()
        .flatMap(facts -> facts.contracts().stream())
        .filter(one -> one.id().equals(contract))
        .findFirst();
  }

  private Proposed proposed(Caller caller, Proposal proposal, Parties parties) {
    List<String> missing = parts.data().publications().missing(caller, proposal);
    Optional<Contracts.Changes> changes =
        parts.data().contracts().newestChanges(caller, proposal.content().contract());
    return new Proposed(
        proposal,
        changes.map(found -> found.diff().changes()).orElse(List.of()),
        missing.stream().map(name -> parties.named(name)).toList());
  }

  private static List<Version> versions(List<PublishedContract> newestFirst) {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < Math.min(VERSIONS, newestFirst.size()); i++) {
      List<Change> changes =
          i + 1 == newestFirst.size()
              ? List.of()
              : ContractDiff.of(
                      newestFirst.get(i + 1).content().document(),
                      newestFirst.get(i).content().document())
                  .changes();
      versions.add(new Version(newestFirst.get(i), changes));
    }
    return versions;
  }
}
