package dev.rondo.quality.publication;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Row;
import dev.rondo.kernel.database.Transaction;
import dev.rondo.kernel.json.Json;
import dev.rondo.quality.change.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The published versions and the proposals.
final class PublicationTable {
  static final String SCHEMA =
      """
      CREATE TABLE contract_version (
        sequence INTEGER PRIMARY KEY, project TEXT NOT NULL, contract TEXT NOT NULL,
        version TEXT NOT NULL, digest TEXT NOT NULL, file TEXT NOT NULL, text TEXT NOT NULL,
        places TEXT NOT NULL, commit_id TEXT NOT NULL, user TEXT NOT NULL,
        published INTEGER NOT NULL, withdrawn INTEGER, UNIQUE (project, contract, version));
      CREATE TABLE contract_proposal (
        project TEXT NOT NULL, contract TEXT NOT NULL, version TEXT NOT NULL,
        digest TEXT NOT NULL, file TEXT NOT NULL, text TEXT NOT NULL, places TEXT NOT NULL,
        commit_id TEXT NOT NULL, follows TEXT, consumers TEXT NOT NULL, missing TEXT NOT NULL,
        obstacle TEXT NOT NULL, proposed INTEGER NOT NULL, PRIMARY KEY (project, contract))
      """;
  static final String AUTHORS =
      "ALTER TABLE contract_proposal ADD COLUMN author TEXT NOT NULL DEFAULT ''";
  private static final String TEXT = "contract, version, digest, file, text, places, commit_id";
  private static final String VERSION = TEXT + ", user, published, withdrawn";
  private static final String PROPOSAL = TEXT + ", author, follows, consumers, missing, obstacle";

  private PublicationTable() {}

  /// Takes the place of all proposals of the project.
  static void propose(Transaction tx, ProjectName project, List<Proposal> proposals, Instant now) {
    tx.update("DELETE FROM contract_proposal WHERE project = ?", project);
    for (Proposal proposal : proposals) {
      ContractText content = proposal.content();
      tx.update(
          """
          INSERT INTO contract_proposal (project, contract, version, digest, file, text, places,
            commit_id, author, follows, consumers, missing, obstacle, proposed)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          project,
          content.contract(),
          content.version(),
          content.digest(),
          content.file(),
          content.text(),
          Json.write(content.places()),
          proposal.commit(),
          proposal.author(),
          proposal.follows(),
          Json.write(proposal.consumers()),
          Json.write(proposal.missing()),
          proposal.obstacle(),
          now);
    }
  }

  static List<Proposal> proposals(Transaction tx, ProjectName project) {
    return tx.list(
        "SELECT " + PROPOSAL + " FROM contract_proposal WHERE project = ? ORDER BY contract",
        PublicationTable::proposal,
        project);
  }

  static Optional<Proposal> proposal(Transaction tx, ProjectName project, String contract) {
    return tx.find(
        "SELECT " + PROPOSAL + " FROM contract_proposal WHERE project = ? AND contract = ?",
        PublicationTable::proposal,
        project,
        contract);
  }

  static void publish(
      Transaction tx, ProjectName project, Proposal proposal, String user, Instant now) {
    ContractText content = proposal.content();
    tx.update(
        """
        INSERT INTO contract_version (project, contract, version, digest, file, text, places,
          commit_id, user, published)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        project,
        content.contract(),
        content.version(),
        content.digest(),
        content.file(),
        content.text(),
        Json.write(content.places()),
        proposal.commit(),
        user,
        now);
  }

  /// Marks the newest version of a contract as gone from the files.
  static void withdraw(Transaction tx, ProjectName project, String contract, Instant now) {
    tx.update(
        """
        UPDATE contract_version SET withdrawn = ? WHERE sequence = (
          SELECT max(sequence) FROM contract_version WHERE project = ? AND contract = ?)
        """,
        now,
        project,
        contract);
  }

  /// Notes where a published version stands now; it is no longer withdrawn.
  static void keep(Transaction tx, ProjectName project, ContractText content) {
    tx.update(
        """
        UPDATE contract_version SET withdrawn = NULL, places = ?, file = ?
        WHERE project = ? AND contract = ? AND version = ?
        """,
        Json.write(content.places()),
        content.file(),
        project,
        content.contract(),
        content.version());
  }

  /// The newest version of each contract, by id.
  static List<PublishedContract> newest(Transaction tx, ProjectName project) {
    return tx.list(
        "SELECT "
            + VERSION
            + """
             FROM contract_version WHERE sequence IN (
              SELECT max(sequence) FROM contract_version WHERE project = ? GROUP BY contract)
            ORDER BY contract
            """,
        PublicationTable::published,
        project);
  }

  /// Newest first.
  static List<PublishedContract> versions(Transaction tx, ProjectName project, String contract) {
    return tx.list(
        "SELECT "
            + VERSION
            + " FROM contract_version WHERE project = ? AND contract = ? ORDER BY sequence DESC",
        PublicationTable::published,
        project,
        contract);
  }

  private static PublishedContract published(Row row) {
    return new PublishedContract(
        content(row),
        row.text("commit_id"),
        row.text("user"),
        row.time("published"),
        row.optionalTime("withdrawn"));
  }

  private static Proposal proposal(Row row) {
    return new Proposal(
        content(row),
        row.text("commit_id"),
        row.text("author"),
        row.optionalText("follows").map(Version::parse),
        names(row.text("consumers")),
        names(row.text("missing")),
        row.text("obstacle"));
  }

  private static ContractText content(Row row) {
    return new ContractText(
        row.text("contract"),
        Version.parse(row.text("version")),
        new Digest(row.text("digest")),
        row.text("file"),
        row.text("text"),
        names(row.text("places")));
  }

  private static Set<String> names(String json) {
    return Set.of(Json.MAPPER.readValue(json, String[].class));
  }
}
