package dev.rondo.serving;

import java.util.Optional;

/// An endpoint and what stands behind it.
///
/// @param active what answers now
/// @param previous what a rollback would return to
public record EndpointStatus(
    String name, String model, Optional<Deployment> active, Optional<Deployment> previous) {}
