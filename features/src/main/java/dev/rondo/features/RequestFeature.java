package dev.rondo.features;

/// A feature made of the request itself.
///
/// @param field of the request, and column of the spine
/// @param isInput whether the model takes it; else it only serves as a view's key
public record RequestFeature(String name, String field, Transform transform, boolean isInput) {

  /// An input of the model.
  public RequestFeature(String name, String field, Transform transform) {
    this(name, field, transform, true);
  }
}
