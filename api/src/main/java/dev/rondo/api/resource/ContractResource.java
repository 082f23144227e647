package dev.rondo.api.resource;

import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.resource.ContractViews.ContractView;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.loop.contract.Contracts;
import dev.rondo.loop.contract.Parties;
import dev.rondo.quality.change.Version;
import dev.rondo.quality.publication.Agreement;
import dev.rondo.quality.publication.Approval;
import dev.rondo.quality.publication.Proposal;
import dev.rondo.quality.publication.Publications;
import dev.rondo.quality.publication.PublishedContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// The contracts of a project, their versions, and who has agreed to what is proposed.
public final class ContractResource {
  private static final String ROOT = "/api/v1/projects/{project}/contracts";
  private static final String ONE = ROOT + "/{contract}";
  private static final String VERSION = ONE + "/versions/{version}";

  private final Contracts contracts;
  private final Publications publications;

  public ContractResource(Contracts contracts, Publications publications) {
    this.contracts = contracts;
    this.publications = publications;
  }

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get(ROOT)
        .permission(Permission.READ)
        .summary("List contracts with their newest versions and what is proposed")
        .returns(Page.schema(Schema.of(ContractView.class)))
        .handle(request -> Response.json(Page.whole(list(request.caller()))));
    routes
        .get(ONE)
        .permission(Permission.READ)
        .summary("Describe a contract: versions, proposal, producers, consumers, approvals")
        .returns(Schema.of(ContractViews.ContractDetail.class))
        .handle(this::show);
    routes
        .get(ONE + "/versions")
        .permission(Permission.READ)
        .summary("List a contract's published versions, newest first")
        .returns(Page.schema(Schema.of(ContractViews.PublishedView.class)))
        .handle(request -> Response.json(Page.whole(versions(request))));
    routes
        .get(VERSION)
        .permission(Permission.READ)
        .summary("Read a published version, word for word")
        .returns(Schema.of(ContractViews.VersionText.class))
        .handle(this::version);
    routes
        .get(ONE + "/parties")
        .permission(Permission.READ)
        .summary("Tell who brings and who reads the data, by the ledger and the files")
        .returns(Schema.of(ContractViews.PartiesView.class))
        .handle(request ->
            Response.json(
                ContractViews.view(
                    contracts.parties(request.caller(), request.parameter("contract")))));
    routes
        .get(ONE + "/changes")
        .permission(Permission.READ)
        .summary("Compare two versions: what changes, and whom it breaks")
        .query("from", Schema.text(), "A version; without both, what is proposed or newest")
        .query("to", Schema.text(), "Another version, published or proposed")
        .returns(Schema.of(ContractViews.ChangesView.class))
        .handle(this::changes);
    approvals(routes);
  }

  private void approvals(Routes routes) {
    routes
        .get(VERSION + "/approvals")
        .permission(Permission.READ)
        .summary("List who has agreed to a version, oldest first")
        .returns(Page.schema(Schema.of(ContractViews.ApprovalView.class)))
        .handle(
            request -> Response.json(Page.whole(approvals(request, request.parameter("version")))));
    routes
        .post(VERSION + "/approvals")
        .permission(Permission.APPROVE_CONTRACTS)
        .summary("Agree to a proposed version for a consumer; after the last, it is built again")
        .accepts(
            Schema.object()
                .field("consumer", Schema.text())
                .field("comment", Schema.text())
                .optional("digest", Schema.text().describe("Of what was read, or its beginning")))
        .returns(Schema.of(ContractViews.ApprovalView.class))
        .handle(this::approve);
  }

  private List<ContractView> list(Caller caller) {
    Map<String, ContractView> all = new TreeMap<>();
    for (PublishedContract one : publications.newest(caller)) {
      all.put(one.content().contract(), view(one.content().contract(), Optional.of(one), caller));
    }
    for (Proposal proposal : publications.proposals(caller)) {
      String name = proposal.content().contract();
      all.computeIfAbsent(name, _ -> view(name, Optional.empty(), caller));
    }
    return List.copyOf(all.values());
  }

  private ContractView view(String name, Optional<PublishedContract> newest, Caller caller) {
    Optional<Proposal> proposal = publications.proposal(caller, name);
    return new ContractView(
        name,
        newest.map(one -> one.content().version().toString()).orElse(""),
        newest.map(PublishedContract::published),
        newest.flatMap(PublishedContract::withdrawn),
        proposal.map(one -> one.content().version().toString()).orElse(""),
        proposal.map(one -> publications.missing(caller, one).size()).orElse(0));
  }

  private Response show(Request request) {
    Caller caller = request.caller();
    String name = request.parameter("contract");
    List<ContractViews.PublishedView> versions = versions(request);
    Parties parties = contracts.parties(caller, name);
    return Response.json(
        new ContractViews.ContractDetail(
            name,
            versions,
            publications
                .proposal(caller, name)
                .map(one -> ContractViews.view(one, publications.missing(caller, one))),
            ContractViews.views(parties.producers()),
            ContractViews.views(parties.consumers()),
            publications.approvals(caller, name).stream().map(ContractViews::view).toList()));
  }

  private List<ContractViews.PublishedView> versions(Request request) {
    return contracts.versions(request.caller(), request.parameter("contract")).stream()
        .map(ContractViews::view)
        .toList();
  }

  private Response version(Request request) {
    String name = request.parameter("contract");
    Version wanted = Version.parse(request.parameter("version"));
    return Response.json(
        contracts.versions(request.caller(), name).stream()
            .filter(one -> one.content().version().equals(wanted))
            .findFirst()
            .map(ContractViews::text)
            .orElseThrow(
                () -> Problem.notFound("'%s' has no published version %s.", name, wanted)));
  }

  private Response changes(Request request) {
    String name = request.parameter("contract");
    Optional<String> from = request.query("from");
    Optional<String> to = request.query("to");
    if (from.isPresent() != to.isPresent()) {
      throw Problem.invalid("Give both 'from' and 'to', or neither.");
    }
    Contracts.Changes changes =
        from.isPresent()
            ? contracts.changes(request.caller(), name, from.get(), to.orElseThrow())
            : contracts
                .newestChanges(request.caller(), name)
                .orElseThrow(() ->
                    Problem.notFound(
                        "'%s' has one version, and there is nothing to compare it with.", name));
    return Response.json(ContractViews.view(changes));
  }

  private List<ContractViews.ApprovalView> approvals(Request request, String version) {
    Version wanted = Version.parse(version);
    String name = request.parameter("contract");
    contracts.versions(request.caller(), name);
    return publications.approvals(request.caller(), name).stream()
        .filter(approval -> approval.version().equals(wanted))
        .map(ContractViews::view)
        .toList();
  }

  private Response approve(Request request) {
    ObjectNode body = request.json();
    Approval approval =
        contracts.approve(
            request.caller(),
            new Agreement(
                request.parameter("contract"),
                request.parameter("version"),
                body.path("digest").asString(""),
                body.path("consumer").asString(),
                body.path("comment").asString()));
    return Response.json(ContractViews.view(approval));
  }
}
