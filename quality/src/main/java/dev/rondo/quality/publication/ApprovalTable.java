package dev.rondo.quality.publication;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.quality.change.Version;
import java.util.List;

/// Who has agreed to what.
final class ApprovalTable {
  static final String SCHEMA =
      """
      CREATE TABLE contract_approval (
        project TEXT NOT NULL, contract TEXT NOT NULL, version TEXT NOT NULL,
        digest TEXT NOT NULL, consumer TEXT NOT NULL, user TEXT NOT NULL, comment TEXT NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (project, contract, version, digest, consumer))
      """;

  static final String STANDINGS =
      "ALTER TABLE contract_approval ADD COLUMN standing TEXT NOT NULL DEFAULT ''";

  private ApprovalTable() {}

  /// Notes an approval unless the consumer has agreed already.
  static boolean insert(Transaction tx, ProjectName project, Approval approval) {
    return tx.update(
            """
            INSERT INTO contract_approval (project, contract, version, digest, consumer, user,
              standing, comment, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            project,
            approval.contract(),
            approval.version(),
            approval.digest(),
            approval.consumer(),
            approval.user(),
            approval.standing(),
            approval.comment(),
            approval.at())
        == 1;
  }

  /// All that were given to a contract, in the order of their times.
  static List<Approval> list(Transaction tx, ProjectName project, String contract) {
    return tx.list(
        """
        SELECT contract, version, digest, consumer, user, standing, comment, at
        FROM contract_approval
        WHERE project = ? AND contract = ? ORDER BY at, consumer
        """,
        ApprovalTable::approval,
        project,
        contract);
  }

  private static Approval approval(Row row) {
    return new Approval(
        row.text("contract"),
        Version.parse(row.text("version")),
        new Digest(row.text("digest")),
        row.text("consumer"),
        row.text("user"),
        row.text("standing"),
        row.text("comment"),
        row.time("at"));
  }
}
