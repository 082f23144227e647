package dev.rondo.serving;

/// A version of a model.
public record ModelRef(String model, int version) {

  /// `model@version`, for people.
  @Override
  public String toString() {
    return model + "@" + version;
  }
}
