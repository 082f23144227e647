package dev.rondo.api.resource;

import dev.rondo.access.Role;
import dev.rondo.access.Users;
import dev.rondo.api.http.Request;
import dev.rondo.api.http.Response;
import dev.rondo.api.http.Routes;
import dev.rondo.api.schema.Schema;
import dev.rondo.kernel.Permission;
import dev.rondo.loop.evaluation.VersionPapers;
import dev.rondo.registry.Approval;
import dev.rondo.registry.Papers;
import dev.rondo.registry.Registry;
import dev.rondo.registry.VersionNotes;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What people say of model versions, and whether they approve of them.
public final class PaperResource {
  private static final String ROOT = "/api/v1/projects/{project}/models/{model}/versions/{version}";

  private final Registry registry;
  private final VersionPapers papers;
  private final Users users;

  public PaperResource(Registry registry, VersionPapers papers, Users users) {
    this.registry = registry;
    this.papers = papers;
    this.users = users;
  }

  record NotesView(String owner, String licence, String card, String by, String at) {}

  record DecisionView(String what, String role, String reason, String by, String at) {}

  /// @param share of the endpoint's requests, from 0 to 1
  record ServedView(
      String endpoint, String from, Optional<String> until, double share, String reason) {}

  /// @param card Markdown
  /// @param generated whether the card was made from what is known, since nobody wrote one
  /// @param approver the role whose approval it needs before production
  record PapersView(
      String owner,
      String licence,
      String card,
      boolean generated,
      Optional<String> approver,
      List<DecisionView> approvals,
      List<ServedView> deployments,
      List<NotesView> history) {}

  /// Declares the routes.
  public void routes(Routes routes) {
    routes
        .get(ROOT + "/papers")
        .permission(Permission.READ)
        .summary("Show a version's owner, licence, card, approvals, and where it served")
        .returns(Schema.of(PapersView.class))
        .handle(this::show);
    routes
        .post(ROOT + "/papers")
        .permission(Permission.REGISTER_MODELS)
        .summary("Say who owns a version, its licence (SPDX) and its card; the rest stays")
        .accepts(
            Schema.object()
                .optional("owner", Schema.text().length(0, 200))
                .optional("licence", Schema.text().length(0, 200))
                .optional("card", Schema.text().length(0, VersionNotes.LONGEST_CARD)))
        .returns(Schema.of(PapersView.class))
        .handle(this::describe);
    routes
        .post(ROOT + "/approvals")
        .permission(Permission.READ)
        .summary("Approve of a version or reject it, in a role that the caller has")
        .accepts(
            Schema.object()
                .field("role", Schema.text())
                .field("verdict", Schema.oneOf(Approval.APPROVED, Approval.REJECTED))
                .field("reason", Schema.text()))
        .returns(Schema.of(PapersView.class))
        .handle(this::decide);
  }

  private Response show(Request request) {
    VersionPapers.Papers found =
        papers.of(
            request.caller(),
            registry.load(request.caller(), request.parameter("model"), version(request)));
    return Response.json(view(found));
  }

  private static int version(Request request) {
    return Numbers.version(request.parameter("version"));
  }

  private Response describe(Request request) {
    JsonNode json = request.json();
    registry
        .papers()
        .describe(
            request.caller(),
            request.parameter("model"),
            version(request),
            new Papers.Change(
                json.path("owner").stringValueOpt(),
                json.path("licence").stringValueOpt(),
                json.path("card").stringValueOpt()));
    return show(request);
  }

  private Response decide(Request request) {
    JsonNode json = request.json();
    Role role = Role.parse(json.path("role").asString());
    users.requireRole(request.caller(), role);
    registry
        .papers()
        .decide(
            request.caller(),
            request.parameter("model"),
            version(request),
            role.text(),
            json.path("verdict").asString(),
            json.path("reason").asString());
    return show(request);
  }

  static PapersView view(VersionPapers.Papers papers) {
    return new PapersView(
        papers.owner(),
        papers.licence(),
        papers.card(),
        !papers.isWritten(),
        papers.approver(),
        papers.decisions().stream()
            .map(one ->
                new DecisionView(
                    one.what(), one.role(), one.reason(), one.by(), one.at().toString()))
            .toList(),
        papers.served().stream()
            .map(one ->
                new ServedView(
                    one.endpoint(),
                    one.from().toString(),
                    one.until().map(Object::toString),
                    one.share(),
                    one.reason()))
            .toList(),
        papers.history().stream()
            .map(one ->
                new NotesView(
                    one.owner(), one.licence(), one.card(), one.by(), one.at().toString()))
            .toList());
  }
}
