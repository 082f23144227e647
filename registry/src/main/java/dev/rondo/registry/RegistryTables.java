package dev.rondo.registry;

import dev.rondo.kernel.Asset;
import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The registry's tables: statements and how their rows become records. Stateless.
final class RegistryTables {
  static final String SCHEMA_1 =
      """
      CREATE TABLE model (
        project TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
        PRIMARY KEY (project, name)) WITHOUT ROWID;
      CREATE TABLE model_version (
        project TEXT NOT NULL, model TEXT NOT NULL, version INTEGER NOT NULL,
        status TEXT NOT NULL, status_reason TEXT NOT NULL, run TEXT NOT NULL,
        digest TEXT NOT NULL, content TEXT NOT NULL, description TEXT NOT NULL,
        created INTEGER NOT NULL, PRIMARY KEY (project, model, version),
        UNIQUE (project, model, run));
      CREATE INDEX model_version_by_run ON model_version (project, run);
      CREATE TABLE model_alias (
        project TEXT NOT NULL, model TEXT NOT NULL, alias TEXT NOT NULL,
        version INTEGER NOT NULL, PRIMARY KEY (project, model, alias)) WITHOUT ROWID;
      CREATE TABLE model_alias_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, model TEXT NOT NULL,
        alias TEXT NOT NULL, version INTEGER, previous INTEGER, reason TEXT NOT NULL,
        user TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE INDEX model_alias_change_by_model ON model_alias_change (project, model, id);
      CREATE TABLE model_evaluation (
        project TEXT NOT NULL, model TEXT NOT NULL, version INTEGER NOT NULL,
        dataset TEXT NOT NULL, id TEXT NOT NULL, evaluation TEXT NOT NULL,
        user TEXT NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY (project, model, version, dataset)) WITHOUT ROWID
      """;

  private static final String VERSION =
      """
      SELECT v.*, (SELECT group_concat(alias, ' ' ORDER BY alias) FROM model_alias a
          WHERE a.project = v.project AND a.model = v.model AND a.version = v.version) AS aliases
        FROM model_version v
      """;
  private static final String MODEL =
      """
      SELECT m.*,
          (SELECT count(*) FROM model_version v WHERE v.project = m.project AND v.model = m.name)
            AS versions,
          (SELECT version FROM model_alias a
            WHERE a.project = m.project AND a.model = m.name AND a.alias = 'production')
            AS champion
        FROM model m
      """;

  static final String DIGESTS =
      "SELECT DISTINCT digest FROM model_version WHERE digest >= ? AND digest < ?";
  static final String CONTENTS = BlobOwner.inJson("model_version", "content");

  private RegistryTables() {}

  static void insertModel(Transaction tx, Caller caller, String name, Instant now) {
    tx.update(
        "INSERT INTO model (project, name, created) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        caller.project(),
        name,
        now);
  }

  static int insertVersion(Transaction tx, Caller caller, Registration registration, Instant now) {
    ModelContent content = registration.content();
    return (int)
        tx.find(
                """
                INSERT INTO model_version (project, model, version, status, status_reason, run,
                    digest, content, description, created)
                  SELECT ?1, ?2, coalesce(max(version), 0) + 1, 'candidate', '', ?3, ?4, ?5, ?6, ?7
                  FROM model_version WHERE project = ?1 AND model = ?2 RETURNING version
                """,
                row -> row.number("version"),
                caller.project(),
                registration.model(),
                registration.run(),
                content.digest(),
                Json.write(contentJson(content)),
                registration.description(),
                now)
            .orElseThrow()
            .longValue();
  }

  static Optional<ModelVersion> version(Transaction tx, Caller caller, String model, int version) {
    return tx.find(
        VERSION + " WHERE project = ? AND model = ? AND version = ?",
        RegistryTables::version,
        caller.project(),
        model,
        version);
  }

  static Optional<ModelVersion> ofRun(Transaction tx, Caller caller, String model, String run) {
    return tx.find(
        VERSION + " WHERE project = ? AND model = ? AND run = ?",
        RegistryTables::version,
        caller.project(),
        model,
        run);
  }

  static List<ModelVersion> ofRun(Transaction tx, Caller caller, String run) {
    return tx.list(
        VERSION + " WHERE project = ? AND run = ? ORDER BY model",
        RegistryTables::version,
        caller.project(),
        run);
  }

  static List<ModelVersion> versions(
      Transaction tx, Caller caller, String model, int before, int limit) {
    return tx.list(
        VERSION + " WHERE project = ? AND model = ? AND version < ? ORDER BY version DESC LIMIT ?",
        RegistryTables::version,
        caller.project(),
        model,
        before,
        limit);
  }

  static Optional<Model> model(Transaction tx, Caller caller, String name) {
    return tx.find(
        MODEL + " WHERE project = ? AND name = ?", RegistryTables::model, caller.project(), name);
  }

  static List<Model> models(Transaction tx, Caller caller, String after, int limit) {
    return tx.list(
        MODEL + " WHERE project = ? AND name > ? ORDER BY name LIMIT ?",
        RegistryTables::model,
        caller.project(),
        after,
        limit);
  }

  static void setStatus(
      Transaction tx, Caller caller, ModelVersion version, VersionStatus status, String reason) {
    tx.update(
        "UPDATE model_version SET status = ?, status_reason = ?"
            + " WHERE project = ? AND model = ? AND version = ?",
        status.text(),
        reason,
        caller.project(),
        version.model(),
        version.version());
  }

  static OptionalInt alias(Transaction tx, Caller caller, String model, String alias) {
    return tx.find(
            "SELECT version FROM model_alias WHERE project = ? AND model = ? AND alias = ?",
            row -> OptionalInt.of((int) row.number("version")),
            caller.project(),
            model,
            alias)
        .orElse(OptionalInt.empty());
  }

