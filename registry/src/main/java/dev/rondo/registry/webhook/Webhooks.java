package dev.rondo.registry.webhook;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.Permission;
import dev.rondo.kernel.Problem;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.http.OutgoingHttp;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.secret.SecretBox;
import dev.rondo.registry.webhook.WebhookTable.Owed;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The webhooks of projects, which administrators register. Thread-safe.
public final class Webhooks {
  private static final int MOST = 100;

  private final Database database;
  private final SecretBox secrets;
  private final OutgoingHttp http;
  private final IdSource ids;
  private final InstantSource clock;

  /// @param http what webhooks are called with
  /// @param clock system time
  public Webhooks(
      Database database, SecretBox secrets, OutgoingHttp http, IdSource ids, InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.http = http;
    this.ids = ids;
    this.clock = clock;
    database.migrate("webhooks", List.of(WebhookTable.SCHEMA, WebhookTable.SCHEMA_2));
  }

  /// Registers a webhook.
  ///
  /// @param secret what calls are signed with
  /// @throws Problem `forbidden` for an address that may not be called
  public Webhook create(Caller caller, WebhookDraft draft, Optional<String> secret) {
    caller.require(Permission.ADMINISTER);
    http.requireSecure(draft.url());
    Optional<String> sealed = secret.map(secrets::seal);
    return database.write(tx -> {
      if (WebhookTable.list(tx, caller.project(), 0, MOST).size() == MOST) {
        throw Problem.invalid("There are %d webhooks already, which are the most.", MOST);
      }
      var now = clock.instant();
      Webhook made =
          new Webhook(
              ids.next(),
              draft.name(),
              draft.description(),
              draft.url(),
              draft.topics(),
              draft.isActive(),
              now,
              now);
      WebhookTable.put(tx, caller.project(), made);
      sealed.ifPresent(text -> WebhookTable.secret(tx, caller.project(), made.id(), text));
      return made;
    });
  }

  /// Changes a webhook; without a new secret it keeps the one that it has.
  ///
  /// @throws Problem `not-found`, or `forbidden` for an address that may not be called
  public Webhook change(
      Caller caller, String id, UnaryOperator<WebhookDraft> change, Optional<String> secret) {
    http.requireSecure(change.apply(draft(load(caller, id))).url());
    Optional<String> sealed = secret.map(secrets::seal);
    return database.write(tx -> {
      Webhook known = load(tx, caller.project(), id);
      WebhookDraft draft = change.apply(draft(known));
      Webhook changed =
          new Webhook(
              id,
              draft.name(),
              draft.description(),
              draft.url(),
              draft.topics(),
              draft.isActive(),
              known.created(),
              clock.instant());
      WebhookTable.put(tx, caller.project(), changed);
      sealed.ifPresent(text -> WebhookTable.secret(tx, caller.project(), id, text));
      return changed;
    });
  }

  private static WebhookDraft draft(Webhook known) {
    return new WebhookDraft(
        known.name(), known.description(), known.url(), known.topics(), known.isActive());
  }

  /// @throws Problem `not-found`
  public Webhook load(Caller caller, String id) {
    caller.require(Permission.ADMINISTER);
    return database.read(tx -> load(tx, caller.project(), id));
  }

  private static Webhook load(Transaction tx, ProjectName project, String id) {
    return WebhookTable.find(tx, project, id)
        .orElseThrow(() -> Problem.notFound("Webhook with ID %s not found.", id));
  }

  /// One page, in the order in which they were made.
  public Slice<Webhook> list(Caller caller, long offset, int limit) {
    caller.require(Permission.ADMINISTER);
    return Slice.of(
        database.read(tx -> WebhookTable.list(tx, caller.project(), offset, limit + 1)), limit);
  }

  /// @throws Problem `not-found`
  public void delete(Caller caller, String id) {
    load(caller, id);
    database.write(tx -> {
      WebhookTable.delete(tx, caller.project(), id);
      return true;
    });
  }

  /// The active webhooks of a project that are told of a topic.
  List<Webhook> of(ProjectName project, WebhookTopic topic) {
    return database.read(tx -> WebhookTable.list(tx, project, 0, MOST)).stream()
        .filter(webhook -> webhook.isActive() && webhook.topics().contains(topic))
        .toList();
  }

  Optional<Webhook> find(Owed owed) {
    return database.read(tx -> WebhookTable.find(tx, owed.project(), owed.webhook()));
  }

  void owe(Owed owed) {
    database.write(tx -> {
      WebhookTable.owe(tx, owed);
      return true;
    });
  }

  void settle(Owed owed) {
    database.write(tx -> {
      WebhookTable.settle(tx, owed);
      return true;
    });
  }

  List<Owed> owed() {
    return database.read(WebhookTable::owed);
  }

  Optional<String> secret(ProjectName project, String id) {
    return database.read(tx -> WebhookTable.secret(tx, project, id)).map(secrets::unseal);
  }
}
