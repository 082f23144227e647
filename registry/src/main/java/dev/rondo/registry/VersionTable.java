package dev.rondo.registry;

import dev.rondo.kernel.Caller;
import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.kernel.search.Column;
import dev.rondo.kernel.search.Condition;
import dev.rondo.kernel.search.Operand;
import dev.rondo.kernel.search.Operator;
import dev.rondo.kernel.search.Slice;
import dev.rondo.kernel.search.Vocabulary;
import dev.rondo.registry.scan.Scan;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The versions, and how they moved from one status to another.
final class VersionTable {
  private static final String VERSION =
      """
      SELECT v.*, m.name AS model_name,
        (SELECT group_concat(a.alias, ' ' ORDER BY a.alias) FROM model_alias a
          WHERE a.model = v.model AND a.version = v.version) AS aliases,
        (SELECT json_group_object(t.key, t.value) FROM model_tag t
          WHERE t.model = v.model AND t.version = v.version) AS tags
      FROM model_version v JOIN model m ON m.key = v.model AND m.deleted IS NULL
      WHERE v.deleted IS NULL AND m.project = ?
      """;

  /// Where no model is named, the search begins among the versions.
  private static final String ANY = VERSION.replace("m.project = ?", "v.project = ?");

  static final String ONE = VERSION + " AND m.name = ? AND v.version = ?";

  /// `+` keeps the order of the models' names from being where the search begins.
  static final String OF_RUN = ANY + " AND v.run = ? AND v.claimed = 0 ORDER BY +m.name, v.version";

  static final String OF_LOGGED =
      ANY
          + " AND v.logged_model IN (SELECT value FROM json_each(?))"
          + " ORDER BY +m.name, v.version";

  static final String NEWEST =
      VERSION
          + """
           AND m.name IN (SELECT value FROM json_each(?)) AND v.version IN (
            SELECT max(o.version) FROM model_version o
              WHERE o.model = m.key AND o.deleted IS NULL AND o.readiness = 'READY'
               GROUP BY o.status)
            ORDER BY m.name, v.version
          """;

  private static final String RUN = "run_id";

  private static final Map<String, Column> ATTRIBUTES =
      Map.of(
          "name",
          Column.of("m.name"),
          RUN,
          Column.of("v.run"),
          "source_path",
          Column.of("v.source"),
          "version_number",
          Column.of("v.version"),
          "creation_timestamp",
          Column.of("v.created"),
          "last_updated_timestamp",
          Column.of("v.updated"));

  private static final Map<String, Column> OF_NO_RUN = new HashMap<>(ATTRIBUTES);

  static {
    OF_NO_RUN.put(RUN, Column.of("coalesce(v.run, '')"));
  }

  /// The blobs that versions consist of, except those that were deleted.
  static final String CONTENTS =
      BlobOwner.inJson("model_version", "content") + " AND model_version.deleted IS NULL";

  private VersionTable() {}

  static int insert(
      Transaction tx,
      Caller caller,
      long model,
      NewVersion made,
      Optional<ModelContent> content,
      Readiness readiness,
      Instant now) {
    ModelSource source = made.source();
    return (int)
        tx.find(
                """
                INSERT INTO model_version (model, version, project, status, status_reason, source,
                    location, run, run_link, logged_model, content, scan, description, user,
                    created, updated, readiness)
                  SELECT ?1, coalesce(max(version), 0) + 1, ?2, 'candidate', '', ?3, ?4, ?5, ?6, ?7,
                    ?8, ?9, ?10, ?11, ?12, ?12, ?13
                  FROM model_version WHERE model = ?1 RETURNING version
                """,
                row -> row.number("version"),
                model,
                caller.project(),
                source.source(),
                source.location(),
                source.run(),
                source.runLink(),
                source.loggedModel(),
                content.map(VersionTable::json).map(Json::write),
                made.scan().map(Json::write),
                made.description(),
                caller.user(),
                now,
                readiness.state())
            .orElseThrow()
            .longValue();
  }

  /// Notes that the run which a version names is not told of it.
  static void claim(Transaction tx, long model, int version) {
    tx.update(
        "UPDATE model_version SET claimed = 1 WHERE model = ? AND version = ?", model, version);
  }

  static boolean isClaimed(Transaction tx, long model, int version) {
    return tx.find(
            "SELECT claimed FROM model_version WHERE model = ? AND version = ?",
            row -> row.flag("claimed"),
            model,
            version)
        .orElse(false);
  }

