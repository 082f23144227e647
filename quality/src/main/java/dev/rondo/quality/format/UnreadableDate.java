package dev.rondo.quality.format;

/// The text is no date. Caught by [DateutilParser].
final class UnreadableDate extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnreadableDate() {
    super("The text is no date.", null, false, false);
  }
}
