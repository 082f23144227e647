package dev.rondo.data.internal;

import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.database.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/// Reads and moves the pointer of one table: a compare-and-swap on a row of the database, in the
/// same transaction as the changes that belong to the commit. Commits to a table are serialised by
/// the caller; reading is thread-safe.
final class PointerOperations implements TableOperations {
  private final Database database;
  private final FileIO files;
  private final String namespace;
  private final String table;
  private volatile @Nullable TableMetadata current;
  private Consumer<Transaction> together = _ -> {};

  PointerOperations(Database database, FileIO files, String namespace, String table) {
    this.database = database;
    this.files = files;
    this.namespace = namespace;
    this.table = table;
  }

  void together(Consumer<Transaction> changes, Runnable commit) {
    together = changes;
    try {
      commit.run();
    } finally {
      together = _ -> {};
    }
  }

  @Override
  public @Nullable TableMetadata current() {
    TableMetadata known = current;
    return known == null ? refresh() : known;
  }

  @Override
  public @Nullable TableMetadata refresh() {
    Optional<String> location =
        database.read(tx ->
            tx.find(
                "SELECT metadata_location FROM iceberg_tables WHERE catalog_name = ?"
                    + " AND table_namespace = ? AND table_name = ?",
                row -> row.text("metadata_location"),
                IcebergCatalog.NAME,
                namespace,
                table));
    TableMetadata known = current;
    if (location.isPresent()
        && (known == null || !location.get().equals(known.metadataFileLocation()))) {
      current = TableMetadataParser.read(files, location.get());
    }
    return current;
  }

  @Override
  public void commit(@Nullable TableMetadata base, TableMetadata metadata) {
    String location =
        (metadata.location() + "/metadata/%05d-%s.metadata.json")
            .formatted(version(base) + 1, UUID.nameUUIDFromBytes(identity(metadata)));
    TableMetadataParser.overwrite(metadata, files.newOutputFile(location));
    int moved = database.write(tx -> swap(tx, base, location));
    if (moved == 0) {
      throw new CommitFailedException("Table %s was changed by someone else", table);
    }
    current =
        TableMetadata.buildFrom(metadata).discardChanges().withMetadataLocation(location).build();
    deleteOld(base, metadata);
  }

  private int swap(Transaction tx, @Nullable TableMetadata base, String location) {
    int moved =
        base == null
            ? tx.update(
                "INSERT INTO iceberg_tables (catalog_name, table_namespace, table_name,"
                    + " metadata_location, iceberg_type) VALUES (?, ?, ?, ?, 'TABLE')"
                    + " ON CONFLICT DO NOTHING",
                IcebergCatalog.NAME,
                namespace,
                table,
                location)
            : tx.update(
                "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
                    + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
                    + " AND metadata_location = ?",
                location,
                base.metadataFileLocation(),
                IcebergCatalog.NAME,
                namespace,
                table,
                base.metadataFileLocation());
    if (moved == 1) {
      together.accept(tx);
    }
    return moved;
  }

  /// Unlike for every attempt, so that a lost race never overwrites the winner's file.
  private static byte[] identity(TableMetadata metadata) {
    return (metadata.uuid()
            + metadata.lastSequenceNumber()
            + metadata.lastUpdatedMillis()
            + (metadata.currentSnapshot() == null ? "" : metadata.currentSnapshot().snapshotId()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int version(@Nullable TableMetadata metadata) {
    if (metadata == null) {
      return -1;
    }
    String location = metadata.metadataFileLocation();
    int slash = location.lastIndexOf('/');
    return Integer.parseInt(location.substring(slash + 1, location.indexOf('-', slash)));
  }

  private void deleteOld(@Nullable TableMetadata base, TableMetadata metadata) {
    if (base == null) {
      return;
    }
    base.previousFiles().stream()
        .filter(old -> !metadata.previousFiles().contains(old))
        .forEach(old -> files.deleteFile(old.file()));
  }

  @Override
  public FileIO io() {
    return files;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return Objects.requireNonNull(current()).location() + "/metadata/" + fileName;
  }

  @Override
  public LocationProvider locationProvider() {
    TableMetadata metadata = Objects.requireNonNull(current());
    return LocationProviders.locationsFor(metadata.location(), metadata.properties());
  }
}
