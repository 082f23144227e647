package dev.rondo.monitoring;

/// How far one column of a window has moved from the reference.
///
/// @param psi the population stability index over the reference's deciles and one bin for missing
/// @param psiThreshold what the index was held against: the rule's, or the noise of this sample
///   size where that is larger
/// @param ks the Kolmogorov-Smirnov distance
/// @param probability of such a distance without drift
/// @param window the window's own moments
/// @param byPsi whether the index crossed its threshold
/// @param byKs whether the distance crossed its threshold and is improbable
public record Drift(
    String column,
    double psi,
    double psiThreshold,
    double ks,
    double probability,
    Summary window,
    boolean byPsi,
    boolean byKs) {

  static Drift judge(
      String column,
      double psi,
      double floor,
      KolmogorovSmirnov ks,
      Summary window,
      DriftRules rules) {
    boolean isEnough = window.rows() >= rules.minimumRows() && !rules.ignored().contains(column);
    double threshold = Math.max(rules.psi(), floor);
    return new Drift(
        column,
        psi,
        threshold,
        ks.distance(),
        ks.probability(),
        window,
        isEnough && psi >= threshold,
        isEnough && ks.distance() >= rules.ks() && ks.probability() < rules.ksProbability());
  }

  public boolean hasDrifted() {
    return byPsi || byKs;
  }
}
