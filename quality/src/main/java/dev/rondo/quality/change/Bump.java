package dev.rondo.quality.change;

/// Which part of a version number a change raises.
public enum Bump {
  NONE,
  PATCH,
  MINOR,
  MAJOR
}
