package dev.rondo.quality.expectation;

import dev.rondo.data.SqlSession;

/// One quantile as an aggregate. The nearest one is the element at the index q·(n−1), rounded half
/// to even, of the values in order, as data frames have it; the engine's own discrete quantile
/// takes another where the two fall apart, so it is asked for the middle of that element's share.
record QuantileSql(String sql) {

  /// @param values how many non-null ones there are; at least 1
  static QuantileSql of(Metric.Quantile quantile, BatchColumn column, long values) {
    double index = quantile.share() * (values - 1);
    String aggregate =
        switch (quantile.interpolation()) {
          case NEAREST -> element(column, Math.rint(index), values);
          case LOWER -> element(column, Math.floor(index), values);
          case HIGHER -> element(column, Math.ceil(index), values);
          case MIDPOINT ->
              "("
                  + element(column, Math.floor(index), values)
                  + filter(quantile)
                  + " + "
                  + element(column, Math.ceil(index), values)
                  + filter(quantile)
                  + ") / 2";
          case LINEAR -> "quantile_cont(%s, %s)".formatted(continuous(column), quantile.share());
        };
    return new QuantileSql(
        quantile.interpolation() == Metric.Interpolation.MIDPOINT
            ? aggregate
            : aggregate + filter(quantile));
  }

  private static String element(BatchColumn column, double index, long values) {
    return "quantile_disc(%s, %s)".formatted(Scalars.comparable(column), (index + 0.5) / values);
  }

  private static String continuous(BatchColumn column) {
    return column.kind() == Kind.INTEGER || column.kind() == Kind.BOOLEAN
        ? "CAST(" + SqlSession.name(column.name()) + " AS DOUBLE)"
        : column.sql();
  }

  private static String filter(Metric.Quantile quantile) {
    return quantile.where().equals("TRUE") ? "" : " FILTER (WHERE " + quantile.where() + ")";
  }
}
