package dev.rondo.ledger;

import java.time.Instant;
import java.util.Optional;

/// What becomes of a run. Empty parts stay as they are.
///
/// @param ended when it ended; a run that ends without it ends now
public record RunChange(
    Optional<RunStatus> status, Optional<Instant> ended, Optional<String> name) {}