  /// Ends a version's being pending.
  ///
  /// @return whether it was
  static boolean decide(
      Transaction tx,
      Caller caller,
      String model,
      int version,
      Readiness readiness,
      Optional<Scan> scan,
      Instant now) {
    return tx.update(
            """
            UPDATE model_version SET readiness = ?, readiness_reason = ?, scan = ?, updated = ?
            WHERE readiness = 'PENDING' AND deleted IS NULL AND version = ? AND model =
              (SELECT key FROM model WHERE project = ? AND name = ? AND deleted IS NULL)
            """,
            readiness.state(),
            readiness.reason(),
            scan.map(Json::write),
            now,
            version,
            caller.project(),
            model)
        > 0;
  }

  static List<Admissions.Waiting> waiting(Transaction tx) {
    return tx.list(
        """
        SELECT v.project, m.name, v.version FROM model_version v JOIN model m ON m.key = v.model
        WHERE v.readiness = 'PENDING' AND v.deleted IS NULL ORDER BY v.created
        """,
        row ->
            new Admissions.Waiting(
                new ProjectName(row.text("project")),
                row.text("name"),
                (int) row.number("version")));
  }

  /// With the number that it has elsewhere.
  static void insert(Transaction tx, Caller caller, long model, ImportedVersion from) {
    tx.update(
        """
        INSERT INTO model_version (model, version, project, status, status_reason, source,
            location, run_link, description, user, created, updated)
          VALUES (?, ?, ?, 'candidate', '', '', '', '', '', ?, ?, ?)
        """,
        model,
        from.version(),
        caller.project(),
        from.user(),
        from.created(),
        from.updated());
  }

  /// Whether the number was ever given, also to a version that is deleted.
  static boolean isKnown(Transaction tx, long model, int version) {
    return tx.find(
            "SELECT version FROM model_version WHERE model = ? AND version = ?",
            row -> row.number("version"),
            model,
            version)
        .isPresent();
  }

  /// Takes over what a version's origin tells of it.
  static void bring(Transaction tx, long model, ImportedVersion from) {
    ModelSource source = from.made().source();
    tx.update(
        "UPDATE model_version SET source = ?, location = ?, run = ?, run_link = ?,"
            + " logged_model = ?, scan = ?, description = ? WHERE model = ? AND version = ?",
        source.source(),
        source.location(),
        source.run(),
        source.runLink(),
        source.loggedModel(),
        from.made().scan().map(Json::write),
        from.made().description(),
        model,
        from.version());
  }

  static Optional<ModelVersion> find(Transaction tx, Caller caller, String model, int version) {
    return Readable.of(caller, ONE, model, version).find(tx, VersionTable::version);
  }

  /// What a pipeline's run has registered as a model.
  static Optional<ModelVersion> ofRun(Transaction tx, Caller caller, String model, String run) {
    return Readable.of(
            caller, VERSION + " AND m.name = ? AND v.run = ? AND v.source = ''", model, run)
        .find(tx, VersionTable::version);
  }

  static List<ModelVersion> ofRun(Transaction tx, Caller caller, String run) {
    return Readable.of(caller, OF_RUN, run).list(tx, VersionTable::version);
  }

  static List<ModelVersion> ofLogged(Transaction tx, Caller caller, List<String> ids) {
    return Readable.of(caller, OF_LOGGED, Json.write(ids)).list(tx, VersionTable::version);
  }

  static List<ModelVersion> list(
      Transaction tx, Caller caller, String model, int before, int limit) {
    String sql = VERSION + " AND m.name = ? AND v.version < ? ORDER BY v.version DESC LIMIT ?";
    return Readable.of(caller, sql, model, before, limit).list(tx, VersionTable::version);
  }

  static List<ModelVersion> ofStatus(
      Transaction tx, Caller caller, String model, VersionStatus status) {
    return tx.list(
        VERSION + " AND m.name = ? AND v.status = ?",
        VersionTable::version,
        caller.project(),
        model,
        status.text());
  }

  /// The newest version of each status of the models that is ready.
  static List<ModelVersion> newest(Transaction tx, Caller caller, List<String> models) {
    return Readable.of(caller, NEWEST, Json.write(models)).list(tx, VersionTable::version);
  }

