package dev.rondo.ledger;

import java.util.Optional;

/// That runs of an experiment have read a dataset.
///
/// @param context what for, such as `training`
public record DatasetSummary(
    ExperimentId experiment, String name, String digest, Optional<String> context) {}
