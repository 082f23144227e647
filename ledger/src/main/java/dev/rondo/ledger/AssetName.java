package dev.rondo.ledger;

import dev.rondo.kernel.Asset;

/// A thing in all of its versions.
public record AssetName(Asset.Kind kind, String name) {}
