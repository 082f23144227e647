package dev.rondo.quality.draft;

/// The upper end of Wilson's interval for a share, one-sided at 95 %: how large the share may well
/// be when so many of so many were seen (E. B. Wilson, "Probable inference, the law of succession,
/// and statistical inference", 1927).
final class Wilson {
  /// The normal quantile at 0.95.
  private static final double Z = 1.6448536269514722;

  private Wilson() {}

  /// From 0 to 1; 1 when nothing was seen.
  static double upper(long count, long of) {
    if (of <= 0) {
      return 1;
    }
    double share = (double) count / of;
    double square = Z * Z / of;
    double spread = Z * Math.sqrt(share * (1 - share) / of + square / (4 * of));
    return Math.min(1, (share + square / 2 + spread) / (1 + square));
  }
}
