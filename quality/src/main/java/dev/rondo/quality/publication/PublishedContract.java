package dev.rondo.quality.publication;

import java.time.Instant;
import java.util.Optional;

/// A version that was published, and never changes.
///
/// @param user who pushed it
/// @param withdrawn since when the project's files no longer hold the contract; of its newest
///   version alone
public record PublishedContract(
    ContractText content,
    String commit,
    String user,
    Instant published,
    Optional<Instant> withdrawn) {}
