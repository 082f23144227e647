package dev.rondo.api.mlflow;

import dev.rondo.api.webhook.WebhookSender;
import dev.rondo.api.webhook.Webhooks;
import dev.rondo.kernel.ProjectName;
import dev.rondo.ledger.Ledger;
import dev.rondo.ledger.trace.Traces;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What stands behind MLflow's calls.
///
/// @param projects the names of those that there are now
/// @param clock system time
public record MlflowParts(
    Ledger ledger,
    Traces traces,
    TraceFiles traceFiles,
    Webhooks webhooks,
    WebhookSender sender,
    Supplier<List<ProjectName>> projects,
    InstantSource clock) {}
