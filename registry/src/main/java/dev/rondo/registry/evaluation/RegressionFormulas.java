package dev.rondo.registry.evaluation;

/// The measures of a regression, of the errors e = prediction - label:
///
/// - mae, the mean of |e|; rmse, the root of the mean of e²; bias, the mean of e;
/// - medae, the median of |e|; error_p10, p50 and p90, quantiles of e;
/// - mape, the mean of |e / label|; Hyndman and Koehler, "Another look at measures of forecast
///   accuracy", International Journal of Forecasting 22 (2006);
/// - r2 = 1 - Σ e² / Σ (label - mean label)², the coefficient of determination; Wright,
///   "Correlation and causation", Journal of Agricultural Research 20 (1921). Undefined where all
///   labels are one.
final class RegressionFormulas implements Formulas {
  /// A smaller label counts as 0, by which nothing is divided.
  private static final double LEAST = 1e-100;

  private final Summands errors;
  private final Summands absolute;
  private final Summands squared;
  private final Summands relative;
  private final Summands labels;
  private final Summands labelSquares;
  private final Ranks byError;
  private final Ranks bySize;
  private final boolean hasRelative;

  RegressionFormulas(Answers answers) {
    int rows = answers.rows();
    double[] error = new double[rows];
    double[] size = new double[rows];
    double[] square = new double[rows];
    double[] share = new double[rows];
    double[] centred = new double[rows];
    double[] centredSquare = new double[rows];
    double middle = middle(answers.labels());
    boolean hasZero = false;
    for (int i = 0; i < rows; i++) {
      double label = answers.labels()[i];
      error[i] = answers.scores()[0][i] - label;
      size[i] = Math.abs(error[i]);
      square[i] = error[i] * error[i];
      boolean isZero = Math.abs(label) < LEAST;
      hasZero |= isZero;
      share[i] = isZero ? 0 : size[i] / Math.abs(label);
      centred[i] = label - middle;
      centredSquare[i] = centred[i] * centred[i];
    }
    this.errors = Summands.of(error);
    this.absolute = Summands.of(size);
    this.squared = Summands.of(square);
    this.relative = Summands.of(share);
    this.labels = Summands.of(centred);
    this.labelSquares = Summands.of(centredSquare);
    this.byError = Ranks.of(error);
    this.bySize = Ranks.of(size);
    this.hasRelative = !hasZero;
  }

  /// A number near the labels' mean, so that the squares about it lose few digits.
  private static double middle(double[] labels) {
    return Summands.of(labels).sum(Formulas.once(labels.length)) / labels.length;
  }

  @Override
  public double[] of(int[] weights) {
    long count = Formulas.count(weights);
    double squares = squared.sum(weights);
    return new double[] {
      absolute.sum(weights) / count,
      Math.sqrt(squares / count),
      bySize.quantile(0.5, weights, count),
      hasRelative ? relative.sum(weights) / count : Double.NaN,
      determination(squares, weights, count),
      errors.sum(weights) / count,
      byError.quantile(0.1, weights, count),
      byError.quantile(0.5, weights, count),
      byError.quantile(0.9, weights, count)
    };
  }

  private double determination(double squares, int[] weights, long count) {
    double sum = labels.sum(weights);
    double spread = labelSquares.sum(weights) - sum * sum / count;
    return spread > 0 ? 1 - squares / spread : Double.NaN;
  }
}
