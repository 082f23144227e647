package dev.rondo.features;

/// A feature made of the request itself.
///
/// @param field of the request, and column of the spine
public record RequestFeature(String name, String field, Transform transform) {}
