package dev.rondo.kernel.blob;

import dev.rondo.kernel.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Finds and removes blobs that nothing points at any more. What was stored within the last day is
/// left alone, since what is to point at it may still be on its way. Thread-safe.
public final class BlobCollector {
  private static final Duration GRACE = Duration.ofDays(1);
  private static final String PREFIXES = "0123456789abcdef";

  private final BlobStore blobs;
  private final List<BlobOwner> owners;
  private final InstantSource clock;

  /// @param owners everything that points at blobs of the store
  /// @param clock system time
  public BlobCollector(BlobStore blobs, List<BlobOwner> owners, InstantSource clock) {
    this.blobs = blobs;
    this.owners = List.copyOf(owners);
    this.clock = clock;
  }

  /// What is there, and what nothing points at.
  public record Garbage(long blobs, long bytes, long unused, long unusedBytes) {
    static final Garbage NONE = new Garbage(0, 0, 0, 0);

    Garbage with(StoredBlob one, boolean isUnused) {
      return new Garbage(
          blobs + 1,
          bytes + one.blob().size(),
          unused + (isUnused ? 1 : 0),
          unusedBytes + (isUnused ? one.blob().size() : 0));
    }
  }

  /// Looks only.
  public Garbage find() {
    return sweep(_ -> true);
  }

  /// Removes what nothing points at, and what is left of uploads that broke off.
  public Garbage remove() {
    Instant before = clock.instant().minus(GRACE);
    blobs.sweepIncoming(before);
    return sweep(one -> blobs.removeIfOlder(one.blob().digest(), before));
  }

  private Garbage sweep(Predicate<StoredBlob> removed) {
    Instant before = clock.instant().minus(GRACE);
    Garbage garbage = Garbage.NONE;
    for (char prefix : PREFIXES.toCharArray()) {
      List<StoredBlob> stored = blobs.stored(prefix);
      Set<Digest> owned = stored.isEmpty() ? Set.of() : owned(prefix);
      for (StoredBlob one : stored) {
        boolean isUnused = one.stored().isBefore(before) && !owned.contains(one.blob().digest());
        garbage = garbage.with(one, isUnused && removed.test(one));
      }
    }
    return garbage;
  }

  private Set<Digest> owned(char prefix) {
    Set<Digest> owned = new HashSet<>();
    owners.forEach(owner -> owned.addAll(owner.blobs(prefix)));
    return owned;
  }
}
