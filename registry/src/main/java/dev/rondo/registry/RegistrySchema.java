package dev.rondo.registry;

import java.util.List;

/// How the registry's tables came to be; a script never changes once it has run somewhere.
final class RegistrySchema {
  private static final String SCHEMA_1 =
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

  /// Models have a key; versions may come from anywhere, and can be deleted.
  private static final String SCHEMA_2 =
      """
      ALTER TABLE model RENAME TO old_model;
      ALTER TABLE model_version RENAME TO old_version;
      ALTER TABLE model_alias RENAME TO old_alias;
      ALTER TABLE model_alias_change RENAME TO old_change;
      ALTER TABLE model_evaluation RENAME TO old_evaluation;
      DROP INDEX model_version_by_run;
      DROP INDEX model_alias_change_by_model;
      CREATE TABLE model (
        key INTEGER PRIMARY KEY, project TEXT NOT NULL, name TEXT NOT NULL,
        description TEXT NOT NULL, user TEXT NOT NULL, created INTEGER NOT NULL,
        updated INTEGER NOT NULL, deleted INTEGER);
      CREATE UNIQUE INDEX model_by_name ON model (project, name) WHERE deleted IS NULL;
      INSERT INTO model (project, name, description, user, created, updated)
        SELECT project, name, '', 'rondo', created, created FROM old_model;
      CREATE TABLE model_version (
        model INTEGER NOT NULL, version INTEGER NOT NULL, project TEXT NOT NULL,
        status TEXT NOT NULL, status_reason TEXT NOT NULL, source TEXT NOT NULL,
        location TEXT NOT NULL, run TEXT, run_link TEXT NOT NULL, logged_model TEXT, content TEXT,
        scan TEXT, description TEXT NOT NULL, user TEXT NOT NULL, created INTEGER NOT NULL,
        updated INTEGER NOT NULL, deleted INTEGER, PRIMARY KEY (model, version)) WITHOUT ROWID;
      INSERT INTO model_version (model, version, project, status, status_reason, source, location,
          run, run_link, content, description, user, created, updated)
        SELECT m.key, v.version, v.project, v.status, v.status_reason, '', '', v.run, '', v.content,
          v.description, 'rondo', v.created, v.created
        FROM old_version v JOIN model m ON m.project = v.project AND m.name = v.model;
      CREATE INDEX model_version_by_run ON model_version (project, run);
      CREATE UNIQUE INDEX model_version_once ON model_version (model, run) WHERE source = '';
      CREATE INDEX model_version_by_age ON model_version (project, updated DESC);
      CREATE TABLE model_tag (
        model INTEGER NOT NULL, version INTEGER NOT NULL, project TEXT NOT NULL, key TEXT NOT NULL,
        value TEXT NOT NULL, PRIMARY KEY (model, version, key)) WITHOUT ROWID;
      CREATE TABLE model_alias (
        model INTEGER NOT NULL, alias TEXT NOT NULL, version INTEGER NOT NULL,
        project TEXT NOT NULL, PRIMARY KEY (model, alias)) WITHOUT ROWID;
      INSERT INTO model_alias (model, alias, version, project)
        SELECT m.key, a.alias, a.version, a.project
        FROM old_alias a JOIN model m ON m.project = a.project AND m.name = a.model;
      CREATE TABLE model_alias_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, model INTEGER NOT NULL,
        alias TEXT NOT NULL, version INTEGER, previous INTEGER, reason TEXT NOT NULL,
        user TEXT NOT NULL, at INTEGER NOT NULL);
      INSERT INTO model_alias_change (id, project, model, alias, version, previous, reason, user, at)
        SELECT c.id, c.project, m.key, c.alias, c.version, c.previous, c.reason, c.user, c.at
        FROM old_change c JOIN model m ON m.project = c.project AND m.name = c.model;
      CREATE INDEX model_alias_change_by_model ON model_alias_change (model, id);
      CREATE TABLE model_stage_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, model INTEGER NOT NULL,
        version INTEGER NOT NULL, status TEXT NOT NULL, previous TEXT NOT NULL,
        reason TEXT NOT NULL, user TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE INDEX model_stage_change_by_model ON model_stage_change (model, id);
      CREATE TABLE model_evaluation (
        model INTEGER NOT NULL, version INTEGER NOT NULL, project TEXT NOT NULL,
        dataset TEXT NOT NULL, id TEXT NOT NULL, evaluation TEXT NOT NULL, user TEXT NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (model, version, dataset)) WITHOUT ROWID;
      INSERT INTO model_evaluation (model, version, project, dataset, id, evaluation, user, at)
        SELECT m.key, e.version, e.project, e.dataset, e.id, e.evaluation, e.user, e.at
        FROM old_evaluation e JOIN model m ON m.project = e.project AND m.name = e.model;
      DROP TABLE old_model;
      DROP TABLE old_version;
      DROP TABLE old_alias;
      DROP TABLE old_change;
      DROP TABLE old_evaluation
      """;

  /// Clients note the job of theirs that deploys a model, and wait until a version is ready.
  private static final String SCHEMA_READINESS =
      """
      ALTER TABLE model ADD COLUMN deployment_job TEXT NOT NULL DEFAULT '';
      ALTER TABLE model_version ADD COLUMN readiness TEXT NOT NULL DEFAULT 'READY';
      ALTER TABLE model_version ADD COLUMN readiness_reason TEXT NOT NULL DEFAULT '';
      CREATE INDEX model_version_pending ON model_version (created) WHERE readiness = 'PENDING'
      """;

  /// Evaluations may have a report; people say and decide something of versions.
  private static final String SCHEMA_3 =
      """
      ALTER TABLE model_evaluation ADD COLUMN report TEXT;
      CREATE INDEX model_evaluation_by_report ON model_evaluation (report)
        WHERE report IS NOT NULL;
      CREATE TABLE model_notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, model INTEGER NOT NULL,
        version INTEGER NOT NULL, owner TEXT NOT NULL, licence TEXT NOT NULL, card TEXT NOT NULL,
        user TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE INDEX model_notes_by_version ON model_notes (model, version, id);
      CREATE TABLE model_approval (
        id INTEGER PRIMARY KEY AUTOINCREMENT, project TEXT NOT NULL, model INTEGER NOT NULL,
        version INTEGER NOT NULL, verdict TEXT NOT NULL, role TEXT NOT NULL, reason TEXT NOT NULL,
        user TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE INDEX model_approval_by_version ON model_approval (model, version, id);
      CREATE TABLE model_approver (
        project TEXT PRIMARY KEY, role TEXT NOT NULL) WITHOUT ROWID
      """;

  /// Who asks whether files are needed, and as what a logged model was registered.
  private static final String PLACES =
      """
      CREATE INDEX model_version_by_location ON model_version (project, location)
        WHERE location <> '';
      CREATE INDEX model_version_by_logged ON model_version (project, logged_model)
        WHERE logged_model IS NOT NULL
      """;

  /// Whether the run of a version is named by somebody who may not write to it, and is not told of
  /// it.
  private static final String CLAIMS =
      "ALTER TABLE model_version ADD COLUMN claimed INTEGER NOT NULL DEFAULT 0";

  static final List<String> SCRIPTS =
      List.of(SCHEMA_1, SCHEMA_2, SCHEMA_READINESS, SCHEMA_3, PLACES, CLAIMS);

  private RegistrySchema() {}
}
