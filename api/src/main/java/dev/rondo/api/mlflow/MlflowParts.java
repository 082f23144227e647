package dev.rondo.api.mlflow;

import dev.rondo.access.Access;
import dev.rondo.kernel.IdSource;
import dev.rondo.kernel.ProjectName;
import dev.rondo.kernel.blob.BlobStore;
import dev.rondo.kernel.blob.Uploads;
import dev.rondo.ledger.Ledger;
import dev.rondo.registry.Registry;
import dev.rondo.registry.webhook.WebhookSender;
import dev.rondo.registry.webhook.Webhooks;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What stands behind MLflow's calls.
///
/// @param uploads that come in parts
/// @param projects the names of those that there are now
/// @param clock system time
public record MlflowParts(
    Ledger ledger,
    Registry registry,
    BlobStore blobs,
    Uploads uploads,
    IdSource ids,
    Webhooks webhooks,
    WebhookSender sender,
    VersionScans scans,
    Supplier<List<ProjectName>> projects,
    Access access,
    InstantSource clock) {}