  static void moveAlias(Transaction tx, Caller caller, AliasChange change) {
    if (change.version().isPresent()) {
      tx.update(
          "INSERT INTO model_alias (project, model, alias, version) VALUES (?, ?, ?, ?)"
              + " ON CONFLICT DO UPDATE SET version = excluded.version",
          caller.project(),
          change.model(),
          change.alias(),
          change.version().getAsInt());
    } else {
      tx.update(
          "DELETE FROM model_alias WHERE project = ? AND model = ? AND alias = ?",
          caller.project(),
          change.model(),
          change.alias());
    }
    tx.update(
        "INSERT INTO model_alias_change (project, model, alias, version, previous, reason, user, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        change.model(),
        change.alias(),
        asLong(change.version()),
        asLong(change.previous()),
        change.reason(),
        change.by(),
        change.at());
  }

  static List<AliasChange> aliasChanges(Transaction tx, Caller caller, String model, int limit) {
    return tx.list(
        "SELECT * FROM model_alias_change WHERE project = ? AND model = ? ORDER BY id DESC LIMIT ?",
        RegistryTables::aliasChange,
        caller.project(),
        model,
        limit);
  }

  static void putEvaluation(
      Transaction tx, Caller caller, ModelVersion version, RecordedEvaluation recorded) {
    tx.update(
        "INSERT INTO model_evaluation (project, model, version, dataset, id, evaluation, user, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            + " evaluation = excluded.evaluation, user = excluded.user, at = excluded.at",
        caller.project(),
        version.model(),
        version.version(),
        recorded.evaluation().dataset(),
        recorded.id(),
        Json.write(evaluationJson(recorded.evaluation())),
        recorded.by(),
        recorded.at());
  }

  static List<RecordedEvaluation> evaluations(
      Transaction tx, Caller caller, String model, int version) {
    return tx.list(
        "SELECT * FROM model_evaluation WHERE project = ? AND model = ? AND version = ?"
            + " ORDER BY id",
        row ->
            new RecordedEvaluation(
                row.text("id"),
                evaluation(Json.parseObject(row.text("evaluation"))),
                row.text("user"),
                row.time("at")),
        caller.project(),
        model,
        version);
  }

  private static ModelVersion version(Row row) {
    return new ModelVersion(
        row.text("model"),
        (int) row.number("version"),
        VersionStatus.parse(row.text("status")),
        row.text("status_reason"),
        row.optionalText("aliases").map(text -> List.of(text.split(" "))).orElse(List.of()),
        row.text("run"),
        content(Json.parseObject(row.text("content"))),
        row.text("description"),
        row.time("created"));
  }

  private static Model model(Row row) {
    return new Model(
        row.text("name"),
        (int) row.number("versions"),
        asInt(row.optionalNumber("champion")),
        row.time("created"));
  }

  private static AliasChange aliasChange(Row row) {
    return new AliasChange(
        row.text("model"),
        row.text("alias"),
        asInt(row.optionalNumber("version")),
        asInt(row.optionalNumber("previous")),
        row.text("reason"),
        row.text("user"),
        row.time("at"));
  }

  private static ObjectNode contentJson(ModelContent content) {
    ObjectNode json = Json.object();
    json.put("digest", content.digest().value());
    json.put("size", content.size());
    json.put("format", content.format());
    json.set("signature", Json.tree(content.signature()));
    ObjectNode artifacts = json.putObject("artifacts");
    content.artifacts().forEach((name, digest) -> artifacts.put(name, digest.value()));
    return json;
  }

  private static ModelContent content(ObjectNode json) {
    Map<String, Digest> artifacts = new LinkedHashMap<>();
    for (var entry : json.path("artifacts").properties()) {
      artifacts.put(entry.getKey(), new Digest(entry.getValue().asString()));
    }
    return new ModelContent(
        new Digest(json.path("digest").asString()),
        json.path("size").asLong(),
        json.path("format").asString(),
        Json.read(json.path("signature"), Signature.class),
        artifacts);
  }

  private static ObjectNode evaluationJson(Evaluation evaluation) {
    ObjectNode json = Json.object();
    Asset dataset = evaluation.dataset();
    json.putObject("dataset")
        .put("kind", dataset.kind().text())
        .put("name", dataset.name())
        .put("version", dataset.version())
        .put("digest", dataset.digest().value());
    json.set("metrics", Json.tree(evaluation.metrics()));
    json.set("baseline", Json.tree(evaluation.baseline()));
    evaluation.baselineVersion().ifPresent(version -> json.put("baselineVersion", version));
    return json.put("verdict", evaluation.verdict().text()).put("reason", evaluation.reason());
  }

  private static Evaluation evaluation(ObjectNode json) {
    JsonNode dataset = json.path("dataset");
    JsonNode baseline = json.path("baselineVersion");
    return new Evaluation(
        new Asset(
            Asset.Kind.parse(dataset.path("kind").asString()),
            dataset.path("name").asString(),
            dataset.path("version").asString(),
            new Digest(dataset.path("digest").asString())),
        values(json.path("metrics")),
        baseline.isNumber() ? OptionalInt.of(baseline.asInt()) : OptionalInt.empty(),
        values(json.path("baseline")),
        Evaluation.Verdict.parse(json.path("verdict").asString()),
        json.path("reason").asString());
  }

  private static Map<String, Double> values(JsonNode json) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (var entry : json.properties()) {
      values.put(entry.getKey(), entry.getValue().asDouble());
    }
    return values;
  }

  private static OptionalInt asInt(OptionalLong value) {
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  private static OptionalLong asLong(OptionalInt value) {
    return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
  }
}
