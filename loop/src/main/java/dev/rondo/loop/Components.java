package dev.rondo.loop;

import dev.rondo.data.SqlEngine;
import dev.rondo.data.Tables;
import dev.rondo.features.FeatureStore;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.child.ChildPool;
import dev.rondo.kernel.database.Database;
import dev.rondo.kernel.event.Events;
import dev.rondo.ledger.Ledger;
import dev.rondo.loop.source.DataStores;
import dev.rondo.loop.source.Quarantine;
import dev.rondo.monitoring.Monitoring;
import dev.rondo.quality.QualityResults;
import dev.rondo.quality.profile.Profiles;
import dev.rondo.quality.publication.Publications;
import dev.rondo.registry.Registry;
import dev.rondo.serving.Serving;
import dev.rondo.training.Trainer;
import java.nio.file.Path;
import java.time.InstantSource;

/// The components that the loop joins, as the assembly made them.
///
/// @param clock system time
/// @param children where native work is tried that must not take the server down with it
/// @param home the folder that the loop keeps its own files under
public record Components(
    Database database,
    Events events,
    BlobStore blobs,
    IdSource ids,
    InstantSource clock,
    SqlEngine sql,
    Tables tables,
    QualityResults quality,
    Publications publications,
    Profiles profiles,
    FeatureStore features,
    ChildPool children,
    Trainer trainer,
    Ledger ledger,
    Registry registry,
    Serving serving,
    Monitoring monitoring,
    Path home) {

  /// Where what came of sources' rows is kept.
  DataStores stores(Quarantine quarantine) {
    return new DataStores(tables, quarantine, quality, profiles);
  }
}
