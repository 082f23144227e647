package dev.rondo.ledger;

import dev.rondo.kernel.Asset;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// An asset as the ledger knows it.
///
/// @param facts what its maker said of it, such as a row count
/// @param recorded system time
/// @param maker the run that wrote it first; empty for what came from outside
/// @param removed when its files went for good
/// @param removal why its files are gone; empty when they are not
public record AssetRecord(
    Asset asset,
    ObjectNode facts,
    Instant recorded,
    Optional<RunId> maker,
    Optional<Instant> removed,
    Optional<String> removal) {}
