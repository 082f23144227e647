package dev.rondo.workflow;

import dev.rondo.kernel.Digest;
import dev.rondo.kernel.blob.BlobOwner;
import dev.rondo.kernel.database.Database;
import java.util.Set;

/// What the outputs of steps point at that may be used again.
public final class CachedBlobs implements BlobOwner {
  private static final String SQL = BlobOwner.inJson("step_cache", "outputs");

  private final Database database;

  public CachedBlobs(Database database) {
    this.database = database;
  }

  @Override
  public Set<Digest> blobs(char prefix) {
    return database.read(tx -> BlobOwner.find(tx, SQL, prefix));
  }
}
