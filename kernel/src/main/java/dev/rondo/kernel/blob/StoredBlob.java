package dev.rondo.kernel.blob;

import java.time.Instant;

/// A blob as it lies in the store.
///
/// @param stored when its content was last put
record StoredBlob(Blob blob, Instant stored) {}
