package dev.rondo.kernel.search;

/// What results are ordered by, by the names of a [Vocabulary]. What has no value comes last in
/// either direction.
public record Sort(String entity, String key, boolean isAscending) {}
