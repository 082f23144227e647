package dev.rondo.data.internal;

import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/// The catalog of Iceberg tables. Its two database tables are those of Iceberg's own JDBC catalog,
/// so that other engines find ours; the pointer of a table moves in our transaction, together with
/// whatever else belongs to the commit. A project is a namespace.
public final class IcebergCatalog {
  static final String NAME = "rondo";
  private static final String SCHEMA =
      """
      CREATE TABLE iceberg_tables (
        catalog_name VARCHAR(255) NOT NULL, table_namespace VARCHAR(255) NOT NULL,
        table_name VARCHAR(255) NOT NULL, metadata_location VARCHAR(1000),
        previous_metadata_location VARCHAR(1000), iceberg_type VARCHAR(5),
        PRIMARY KEY (catalog_name, table_namespace, table_name));
      CREATE TABLE iceberg_namespace_properties (
        catalog_name VARCHAR(255) NOT NULL, namespace VARCHAR(255) NOT NULL,
        property_key VARCHAR(255), property_value VARCHAR(1000),
        PRIMARY KEY (catalog_name, namespace, property_key))
      """;

  private final Database database;
  private final Path folder;
  private final LocalFiles files = new LocalFiles();
  private final Map<String, Table> loaded = new ConcurrentHashMap<>();

  public IcebergCatalog(Database database, Path folder) {
    this.database = database;
    this.folder = folder.toAbsolutePath().normalize();
    database.migrate("data", List.of(SCHEMA));
  }

  /// The folder of a project's tables, created when missing.
  public Path folder(ProjectName project) {
    try {
      return Files.createDirectories(folder.resolve(project.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> list(ProjectName project) {
    return database.read(tx ->
        tx.list(
            "SELECT table_name FROM iceberg_tables WHERE catalog_name = ?"
                + " AND table_namespace = ? ORDER BY table_name",
            row -> row.text("table_name"),
            NAME,
            project));
  }

  public Optional<Table> find(ProjectName project, String table) {
    String key = project + "/" + table;
    Table known = loaded.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    PointerOperations operations = operations(project, table);
    if (operations.refresh() == null) {
      return Optional.empty();
    }
    return Optional.of(loaded.computeIfAbsent(key, _ -> new BaseTable(operations, key)));
  }

  public void create(ProjectName project, String table, Schema schema) {
    String location = folder(project).resolve(table).toString();
    TableMetadata metadata =
        TableMetadata.newTableMetadata(
            schema,
            PartitionSpec.unpartitioned(),
            SortOrder.unsorted(),
            location,
            Map.of(
                "format-version", "2",
                "commit.manifest.min-count-to-merge", "16",
                "write.metadata.delete-after-commit.enabled", "true",
                "write.metadata.previous-versions-max", "5"));
    operations(project, table).commit(null, metadata);
  }

  private PointerOperations operations(ProjectName project, String table) {
    return new PointerOperations(database, files, project.value(), table);
  }

  /// A new file for rows of a table; its folder exists.
  public Path newDataFile(Table table, String name) {
    Path data = Path.of(table.location(), "data");
    try {
      return Files.createDirectories(data).resolve(name + ".parquet");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs an Iceberg commit whose pointer moves together with other changes.
  public void committing(Table table, Consumer<Transaction> together, Runnable commit) {
    PointerOperations operations = (PointerOperations) ((BaseTable) table).operations();
    operations.together(together, commit);
  }

  /// Makes changes that belong to a commit without rows.
  public void transact(Consumer<Transaction> changes) {
    database.write(tx -> {
      changes.accept(tx);
      return true;
    });
  }
}
