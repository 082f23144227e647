package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import java.util.Set;

/// A part of the platform that points at blobs.
@FunctionalInterface
public interface BlobOwner {

  /// The digests among those it points at that begin so, also by what was deleted and can still be
  /// restored. Others may be among them: a digest that is no blob's does no harm.
  ///
  /// @param prefix one hex digit, so that nobody holds them all in memory at once
  Set<Digest> blobs(char prefix);
}
