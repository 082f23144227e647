package dev.rondo.registry.webhook;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;

/// The webhooks, with their secrets sealed.
final class WebhookTable {
  static final String SCHEMA =
      """
      CREATE TABLE webhook (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
        description TEXT NOT NULL, url TEXT NOT NULL, topics TEXT NOT NULL,
        active INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, secret TEXT);
      CREATE UNIQUE INDEX webhook_by_id ON webhook (project, id)
      """;

  /// Which events slow webhooks are still to be told of.
  static final String SCHEMA_2 =
      """
      CREATE TABLE webhook_owed (
        project TEXT NOT NULL, webhook TEXT NOT NULL, event INTEGER NOT NULL,
        PRIMARY KEY (project, webhook, event)) WITHOUT ROWID
      """;

  private static final String COLUMNS =
      "id, name, description, url, topics, active, created, updated";

  private WebhookTable() {}

  /// An event that a webhook is still to be told of.
  record Owed(ProjectName project, String webhook, long event) {}

  static void owe(Transaction tx, Owed owed) {
    tx.update(
        "INSERT OR IGNORE INTO webhook_owed (project, webhook, event) VALUES (?, ?, ?)",
        owed.project(),
        owed.webhook(),
        owed.event());
  }

  static void settle(Transaction tx, Owed owed) {
    tx.update(
        "DELETE FROM webhook_owed WHERE project = ? AND webhook = ? AND event = ?",
        owed.project(),
        owed.webhook(),
        owed.event());
  }

  /// By event.
  static List<Owed> owed(Transaction tx) {
    return tx.list(
        "SELECT project, webhook, event FROM webhook_owed ORDER BY event",
        row ->
            new Owed(
                new ProjectName(row.text("project")), row.text("webhook"), row.number("event")));
  }

  /// Stores a webhook; one of the same id is replaced, but keeps its secret.
  static void put(Transaction tx, ProjectName project, Webhook webhook) {
    tx.update(
        """
        INSERT INTO webhook (project, id, name, description, url, topics, active, created, updated)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (project, id) DO UPDATE SET name = excluded.name,
          description = excluded.description, url = excluded.url, topics = excluded.topics,
          active = excluded.active, updated = excluded.updated
        """,
        project,
        webhook.id(),
        webhook.name(),
        webhook.description(),
        webhook.url(),
        topics(webhook.topics()),
        webhook.isActive(),
        webhook.created(),
        webhook.updated());
  }

  static void secret(Transaction tx, ProjectName project, String id, String sealed) {
    tx.update("UPDATE webhook SET secret = ? WHERE project = ? AND id = ?", sealed, project, id);
  }

  static Optional<String> secret(Transaction tx, ProjectName project, String id) {
    return tx.find(
            "SELECT secret FROM webhook WHERE project = ? AND id = ?",
            row -> row.optionalText("secret"),
            project,
            id)
        .flatMap(secret -> secret);
  }

  static Optional<Webhook> find(Transaction tx, ProjectName project, String id) {
    return tx.find(
        "SELECT " + COLUMNS + " FROM webhook WHERE project = ? AND id = ?",
        WebhookTable::webhook,
        project,
        id);
  }

  /// In the order in which they were made.
  static List<Webhook> list(Transaction tx, ProjectName project, long offset, int limit) {
    return tx.list(
        "SELECT " + COLUMNS + " FROM webhook WHERE project = ? ORDER BY key LIMIT ? OFFSET ?",
        WebhookTable::webhook,
        project,
        limit,
        offset);
  }

  static void delete(Transaction tx, ProjectName project, String id) {
    tx.update("DELETE FROM webhook WHERE project = ? AND id = ?", project, id);
    tx.update("DELETE FROM webhook_owed WHERE project = ? AND webhook = ?", project, id);
  }

  private static String topics(List<WebhookTopic> topics) {
    ArrayNode list = Json.array();
    topics.forEach(
        topic -> list.addObject().put("entity", topic.entity()).put("action", topic.action()));
    return Json.write(list);
  }

  private static Webhook webhook(Row row) {
    return new Webhook(
        row.text("id"),
        row.text("name"),
        row.text("description"),
        URI.create(row.text("url")),
        Json.parse(row.text("topics"))
            .valueStream()
            .map(one -> Json.read(one, WebhookTopic.class))
            .toList(),
        row.flag("active"),
        row.time("created"),
        row.time("updated"));
  }
}
