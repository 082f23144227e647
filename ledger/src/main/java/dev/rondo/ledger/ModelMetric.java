package dev.rondo.ledger;

/// A metric that says how good a logged model is.
///
/// @param run that measured it
/// @param dataset that it was measured on, with its digest; both are empty when that is not said
public record ModelMetric(
    LoggedModelId model, RunId run, Metric metric, String dataset, String datasetDigest) {}