  static Slice<ModelVersion> search(Transaction tx, Caller caller, VersionSearch search) {
    Readable all = Readable.of(caller, ANY);
    TagTable.restrict(
        all.sql(),
        search.conditions(),
        search.conditions().stream().anyMatch(VersionTable::isOfNoRun) ? OF_NO_RUN : ATTRIBUTES,
        "t.model = v.model AND t.version = v.version",
        all.arguments());
    all.sql()
        .append(
            ModelTable.orders(
                search.orders(), ATTRIBUTES, "v.updated DESC", "m.name", "v.version DESC"))
        .append(" LIMIT ? OFFSET ?");
    all.arguments().add(search.limit() + 1);
    all.arguments().add(search.offset());
    return Slice.of(all.list(tx, VersionTable::version), search.limit());
  }

  /// Whether a version without a run may be meant, whose run's id is empty to clients. The index
  /// finds the runs that are named.
  private static boolean isOfNoRun(Condition condition) {
    return condition.key().equals(RUN)
        && condition.entity().equals(Vocabulary.ATTRIBUTES)
        && switch (condition.operand()) {
          case Operand.Text(String id) -> condition.operator() != Operator.EQUAL || id.isEmpty();
          case Operand.Texts(List<String> ids) -> ids.contains("");
          case Operand.Number _, Operand.Nothing _ -> false;
        };
  }

  static void describe(Transaction tx, long model, int version, String description) {
    tx.update(
        "UPDATE model_version SET description = ? WHERE model = ? AND version = ?",
        description,
        model,
        version);
  }

  static void touch(Transaction tx, long model, int version, Instant now) {
    tx.update(
        "UPDATE model_version SET updated = ? WHERE model = ? AND version = ?",
        now,
        model,
        version);
  }

  /// Its number stays, so that it is never given again; where it came from is forgotten.
  static void delete(Transaction tx, long model, int version, Instant now) {
    tx.update(
        "UPDATE model_version SET deleted = ?, source = '', location = '', run = NULL,"
            + " run_link = '', logged_model = NULL WHERE model = ? AND version = ?",
        now,
        model,
        version);
    tx.update("DELETE FROM model_tag WHERE model = ? AND version = ?", model, version);
  }

  /// All versions of a model.
  static void delete(Transaction tx, long model, Instant now) {
    tx.update(
        "UPDATE model_version SET deleted = ?, source = '', location = '', run = NULL,"
            + " run_link = '', logged_model = NULL WHERE model = ? AND deleted IS NULL",
        now,
        model);
  }

  static void setStatus(Transaction tx, Caller caller, long model, StageChange change) {
    tx.update(
        "UPDATE model_version SET status = ?, status_reason = ?, updated = ?"
            + " WHERE model = ? AND version = ?",
        change.status().text(),
        change.reason(),
        change.at(),
        model,
        change.version());
    tx.update(
        "INSERT INTO model_stage_change (project, model, version, status, previous, reason, user, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        caller.project(),
        model,
        change.version(),
        change.status().text(),
        change.previous().text(),
        change.reason(),
        change.by(),
        change.at());
  }

  /// The newest first.
  static List<StageChange> changes(Transaction tx, Caller caller, String model, int limit) {
    String sql =
        "SELECT c.* FROM model_stage_change c JOIN model m ON m.key = c.model"
            + " WHERE m.project = ? AND m.name = ? AND m.deleted IS NULL ORDER BY c.id DESC LIMIT ?";
    return Readable.of(caller, sql, model, limit)
        .list(
            tx,
            row ->
                new StageChange(
                    model,
                    (int) row.number("version"),
                    VersionStatus.parse(row.text("status")),
                    VersionStatus.parse(row.text("previous")),
                    row.text("reason"),
                    row.text("user"),
                    row.time("at")));
  }

  private static ModelVersion version(Row row) {
    return new ModelVersion(
        row.text("model_name"),
        (int) row.number("version"),
        VersionStatus.parse(row.text("status")),
        row.text("status_reason"),
        row.optionalText("aliases").map(text -> List.of(text.split(" "))).orElse(List.of()),
        new ModelSource(
            row.text("source"),
            row.text("location"),
            row.optionalText("run"),
            row.text("run_link"),
            row.optionalText("logged_model")),
        row.optionalText("content").map(Json::parseObject).map(VersionTable::content),
        row.optionalText("scan").map(text -> Json.read(Json.parseObject(text), Scan.class)),
        new Readiness(Readiness.State.valueOf(row.text("readiness")), row.text("readiness_reason")),
        row.text("description"),
        TagTable.pairs(row.text("tags")),
        row.text("user"),
        row.time("created"),
        row.time("updated"));
  }

  private static ObjectNode json(ModelContent content) {
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
}
