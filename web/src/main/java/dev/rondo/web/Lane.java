package dev.rondo.web;

/// When something was done, as a bar within the time of the whole.
///
/// @param left where it begins, in percent
/// @param width in percent, visible however short
record Lane(double left, double width) {
  private static final double LEAST = 0.6;

  /// @param from the start, after that of the whole
  static Lane of(double from, double took, double whole) {
    double left = Math.clamp(100 * from / Math.max(1, whole), 0, 100 - LEAST);
    double width = Math.clamp(100 * took / Math.max(1, whole), LEAST, 100);
    return new Lane(left, Math.min(width, 100 - left));
  }

  /// As an attribute has it.
  String style() {
    return "margin-left:" + Format.point(left) + "%;width:" + Format.point(width) + "%";
  }
}
